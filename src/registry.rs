//! The lists of metrics, of functions of one text, and of sequence functions.

/// Calls `$each!` with every metric's name and type. A new metric is one line here.
macro_rules! for_each_metric {
    ($each:ident) => {
        $each! {
            levenshtein: Levenshtein,
            osa: Osa,
            damerau_levenshtein: DamerauLevenshtein,
            indel: Indel,
            editex: Editex,
            lcs_seq: LcsSeq,
            lcs_str: LcsStr,
            hamming: Hamming,
            prefix: Prefix,
            postfix: Postfix,
            jaro: Jaro,
            jaro_winkler: JaroWinkler,
            ratio: Ratio,
            partial_ratio: PartialRatio,
            token_sort_ratio: TokenSortRatio,
            token_set_ratio: TokenSetRatio,
            token_ratio: TokenRatio,
            partial_token_sort_ratio: PartialTokenSortRatio,
            partial_token_set_ratio: PartialTokenSetRatio,
            partial_token_ratio: PartialTokenRatio,
            wratio: WRatio,
            qratio: QRatio,
            jaccard: Jaccard,
            sorensen_dice: SorensenDice,
            overlap: OverlapCoefficient,
            cosine: Cosine,
            tversky: Tversky,
            monge_elkan: MongeElkan,
            ratcliff_obershelp: RatcliffObershelp,
        }
    };
}

/// Calls `$each!` with every text function's name and type. A new function is one line here.
macro_rules! for_each_text_function {
    ($each:ident) => {
        $each! {
            normalize: normalize::Normalize,
            default_process: default_process::DefaultProcess,
            fingerprint: fingerprint::Fingerprint,
            ngram_fingerprint: fingerprint::NgramFingerprint,
            ngrams: ngrams::Ngrams,
            words: words::Words,
            minhash: sketch::Minhash,
            simhash: sketch::Simhash,
            soundex: soundex::Soundex,
            refined_soundex: soundex::RefinedSoundex,
            metaphone: metaphone::Metaphone,
            nysiis: nysiis::Nysiis,
            match_rating: match_rating::MatchRating,
            double_metaphone: double_metaphone::DoubleMetaphone,
            cologne: codec::Cologne,
            caverphone1: codec::Caverphone1,
            caverphone2: codec::Caverphone2,
            daitch_mokotoff: daitch_mokotoff::DaitchMokotoff,
            beider_morse: codec::BeiderMorse,
        }
    };
}

/// Calls `$each!` with the name and type of every function of two texts about their alignment.
/// A new function is one line here.
macro_rules! for_each_alignment_function {
    ($each:ident) => {
        $each! {
            editops: crate::alignment::edits::Editops,
            opcodes: crate::alignment::edits::Opcodes,
            align: crate::alignment::aligned::Align,
            lcs_text: crate::alignment::common::LcsText,
            common_prefix: crate::alignment::common::CommonPrefix,
            partial_ratio_alignment: crate::alignment::window::PartialRatioAlignment,
            needleman_wunsch: crate::alignment::scores::NeedlemanWunsch,
            smith_waterman: crate::alignment::scores::SmithWaterman,
        }
    };
}

/// Calls `$each!` with the name and type of every other function of two texts that is no metric.
macro_rules! for_each_pair_function {
    ($each:ident) => {
        $each! {
            match_rating_compare: crate::text::match_rating::MatchRatingCompare,
        }
    };
}

pub(crate) use for_each_metric;
#[cfg(feature = "plugin")]
pub(crate) use {for_each_alignment_function, for_each_pair_function, for_each_text_function};

macro_rules! names {
    ($($name:ident: $metric:ident,)*) => {
        /// The names of all metrics.
        pub const METRIC_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_metric!(names);

macro_rules! text_names {
    ($($name:ident: $module:ident::$function:ident,)*) => {
        /// The names of all functions of one text.
        pub const TEXT_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_text_function!(text_names);

macro_rules! pair_names {
    ($($name:ident: $function:ty,)*) => {
        /// The names of all other functions of two texts that are no metrics.
        pub const PAIR_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_pair_function!(pair_names);

macro_rules! alignment_names {
    ($($name:ident: $function:ty,)*) => {
        /// The names of all functions of two texts about their alignment.
        pub const ALIGNMENT_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_alignment_function!(alignment_names);

/// Calls `$each!` with the name and type of every sequence of integers.
#[cfg(feature = "plugin")]
macro_rules! for_each_sequence {
    ($each:ident) => {
        $each! {
            fibonacci: crate::sequences::fibonacci::Fibonacci,
            lucas: crate::sequences::fibonacci::Lucas,
            linear_recurrence: crate::sequences::recurrence::LinearRecurrence,
        }
    };
}

#[cfg(feature = "plugin")]
pub(crate) use for_each_sequence;

/// The names of all sequence functions.
pub const SEQUENCE_NAMES: &[&str] = &[
    "fibonacci",
    "lucas",
    "linear_recurrence",
    "concat_range",
    "sum_as_string",
    "relu",
    "leaky_relu",
    "list_ngrams",
    "run_length_encode",
    "run_length_decode",
    "longest_increasing_subsequence",
    "list_lcs",
    "reverse_complement",
    "gc_content",
    "translate",
    "kmers",
    "kmer_counts",
];

#[cfg(test)]
mod tests {
    use crate::metrics::Metric;
    use crate::metrics::*;
    use crate::text::{self, PairFunction, TextFunction};

    macro_rules! agree {
        ($($name:ident: $metric:ident,)*) => {
            #[test]
            fn metrics_are_listed_under_their_own_names() {
                $(assert_eq!(<$metric as Metric>::NAME, stringify!($name));)*
            }
        };
    }

    for_each_metric!(agree);

    macro_rules! texts_agree {
        ($($name:ident: $module:ident::$function:ident,)*) => {
            #[test]
            fn text_functions_are_listed_under_their_own_names() {
                $(assert_eq!(<text::$module::$function as TextFunction>::NAME, stringify!($name));)*
            }
        };
    }

    for_each_text_function!(texts_agree);

    macro_rules! pairs_agree {
        ($($name:ident: $function:ty,)*) => {
            $(assert_eq!(<$function as PairFunction>::NAME, stringify!($name));)*
        };
    }

    #[test]
    fn functions_of_two_texts_are_listed_under_their_own_names() {
        for_each_alignment_function!(pairs_agree);
        for_each_pair_function!(pairs_agree);
    }
}
