//! Common prefixes and suffixes, and Hamming distances, by registers.
//!
//! All symbols of a short sequence are compared at once, in one register. After the end of a sequence
//! stands the symbol zero, which differs from every other. Of texts in UTF-8 the first or the last bytes
//! tell how many code points are equal, however long they are.

use crate::kernels::block::LANES;
use crate::kernels::block::remap::Symbols;
use crate::kernels::{Scratch, affix};
use crate::simd::{Isa, Level, ShortText, dispatch};
use crate::strings::views::{Padded, Views};

/// What is counted of short sequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortKernel {
    /// The common prefix.
    Prefix,
    /// The common suffix.
    Postfix,
    /// Places that differ.
    Hamming {
        /// Whether places that only one sequence has are among them. Otherwise sequences of unequal length have no
        /// number.
        pad: bool,
    },
}

/// One bit for each of some rows.
pub type Rows = [u64; LANES / 64];

/// Rows of two columns.
#[derive(Clone, Copy)]
pub struct ShortRows<'a> {
    /// The columns.
    pub sides: [Views<'a>; 2],
    /// The first of up to [`LANES`] rows.
    pub first: usize,
    /// Those from there on that are to be compared.
    pub rows: Rows,
    /// Whether they are UTF-8 and nobody asks how many symbols they have.
    pub are_texts: bool,
}

/// Where the numbers of rows go.
pub struct ShortNumbers<'a> {
    /// The numbers of rows that have one, zero for others that were compared.
    pub numbers: &'a mut [u32],
    /// How many symbols their sequences have, unless nobody asks.
    pub lengths: &'a mut [[u32; LANES]; 2],
}

impl ShortKernel {
    /// Writes the numbers of rows, and answers for which of them there is none.
    pub fn compare(
        self,
        level: Level,
        rows: ShortRows<'_>,
        scratch: &mut Scratch,
        to: ShortNumbers<'_>,
    ) -> Rows {
        match (self, rows.are_texts) {
            (Self::Prefix, false) => run::<Prefix, true>(level, rows, scratch, to),
            (Self::Prefix, true) => run::<PrefixOfTexts, false>(level, rows, scratch, to),
            (Self::Postfix, false) => run::<Postfix, true>(level, rows, scratch, to),
            (Self::Postfix, true) => run::<PostfixOfTexts, false>(level, rows, scratch, to),
            (Self::Hamming { pad: true }, true) => {
                run::<HammingOfTexts, false>(level, rows, scratch, to)
            }
            // Without padding the lengths decide.
            (Self::Hamming { .. }, _) => run::<Hamming, true>(level, rows, scratch, to),
        }
    }
}

/// One of the functions below.
trait Compare {
    /// Whether [`compare_rest`](Self::compare_rest) has a number for pairs without one.
    const HAS_REST: bool = false;

    /// The number of a pair; `None` if registers do not tell it.
    fn compare<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32>;

    /// The number of a pair for which [`compare`](Self::compare) has none.
    #[inline(always)]
    fn compare_rest<I: Isa>(
        isa: I,
        left: Padded<'_>,
        right: Padded<'_>,
        symbols: &mut [Symbols; 2],
    ) -> Option<u32> {
        let _ = (isa, left, right, symbols);
        None
    }
}

macro_rules! compare {
    ($($name:ident: $isa:ident, $left:ident, $right:ident => $compare:expr;)*) => {
        $(
            struct $name;

            impl Compare for $name {
                #[inline(always)]
                fn compare<I: Isa>($isa: I, $left: Padded<'_>, $right: Padded<'_>) -> Option<u32> {
                    $compare
                }
            }
        )*
    };
}

compare! {
    Prefix: isa, left, right => prefix(isa, left, right);
    PrefixOfTexts: isa, left, right => Some(prefix_of_texts(isa, left, right));
    Postfix: isa, left, right => postfix(isa, left, right);
    PostfixOfTexts: isa, left, right => Some(postfix_of_texts(isa, left, right));
    Hamming: isa, left, right => hamming(isa, left, right);
}

struct HammingOfTexts;

impl Compare for HammingOfTexts {
    const HAS_REST: bool = true;

    #[inline(always)]
    fn compare<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
        hamming(isa, left, right)
    }

    #[inline(always)]
    fn compare_rest<I: Isa>(
        isa: I,
        left: Padded<'_>,
        right: Padded<'_>,
        symbols: &mut [Symbols; 2],
    ) -> Option<u32> {
        hamming_of_texts(isa, left, right, symbols)
    }
}

