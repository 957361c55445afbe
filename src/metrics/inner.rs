//! What compares two words where texts are compared word by word.

use serde::Deserialize;

/// What compares two words: a metric with its default parameters, read as a normalised similarity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the metrics")]
pub enum Inner {
    Levenshtein,
    Osa,
    DamerauLevenshtein,
    Indel,
    LcsSeq,
    LcsStr,
    Hamming,
    Prefix,
    Postfix,
    Jaro,
    JaroWinkler,
    RatcliffObershelp,
}
