//! The list of metrics.

/// Calls `$each!` with every metric's name and type. A new metric is one line here.
macro_rules! for_each_metric {
    ($each:ident) => {
        $each! {
            levenshtein: Levenshtein,
            osa: Osa,
            damerau_levenshtein: DamerauLevenshtein,
            indel: Indel,
            lcs_seq: LcsSeq,
            lcs_str: LcsStr,
            hamming: Hamming,
            prefix: Prefix,
            postfix: Postfix,
            jaro: Jaro,
            jaro_winkler: JaroWinkler,
        }
    };
}

#[cfg(feature = "plugin")]
pub(crate) use for_each_metric;

macro_rules! names {
    ($($name:ident: $metric:ident,)*) => {
        /// The names of all metrics.
        pub const METRIC_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_metric!(names);

#[cfg(test)]
mod tests {
    use crate::metric::Metric;
    use crate::metrics::*;

    macro_rules! agree {
        ($($name:ident: $metric:ident,)*) => {
            #[test]
            fn metrics_are_listed_under_their_own_names() {
                $(assert_eq!(<$metric as Metric>::NAME, stringify!($name));)*
            }
        };
    }

    for_each_metric!(agree);
}