/// Writes the numbers of rows by one function, and the `LENGTHS` of their sequences.
struct ByRows<'a, const LENGTHS: bool> {
    rows: ShortRows<'a>,
    symbols: &'a mut [Symbols; 2],
    to: ShortNumbers<'a>,
}

fn run<C: Compare, const LENGTHS: bool>(
    level: Level,
    rows: ShortRows<'_>,
    scratch: &mut Scratch,
    to: ShortNumbers<'_>,
) -> Rows {
    let by_rows = ByRows::<LENGTHS> {
        rows,
        symbols: &mut scratch.symbols,
        to,
    };
    dispatch!(level, isa => by_rows.compare_all::<_, C>(isa))
}

impl<const LENGTHS: bool> ByRows<'_, LENGTHS> {
    /// Compares all rows, and returns those without a number.
    #[inline(always)]
    fn compare_all<I: Isa, C: Compare>(mut self, isa: I) -> Rows {
        let mut rest = self.rows.rows;
        for (group, rest) in rest.iter_mut().enumerate() {
            let first = 64 * group;
            *rest = self.compare_group::<_, C, false>(isa, first, *rest);
            // They wait for the others of the group: what is done for them takes registers that the others use.
            if C::HAS_REST && *rest != 0 {
                *rest = self.compare_group::<_, C, true>(isa, first, *rest);
            }
        }
        rest
    }

    /// Compares those of 64 rows from `first` on whose bits are set, and returns the bits of those without a number.
    #[inline(always)]
    fn compare_group<I: Isa, C: Compare, const IS_REST: bool>(
        &mut self,
        isa: I,
        first: usize,
        mut rows: u64,
    ) -> u64 {
        let mut rest = 0;
        if !IS_REST && rows == u64::MAX {
            for row in 0..64 {
                let is_rest = self.compare::<_, C, IS_REST>(isa, first + row);
                rest |= u64::from(is_rest) << row;
            }
            return rest;
        }
        while rows != 0 {
            let row = rows.trailing_zeros() as usize;
            rows &= rows - 1;
            let is_rest = self.compare::<_, C, IS_REST>(isa, first + row);
            rest |= u64::from(is_rest) << row;
        }
        rest
    }

    /// Writes the number of a row, and says if there is none.
    #[inline(always)]
    fn compare<I: Isa, C: Compare, const IS_REST: bool>(&mut self, isa: I, row: usize) -> bool {
        let [left, right] = self.rows.sides;
        let at = self.rows.first + row;
        let (left, right) = (left.padded(at), right.padded(at));
        if LENGTHS {
            self.to.lengths[0][row % LANES] = left.len();
            self.to.lengths[1][row % LANES] = right.len();
        }
        let number = match IS_REST {
            false => C::compare(isa, left, right),
            true => C::compare_rest(isa, left, right, self.symbols),
        };
        self.to.numbers[row] = number.unwrap_or(0);
        number.is_none()
    }
}

/// The number of leading symbols that are equal; `None` if a sequence is not short, or not of codes.
#[inline(always)]
pub fn prefix<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
    if !are_short::<I>(left, right) {
        return None;
    }
    let (one, other) = (left.beginning(isa), right.beginning(isa));
    let equal = one.equal_first(other);
    let equal = equal.min(left.len()).min(right.len());
    one.are_codes(other).then_some(equal)
}

/// The number of trailing symbols that are equal; `None` as for [`prefix`].
#[inline(always)]
pub fn postfix<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
    if !are_short::<I>(left, right) {
        return None;
    }
    let (one, other) = (left.ending(isa), right.ending(isa));
    let equal = one.equal_last(other);
    let equal = equal.min(left.len()).min(right.len());
    one.are_codes(other).then_some(equal)
}

/// The number of places whose symbols differ, or that only one sequence has; `None` as for [`prefix`].
#[inline(always)]
pub fn hamming<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<u32> {
    if !are_short::<I>(left, right) {
        return None;
    }
    let (one, other) = (left.beginning(isa), right.beginning(isa));
    let differing = one.differing(other);
    one.are_codes(other).then_some(differing)
}

