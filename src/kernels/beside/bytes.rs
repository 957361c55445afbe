//! A sequence of at most eight symbols beside rows whose views hold them.
//!
//! Myers' algorithm (JACM 1999), and those of Hyyrö for the other distances, keep a column of the matrix in a word,
//! with a bit for each symbol of one sequence. For so few symbols the word is a byte: a register of bytes is a column
//! of as many matrices, additions have carries of their own, and the match masks of a symbol are looked up for all
//! rows at once. So the rows' symbols are not turned into planes of bits; a view is turned into bytes as it is.
//!
//! Both sequences are read from their ends, which changes no distance. Places past the end of a row's sequence come
//! first then: nothing is equal there, the upper border does not rise, and the column stays as it was in the beginning.

use std::marker::PhantomData;

use crate::kernels::block::{InOrder, LANES};
use crate::kernels::group::Pattern;
use crate::kernels::lanes::{BYTES, Bits, HELD, Isa, Kernel, Level, Plane, SYMBOLS, VIEW};
use crate::kernels::many::Rule;

/// The most symbols of the one sequence.
const SHORT: usize = 8;

/// A sequence that rows are compared with: for each symbol of ASCII the places it has it in, a bit for each, the last
/// one lowest.
#[derive(Debug)]
pub struct Short {
    places: [u8; SYMBOLS],
    len: u8,
}

impl Short {
    /// The sequence of a pattern, if it is short and the level is quick with it.
    pub fn of(pattern: &Pattern, level: Level) -> Option<Self> {
        (pattern.len() <= SHORT && level.turns())
            .then(|| Self::new(pattern))
            // What is past an end is read as a zero, which must equal nothing.
            .filter(|short| short.places[0] == 0)
    }

    fn new(pattern: &Pattern) -> Self {
        let mut places = [0; SYMBOLS];
        for (place, row) in pattern.rows().iter().enumerate() {
            // Row 0 is of symbols without a code, and a code is one more than the symbol.
            if let Some(at) = row.checked_sub(1) {
                let symbol = pattern.codes()[at as usize] - 1;
                places[usize::from(symbol)] |= 1 << place;
            }
        }
        let len = pattern.len() as u8;
        Self { places, len }
    }

    /// The lengths of rows, and their numbers. The rows that do not consist of ASCII up to `~`, or are not held by
    /// their views, have the length and the number of an empty one, and are put to `misfits`, counted from the first
    /// row. So have nulls, but that they are not reported.
    pub fn compare(
        &self,
        level: Level,
        rule: Rule,
        rows: InOrder<'_>,
        lengths: &mut [u32; LANES],
        misfits: &mut Vec<u32>,
        numbers: &mut [u8; LANES],
    ) {
        let compare = Compare {
            short: self,
            rows,
            lengths,
            misfits,
            numbers,
        };
        match rule {
            Rule::Levenshtein => level.run(By::<Edit>(compare, PhantomData)),
            Rule::Osa => level.run(By::<Alignment>(compare, PhantomData)),
            Rule::Lcs => level.run(By::<Subsequence>(compare, PhantomData)),
        }
    }
}

/// The same byte in all places.
#[inline(always)]
fn bytes<I: Isa>(isa: I, byte: u8) -> I::Bits {
    isa.splat(u64::from_ne_bytes([byte; 8]))
}

/// Where a byte is at least that.
#[inline(always)]
fn at_least<I: Isa>(isa: I, number: I::Bits, least: u8) -> I::Bits {
    number.max_bytes(bytes(isa, least)).equal_bytes(number)
}

/// How many bits of each byte are set (Warren, Hacker's Delight, 5-1).
#[inline(always)]
fn ones<I: Isa>(isa: I, mut number: I::Bits) -> I::Bits {
    for (by, mask) in [(1, 0x55), (2, 0x33), (4, 0x0F)] {
        let mask = bytes(isa, mask);
        number = (number & mask).add_bytes(number.shift_right(by) & mask);
    }
    number
}

/// The columns of matrices, a bit for each row, the first one lowest.
trait Column {
    /// What is kept of a column.
    type Bits<B: Bits>: Copy;

