//! The metrics: one file each, with the metric's meaning, parameters, maximum, and which kernel
//! computes it.

mod damerau_levenshtein;
mod dyn_metric;
mod editex;
mod fuzz;
mod hamming;
mod indel;
mod inner;
mod jaro;
mod jaro_winkler;
mod lcs_seq;
mod lcs_str;
mod levenshtein;
mod levenshtein_by_costs;
mod metric;
mod monge_elkan;
mod osa;
mod postfix;
mod prefix;
mod ratcliff_obershelp;
mod sets;

pub use damerau_levenshtein::DamerauLevenshtein;
pub(crate) use dyn_metric::with_metric;
pub use dyn_metric::{AnyMetric, DynMetric, Profile};
pub use editex::Editex;
pub(crate) use fuzz::share;
pub use fuzz::{
    PartialRatio, PartialTokenRatio, PartialTokenSetRatio, PartialTokenSortRatio, QRatio, Ratio,
    TokenRatio, TokenSetRatio, TokenSortRatio, WRatio,
};
pub use hamming::Hamming;
pub use indel::Indel;
pub use inner::Inner;
pub use jaro::Jaro;
pub use jaro_winkler::JaroWinkler;
pub use lcs_seq::LcsSeq;
pub use lcs_str::LcsStr;
pub use levenshtein::Levenshtein;
pub use levenshtein_by_costs::LevenshteinByCosts;
pub use metric::{Bounds, Metric};
pub use monge_elkan::MongeElkan;
pub use osa::Osa;
pub use postfix::Postfix;
pub use prefix::Prefix;
pub use ratcliff_obershelp::RatcliffObershelp;
pub use sets::{Cosine, Jaccard, OverlapCoefficient, SorensenDice, Tversky};

#[cfg(test)]
mod testing;