/// The number of leading code points that are equal in two texts.
#[inline(always)]
pub fn prefix_of_texts<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> u32 {
    let (one, other) = (left.beginning(isa), right.beginning(isa));
    let shorter = left.len().min(right.len());
    let equal = one.equal_first(other).min(shorter);
    if equal >= I::LONGEST && shorter > I::LONGEST {
        return affix::pair::prefix_of_texts(left.bytes(), right.bytes());
    }
    if one.are_codes(other) {
        return equal;
    }
    let (one, other) = (one.continuations(), other.continuations());
    let begin = !one & u64::MAX.unbounded_shr(u64::BITS - equal);
    // A code point that differs may begin with equal bytes, which do not count.
    let is_cut = (one | other).unbounded_shr(equal) & 1;
    begin.count_ones() - is_cut as u32
}

/// The number of trailing code points that are equal in two texts.
#[inline(always)]
pub fn postfix_of_texts<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> u32 {
    let (one, other) = (left.ending(isa), right.ending(isa));
    let shorter = left.len().min(right.len());
    let equal = one.equal_last(other).min(shorter);
    if equal >= I::LONGEST && shorter > I::LONGEST {
        return affix::pair::postfix_of_texts(left.bytes(), right.bytes());
    }
    if one.are_codes(other) {
        return equal;
    }
    // A code point that differs may end with equal bytes, but its first byte is not among them.
    let last = u64::MAX.unbounded_shr(u64::BITS - equal);
    let last = last.unbounded_shl(I::LONGEST - equal);
    (!one.continuations() & last).count_ones()
}

/// The number of places whose code points differ in two texts, or that only one has, where
/// [`hamming`] does not tell it; `None` if there are too many of them, or some of more than sixteen bits.
#[inline(always)]
pub fn hamming_of_texts<I: Isa>(
    isa: I,
    left: Padded<'_>,
    right: Padded<'_>,
    symbols: &mut [Symbols; 2],
) -> Option<u32> {
    if !are_short::<I>(left, right) {
        let (mut are_codes, mut differing) = (true, 0);
        for start in (0..left.len().max(right.len())).step_by(I::LONGEST as usize) {
            let (one, other) = (left.behind(start), right.behind(start));
            let (one, other) = (one.beginning(isa), other.beginning(isa));
            are_codes &= one.are_codes(other);
            differing += one.differing(other);
        }
        if are_codes {
            return Some(differing);
        }
    }
    let [one, other] = symbols;
    let are_decoded = left.decode_halves(isa, one) && right.decode_halves(isa, other);
    are_decoded.then(|| one.differing(isa, other))
}

