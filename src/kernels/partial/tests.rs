use super::pair::{best_of_longer, best_window, first_best_window};
use super::*;
use crate::kernels::Scratch;
use crate::kernels::naive;
use crate::kernels::partial::pair::best_of_combed;
use crate::symbol::Symbol;

fn check<S: Symbol>(left: &[S], right: &[S], expected: f64, scratch: &mut Scratch) {
    let window = best_window(left, right, 0, scratch);
    let rows = left.len().min(right.len()) as u32;
    let score = f64::from(2 * window.common) / f64::from(rows + window.end - window.start);
    assert!((score - expected).abs() < 1e-12, "{window:?} {expected}");
}

#[test]
fn equals_the_definition() {
    naive::for_pairs(|left, right, scratch| {
        let [left, right] = [left, right].map(|side| &side[..side.len().min(90)]);
        if left.is_empty() || right.is_empty() {
            return;
        }
        let expected = naive::best_window(left, right);
        check(left, right, expected, scratch);
        let (first, _) = first_best_window(left, right, scratch);
        let any = best_window(left, right, 0, scratch);
        let rows = to_u32(left.len().min(right.len()));
        for least in [rows / 2, rows - rows / 8] {
            let told = best_window(left, right, least, scratch);
            assert!(!told.beats(any, rows));
            assert!(!any.beats(told, rows) || any.common < least);
        }
        assert!(!first.beats(any, rows) && !any.beats(first, rows));
        check(
            &naive::widened(left),
            &naive::widened(right),
            expected,
            scratch,
        );
        if left.len().min(right.len()) <= 64 {
            let (longer, shorter) = crate::kernels::affix::pair::longer_first(left, right);
            let combed = best_of_combed(shorter, longer, scratch);
            let single = best_of_longer(shorter, longer, 0, scratch);
            assert!(!combed.beats(single, to_u32(shorter.len())));
            assert!(!single.beats(combed, to_u32(shorter.len())));
        }
    });
}

#[test]
fn a_window_found_far_inside() {
    let mut scratch = Scratch::default();
    let longer = [
        b"xyz ".repeat(40),
        b"a certain string".to_vec(),
        b" zyx".repeat(40),
    ]
    .concat();
    let window = best_window(b"a cetain string", &longer, 0, &mut scratch);
    assert_eq!((window.start, window.end, window.common), (160, 175, 14));
}