    /// The one before all others, of matrices that have their numbers in so many rows.
    fn first<I: Isa>(isa: I) -> Self::Bits<I::Bits>;
    /// The next one, for symbols that equal those of these rows. Where there is no symbol the upper border does not
    /// rise, by one in the lowest bit.
    fn next<B: Bits>(column: Self::Bits<B>, equal: B, rise: B) -> Self::Bits<B>;
    /// The numbers of matrices with as many columns, of which so many rows have a meaning.
    fn numbers<I: Isa>(isa: I, column: Self::Bits<I::Bits>, columns: I::Bits, rows: u8) -> I::Bits;
}

/// The rows that have a meaning, as bits.
#[inline(always)]
fn rows_of<I: Isa>(isa: I, rows: u8) -> I::Bits {
    bytes(isa, ((1_u16 << rows) - 1) as u8)
}

/// Levenshtein's distance: where the numbers of a column rise, and where they fall.
struct Edit;

/// Behind a diagonal step that costs nothing.
#[inline(always)]
fn behind<B: Bits>((up, fall): (B, B), free: B, rise: B) -> (B, B) {
    let across = fall | !(up | free);
    let across_falls = up & free;
    let across = across.add_bytes(across) | rise;
    let across_falls = across_falls.add_bytes(across_falls);
    (across_falls | !(across | free), across & free)
}

/// Where a diagonal step costs nothing, but for swaps.
#[inline(always)]
fn free<B: Bits>((up, fall): (B, B), equal: B) -> B {
    (((equal & up).add_bytes(up)) ^ up) | equal | fall
}

impl Column for Edit {
    type Bits<B: Bits> = (B, B);

    #[inline(always)]
    fn first<I: Isa>(isa: I) -> (I::Bits, I::Bits) {
        (isa.splat(!0), isa.splat(0))
    }

    #[inline(always)]
    fn next<B: Bits>(steps: (B, B), equal: B, rise: B) -> (B, B) {
        behind(steps, free(steps, equal), rise)
    }

    #[inline(always)]
    fn numbers<I: Isa>(
        isa: I,
        (up, fall): (I::Bits, I::Bits),
        columns: I::Bits,
        rows: u8,
    ) -> I::Bits {
        let there = rows_of(isa, rows);
        let steps = ones(isa, up & there).add_bytes(ones(isa, !fall & there));
        columns
            .add_bytes(steps)
            .add_bytes(bytes(isa, rows.wrapping_neg()))
    }
}

/// Optimal string alignment: what [`Edit`] has, what was equal in the column before, and where its diagonal step was free.
struct Alignment;

impl Column for Alignment {
    type Bits<B: Bits> = ((B, B), [B; 2]);

    #[inline(always)]
    fn first<I: Isa>(isa: I) -> Self::Bits<I::Bits> {
        (Edit::first(isa), [isa.splat(0); 2])
    }

    #[inline(always)]
    fn next<B: Bits>(
        (steps, [equal_before, free_before]): Self::Bits<B>,
        equal: B,
        rise: B,
    ) -> Self::Bits<B> {
        let paid = equal & !free_before;
        let swapped = paid.add_bytes(paid) & equal_before;
        let free = free(steps, equal) | swapped;
        (behind(steps, free, rise), [equal, free])
    }

    #[inline(always)]
    fn numbers<I: Isa>(
        isa: I,
        (steps, _): Self::Bits<I::Bits>,
        columns: I::Bits,
        rows: u8,
    ) -> I::Bits {
        Edit::numbers(isa, steps, columns, rows)
    }
}

/// Longest common subsequence: where the lengths of a column do not rise.
struct Subsequence;

impl Column for Subsequence {
    type Bits<B: Bits> = B;

    #[inline(always)]
    fn first<I: Isa>(isa: I) -> I::Bits {
        isa.splat(!0)
    }

    #[inline(always)]
    fn next<B: Bits>(level: B, equal: B, _rise: B) -> B {
        level.add_bytes(level & equal) | (level & !equal)
    }

    #[inline(always)]
    fn numbers<I: Isa>(isa: I, level: I::Bits, _columns: I::Bits, rows: u8) -> I::Bits {
        ones(isa, !level & rows_of(isa, rows))
    }
}