/// Whether a register has room for each of both.
#[inline(always)]
fn are_short<I: Isa>(left: Padded<'_>, right: Padded<'_>) -> bool {
    left.len().max(right.len()) <= I::LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random_block;
    use crate::kernels::naive;
    use crate::strings::views::testing::views_of;

    #[inline(always)]
    fn compare_in<I: Isa>(isa: I, left: Padded<'_>, right: Padded<'_>) -> Option<[u32; 3]> {
        let prefix = prefix(isa, left, right);
        let postfix = postfix(isa, left, right);
        let hamming = hamming(isa, left, right);
        match (prefix, postfix, hamming) {
            (Some(prefix), Some(postfix), Some(hamming)) => Some([prefix, postfix, hamming]),
            (None, None, None) => None,
            _ => panic!("a pair is short for all or none"),
        }
    }

    fn compare(level: Level, pair: [&[u8]; 2], behind: &[u8]) -> Option<[u32; 3]> {
        let memory = pair.map(|text| [text, behind].concat());
        let [left, right] = [0, 1].map(|side| Padded::new(&memory[side], pair[side].len() as u32));
        dispatch!(level, isa => compare_in(isa, left, right))
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

    #[inline(always)]
    fn compare_texts_in<I: Isa>(
        isa: I,
        [left, right]: [Padded<'_>; 2],
        symbols: &mut [Symbols; 2],
    ) -> Option<[u32; 3]> {
        let prefix = prefix_of_texts(isa, left, right);
        let postfix = postfix_of_texts(isa, left, right);
        let hamming = hamming_of_texts(isa, left, right, symbols);
        hamming.map(|hamming| [prefix, postfix, hamming])
    }

    fn compare_texts(
        level: Level,
        pair: [Padded<'_>; 2],
        symbols: &mut [Symbols; 2],
    ) -> Option<[u32; 3]> {
        dispatch!(level, isa => compare_texts_in(isa, pair, symbols))
    }

    /// Texts that begin and end alike, so that what differs lies anywhere in or behind a register.
    #[test]
    fn texts_are_compared_by_code_points() {
        let scripts = [
            "ab",
            "a\u{7F}",
            "e\u{E9}\u{E8}\u{129}",
            "\u{2122}\u{2123}x",
            "\u{FFFD}\u{7FF}",
        ];
        let mut symbols = Box::<[Symbols; 2]>::default();
        for letters in scripts.map(|letters| letters.chars().collect::<Vec<_>>()) {
            let letter = |at: usize| letters[at * at / 3 % letters.len()];
            for length in (0..40).chain([63, 64, 65, 90, 120]) {
                for differing in (0..length).step_by(1 + length / 7) {
                    for shorter_by in [0, 1, 5] {
                        let left: Vec<char> = (0..length).map(letter).collect();
                        let mut right = left.clone();
                        right[differing] = letter(differing + 1);
                        right.truncate(length.saturating_sub(shorter_by));
                        let texts = [&left, &right].map(|text| text.iter().collect::<String>());
                        let pair = texts.each_ref().map(Padded::from);
                        let expected = [
                            naive::prefix(&left, &right),
                            naive::postfix(&left, &right),
                            naive::hamming(&left, &right),
                        ];
                        for level in Level::available() {
                            let numbers = compare_texts(level, pair, &mut symbols);
                            assert_eq!(numbers, Some(expected), "{} {texts:?}", level.name());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_symbols_of_sixteen_bits_cannot_tell_is_not_told() {
        let mut symbols = Box::<[Symbols; 2]>::default();
        let long = "\u{E9}".repeat(200);
        for text in ["\u{1F600}", &long] {
            for level in Level::available() {
                let pair = [Padded::from(text), Padded::from("a")];
                assert_eq!(compare_texts(level, pair, &mut symbols), None);
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

    #[test]
    fn rows_of_columns_are_compared_as_in_the_textbook() {
        let (_, pairs) = random_block(9, 3, LANES - 5);
        let lengthen =
            |text: &[u8], row: usize| text.repeat(if row.is_multiple_of(11) { 40 } else { 1 });
        let sides = [0, 1].map(|side| {
            let texts = pairs.iter().enumerate().map(|(row, pair)| match side {
                0 => lengthen(&pair.0, row),
                _ => lengthen(&pair.1, row),
            });
            texts.collect::<Vec<_>>()
        });
        let memory = sides.each_ref().map(|texts| {
            let texts: Vec<_> = texts.iter().map(|text| &text[..]).collect();
            views_of(&texts)
        });
        let sources = memory
            .each_ref()
            .map(|(views, buffer)| [&views[..], &buffer[..]]);
        let [left, right] = sources.each_ref().map(|sources| Views::new(sources));
        let first = 3;
        let asked = |row: usize| row % 64 != 7 && row + first < pairs.len();
        let mut rows = [0; LANES / 64];
        for row in (0..LANES).filter(|row| asked(*row)) {
            rows[row / 64] |= 1 << (row % 64);
        }
        // All rows of a word of bits, too.
        rows[2] = u64::MAX;
        type Oracle = fn(&[u8], &[u8]) -> u32;
        let kernels: [(ShortKernel, Oracle); 4] = [
            (ShortKernel::Prefix, naive::prefix),
            (ShortKernel::Postfix, naive::postfix),
            (ShortKernel::Hamming { pad: true }, naive::hamming),
            (ShortKernel::Hamming { pad: false }, naive::hamming),
        ];
        for level in Level::available() {
            for (kernel, oracle) in kernels {
                for are_texts in [false, true] {
                    let (mut numbers, mut lengths) = ([0; LANES], [[0; LANES]; 2]);
                    let to = ShortNumbers {
                        numbers: &mut numbers,
                        lengths: &mut lengths,
                    };
                    let short = ShortRows {
                        sides: [left, right],
                        first,
                        rows,
                        are_texts,
                    };
                    let rest = kernel.compare(level, short, &mut Scratch::default(), to);
                    let mut told = 0;
                    for row in 0..LANES {
                        let bit = |rows: Rows| rows[row / 64] >> (row % 64) & 1 == 1;
                        if !bit(rows) || bit(rest) {
                            assert!(!bit(rest) || bit(rows) && numbers[row] == 0);
                            continue;
                        }
                        let [left, right] = sides.each_ref().map(|texts| &texts[first + row]);
                        let name = level.name();
                        assert_eq!(numbers[row], oracle(left, right), "{name} {kernel:?}");
                        if !are_texts {
                            let expected = [left, right].map(|text| text.len() as u32);
                            assert_eq!(lengths.map(|lengths| lengths[row]), expected);
                        }
                        told += 1;
                    }
                    assert!(told > 400, "{told}");
                }
            }
        }
    }
}
