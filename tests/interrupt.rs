//! Work that is to end leaves early. This test has a process of its own, since the flag is the process's.

use polars_resemble::interrupt;
use polars_resemble::kernels::alignment::{Gap, global, local};
use polars_resemble::kernels::edit::weighted::{Weights, weighted_levenshtein};
use polars_resemble::kernels::edit::{editex, pair as edit, script};
use polars_resemble::kernels::lcs::{matching_blocks, pair as lcs, substring};
use polars_resemble::kernels::partial::pair as partial;
use polars_resemble::kernels::{Scratch, damerau, jaro};
use polars_resemble::matching::{Corpus, JobControl, Request, RowRange, Scoring, join};
use polars_resemble::scorer::Scorer;

/// Two sequences that would keep a kernel busy for minutes if it did not look.
fn long_pair() -> [Vec<u8>; 2] {
    let mut state = 1_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        b'a' + (state >> 33) as u8 % 4
    };
    [(); 2].map(|()| (0..300_000).map(|_| random()).collect())
}

#[test]
fn work_leaves_early() {
    interrupt::raise();
    let [left, right] = long_pair();
    let mut scratch = Scratch::default();
    let most = u32::MAX;
    edit::levenshtein(&left, &right, most, &mut scratch);
    edit::osa(&left, &right, most, &mut scratch);
    lcs::lcs(&left, &right, 0, &mut scratch);
    jaro::pair::jaro(&left, &right, &mut scratch);
    substring::longest_common_substring(&left, &right, &mut scratch);
    damerau::pair::damerau_levenshtein(&left, &right, most, &mut scratch);
    partial::best_window(&left, &right, 0, &mut scratch);
    partial::best_window(&left[..60], &right, 0, &mut scratch);
    partial::first_best_window(&left, &right, &mut scratch);
    matching_blocks::matches(&left, &right, &mut scratch);
    editex::editex(&left, &right, None, &mut scratch);
    let weights = Weights {
        insertion: 1,
        deletion: 2,
        substitution: 3,
    };
    weighted_levenshtein(&left, &right, weights, u64::MAX, &mut scratch);
    let gap = Gap {
        open: 2.0,
        extend: 1.0,
    };
    let score = |one, other| if one == other { 1.0 } else { -1.0 };
    global(&left, &right, gap, score, &mut Vec::new());
    local(&left, &right, gap, score, &mut Vec::new());
    let (left, right) = (&left[..60_000], &right[..60_000]);
    for find in [script::levenshtein, script::indel] {
        let found = find(left, right, &mut scratch, &mut Vec::new());
        assert!(found.is_err_and(|wrong| wrong.contains("interrupt")));
    }
    let texts = Corpus::from_texts([Some("a")], None);
    let scorer = r#"{"metric": "osa", "parameters": {}, "measure": "distance", "processor": null}"#;
    let scorer: Scorer = serde_json::from_str(scorer).expect("a scorer");
    let request = Request {
        scoring: Scoring::Pairs(&scorer),
        cutoff: Some(1.0),
        limit: None,
    };
    let rows = || RowRange {
        corpus: &texts,
        range: 0..1,
    };
    let sides = [rows(), rows()];
    let joined = join(request, &sides, &JobControl::default());
    assert!(joined.is_err_and(|wrong| wrong.contains("interrupt")));
    interrupt::lower();
    assert!(join(request, &sides, &JobControl::default()).is_ok());
    assert_eq!(
        edit::levenshtein(b"kitten", b"sitting", most, &mut scratch),
        3
    );
}
