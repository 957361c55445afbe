//! Common prefixes and suffixes, and Hamming distances, of short sequences.
//!
//! All symbols are compared at once, in one register. After the end of a sequence stands the symbol zero,
//! which differs from every other.

use super::lanes::Isa;
use super::views::Padded;

/// The number of leading symbols that are equal; `None` if a sequence is not short, or not of codes.
#[inline(always)]
pub fn prefix<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
    if !are_short::<I>(left, right) {
        return None;
    }
    let (one, other) = (left.beginning(isa), right.beginning(isa));
    let equal = isa.equal_first(one, other);
    let equal = equal.min(left.len()).min(right.len());
    isa.are_codes(one, other).then_some(equal)
}

/// The number of trailing symbols that are equal; `None` as for [`prefix`].
#[inline(always)]
pub fn postfix<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
    if !are_short::<I>(left, right) {
        return None;
    }
    let (one, other) = (left.ending(isa), right.ending(isa));
    let equal = isa.equal_last(one, other);
    let equal = equal.min(left.len()).min(right.len());
    isa.are_codes(one, other).then_some(equal)
}

/// The number of places whose symbols differ, or that only one sequence has; `None` as for [`prefix`].
#[inline(always)]
pub fn hamming<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
    if !are_short::<I>(left, right) {
        return None;
    }
    let (one, other) = (left.beginning(isa), right.beginning(isa));
    let differing = isa.differing(one, other);
    isa.are_codes(one, other).then_some(differing)
}

/// Whether a register has room for each of both.
#[inline(always)]
fn are_short<I: Isa>(left: Padded<'_>, right: Padded<'_>) -> bool {
    left.len().max(right.len()) <= I::LONGEST
}

#[cfg(test)]
mod tests {
    use super::super::block::LANES;
    use super::super::block::testing::random_block;
    use super::super::lanes::{Kernel, Level};
    use super::super::naive;
    use super::*;

    struct Compare<'a> {
        pair: [Padded<'a>; 2],
        numbers: &'a mut Option<[u32; 3]>,
    }

    impl Kernel for Compare<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            let [left, right] = self.pair;
            let prefix = prefix(isa, left, right);
            let postfix = postfix(isa, left, right);
            let hamming = hamming(isa, left, right);
            *self.numbers = match (prefix, postfix, hamming) {
                (Some(prefix), Some(postfix), Some(hamming)) => Some([prefix, postfix, hamming]),
                (None, None, None) => None,
                _ => panic!("a pair is short for all or none"),
            };
        }
    }

    fn compare(level: Level, pair: [&[u8]; 2], behind: &[u8]) -> Option<[u32; 3]> {
        let memory = pair.map(|text| [text, behind].concat());
        let [left, right] = [0, 1].map(|side| Padded::new(&memory[side], pair[side].len() as u32));
        let mut numbers = None;
        level.run(Compare {
            pair: [left, right],
            numbers: &mut numbers,
        });
        numbers
    }

    #[test]
    fn short_sequences_are_compared_as_in_the_textbook() {
        for (longest, letters) in [
            (8, 2),
            (8, 100),
            (16, 2),
            (16, 126),
            (64, 1),
            (64, 2),
            (80, 126),
        ] {
            let (_, pairs) = random_block(longest, letters, LANES);
            for (pair, (left, right)) in pairs.iter().enumerate() {
                let expected = [
                    naive::prefix(left, right),
                    naive::postfix(left, right),
                    naive::hamming(left, right),
                ];
                // Some have no memory behind them.
                let behind = &[left[..].first().copied().unwrap_or(b'x'); 40][..pair % 41];
                for level in Level::available() {
                    let longest = if level.name() == "avx512" { 64 } else { 16 };
                    let is_short = left.len().max(right.len()) <= longest;
                    let numbers = compare(level, [left, right], behind);
                    assert_eq!(numbers, is_short.then_some(expected), "{}", level.name());
                }
            }
        }
    }

    #[test]
    fn sequences_of_other_symbols_are_not_compared() {
        for level in Level::available() {
            for text in ["na\u{EF}ve".as_bytes(), b"\x7F", b"\xFF"] {
                assert_eq!(compare(level, [text, b""], b""), None);
                assert_eq!(compare(level, [b"naive", text], b"x"), None);
            }
            assert_eq!(compare(level, [b"", b""], b""), Some([0; 3]));
            assert_eq!(compare(level, [b"\0", b""], b"\0"), Some([0, 0, 1]));
        }
    }
}