struct Compare<'a> {
    short: &'a Short,
    rows: InOrder<'a>,
    lengths: &'a mut [u32; LANES],
    misfits: &'a mut Vec<u32>,
    numbers: &'a mut [u8; LANES],
}

struct By<'a, C>(Compare<'a>, PhantomData<C>);

impl<C: Column> Kernel for By<'_, C> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Compare {
            short,
            rows:
                InOrder {
                    views,
                    first,
                    valid,
                    ..
                },
            lengths,
            misfits,
            numbers,
        } = self.0;
        let mut columns = [Plane::ZERO; HELD as usize];
        let mut rises = [Plane::ZERO; HELD as usize];
        let mut counts = Plane::ZERO;
        let mut answers = Plane::ZERO;
        let mut unfit = Plane::ZERO;
        // The number of what has no columns.
        let none = C::numbers(isa, C::first(isa), isa.splat(0), short.len);
        for lanes in (0..8).step_by(I::WIDTH) {
            none.store(&mut answers, lanes);
        }
        let [none, ..] = isa.in_rows(&answers);
        let mut last = [[0; VIEW]; BYTES];
        let valid = &valid[..valid.len().min(LANES)];
        let some = views.some(first, valid.len());
        let (lengths_of_parts, _) = lengths.as_chunks_mut::<BYTES>();
        let (numbers_of_parts, _) = numbers.as_chunks_mut::<BYTES>();
        let parts = some.chunks(BYTES).zip(valid.chunks(BYTES));
        let answered = lengths_of_parts.iter_mut().zip(numbers_of_parts);
        for ((part, (some, valid)), (lengths, numbers)) in (0..).zip(parts).zip(answered) {
            let start = BYTES * part;
            views.prefetch(first + start + LANES, BYTES);
            let some = some.first_chunk().unwrap_or_else(|| {
                last[..some.len()].copy_from_slice(some);
                &last
            });
            isa.turned(some, &mut columns, &mut counts);
            for lanes in (0..8).step_by(I::WIDTH) {
                let length = isa.load(&counts, lanes);
                let one = bytes(isa, 1);
                let mut largest = isa.splat(0);
                for (place, (column, rise)) in columns.iter_mut().zip(&mut rises).enumerate() {
                    let here = at_least(isa, length, place as u8 + 1);
                    let symbols = isa.load(column, lanes) & here;
                    largest = largest.max_bytes(symbols);
                    symbols.store(column, lanes);
                    (here & one).store(rise, lanes);
                }
                let is_long = at_least(isa, length, HELD as u8 + 1);
                (at_least(isa, largest, 0x7F) | is_long).store(&mut unfit, lanes);
            }
            for column in &mut columns {
                isa.translate(&short.places, column);
            }
            for lanes in (0..8).step_by(I::WIDTH) {
                let mut column = C::first(isa);
                for (equal, rise) in columns.iter().zip(&rises).rev() {
                    let (equal, rise) = (isa.load(equal, lanes), isa.load(rise, lanes));
                    column = C::next(column, equal, rise);
                }
                let length = isa.load(&counts, lanes);
                C::numbers(isa, column, length, short.len).store(&mut answers, lanes);
            }
            *numbers = isa.in_rows(&answers);
            for (to, length) in lengths.iter_mut().zip(isa.in_rows(&counts)) {
                *to = length.into();
            }
            let mut unfit = isa.in_rows(&unfit);
            if valid.iter().fold(false, |any, valid| any | !valid) {
                for (unfit, valid) in unfit.iter_mut().zip(valid) {
                    *unfit |= u8::from(!valid);
                }
            }
            let (words, _) = unfit.as_chunks();
            for (first, word) in (0..).step_by(8).zip(words) {
                let mut word = u64::from_le_bytes(*word);
                while word != 0 {
                    let byte = word.trailing_zeros() / 8;
                    word &= !(0xFF << (8 * byte));
                    let row = first + byte as usize;
                    lengths[row] = 0;
                    numbers[row] = none;
                    if valid.get(row).is_some_and(|valid| *valid) {
                        misfits.push((start + row) as u32);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;
    use crate::kernels::naive;
    use crate::kernels::views::Views;
    use crate::kernels::views::testing::views_of;

    fn short(text: &[u8]) -> Option<Short> {
        // Levels that would rather do it otherwise can do it too.
        let level = Level::available()[0];
        let pattern = Pattern::new(text);
        Short::of(&pattern, level).or_else(|| (!level.turns()).then(|| Short::new(&pattern)))
    }

    fn check(rule: Rule, oracle: impl Fn(&[u8], &[u8]) -> u32) {
        let mut seed = 42;
        for (longest, letters) in [(0, 1), (1, 2), (5, 2), (7, 20), (8, 3)] {
            let text = |seed: &mut u64, longest: u64| -> Vec<u8> {
                let length = random(seed) % (longest + 1);
                let letter = |_| b'a' + (random(seed) % letters) as u8;
                (0..length).map(letter).collect()
            };
            for count in [LANES, 3, 64, LANES - 65] {
                let known = text(&mut seed, longest);
                let texts: Vec<_> = (0..count + 5).map(|_| text(&mut seed, 12)).collect();
                check_rows(rule, &known, &texts, &oracle);
            }
        }
    }

    fn check_rows(
        rule: Rule,
        known: &[u8],
        texts: &[Vec<u8>],
        oracle: impl Fn(&[u8], &[u8]) -> u32,
    ) {
        let Some(short) = short(known) else {
            panic!("{known:?} is short")
        };
        let mut texts = texts.to_vec();
        // Some do not fit, some are null.
        for (at, text) in texts.iter_mut().enumerate() {
            match at % 16 {
                3 => text.extend([b'x'; 12]),
                5 => text.extend([0xC3, 0xA9]),
                7 => *text = vec![0x7F],
                11 => *text = vec![0, b'a'],
                _ => {}
            }
        }
        let slices: Vec<_> = texts.iter().map(Vec::as_slice).collect();
        let (mut views, buffer) = views_of(&slices);
        let valid: Vec<_> = (0..texts.len() - 5).map(|row| row % 7 != 6).collect();
        let (elements, _) = views.as_chunks_mut::<VIEW>();
        for (view, valid) in elements[2..].iter_mut().zip(&valid) {
            // What is behind a text in its view, and what a null's view is, has no meaning.
            let length = u32::from_ne_bytes([view[0], view[1], view[2], view[3]]);
            if length < HELD {
                view[4 + length as usize..].fill(0xEE);
            }
            if !valid {
                view.fill(0xEE);
            }
        }
        let sources = [&views[..], &buffer];
        for level in Level::available() {
            let rows = InOrder {
                views: Views::new(&sources),
                first: 2,
                valid: &valid,
                are_held: true,
            };
            let (mut lengths, mut numbers) = ([0; LANES], [0; LANES]);
            let (mut misfits, mut expected) = (Vec::new(), Vec::new());
            short.compare(level, rule, rows, &mut lengths, &mut misfits, &mut numbers);
            for (row, (text, valid)) in texts[2..].iter().zip(&valid).enumerate() {
                let fits = text.len() <= 12 && text.iter().all(|byte| *byte < 0x7F);
                let text = if fits && *valid { &text[..] } else { &[] };
                assert_eq!(lengths[row] as usize, text.len(), "{}", level.name());
                let number = u32::from(numbers[row]);
                assert_eq!(number, oracle(known, text), "{} {text:?}", level.name());
                if *valid && !fits {
                    expected.push(row as u32);
                }
            }
            assert_eq!(misfits, expected, "{}", level.name());
        }
    }

    #[test]
    fn levenshtein_is_the_textbook_one() {
        check(Rule::Levenshtein, naive::levenshtein);
    }

    #[test]
    fn osa_is_the_textbook_one() {
        check(Rule::Osa, naive::osa);
    }

    #[test]
    fn lcs_is_the_textbook_one() {
        check(Rule::Lcs, naive::lcs);
    }

    #[test]
    fn what_is_long_or_has_zeros_is_not_short() {
        let level = Level::available()[0];
        for text in [&b"nineteen!"[..], b"a\0b"] {
            assert!(Short::of(&Pattern::new(text), level).is_none());
        }
    }
}
