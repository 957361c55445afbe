//! Inline sequences against a literal of at most eight symbols.
//!
//! Bit-parallel algorithms keep a bit for each symbol of one sequence in a word. For eight symbols the word is a byte: a
//! register of bytes belongs to as many pairs, additions have carries of their own, and the match masks of a symbol are
//! looked up for all rows at once. So views are transposed to bytes, not to planes of bits.

use super::byte_lanes::{PLACES, Part, Places, Question};
use super::group::Pattern;
use super::{InOrder, LANES};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::edit::short_literal::{Lcs, Levenshtein, Numbers, Osa};
use crate::kernels::jaro::JaroCountArrays;
use crate::kernels::jaro::short_literal::Partners;
use crate::simd::{BYTES, Isa, Level, Plane, SYMBOLS, VIEW, dispatch};

/// The most symbols of the one sequence.
const SHORT: usize = 8;
/// How many parts are fetched before they are met.
const AHEAD: usize = 2;

/// A sequence that rows are compared with.
#[derive(Debug)]
pub struct Short {
    /// The position of each symbol as masks, the first one at the lowest bit.
    forwards: Places,
    /// The positions of each symbol as masks, the last one at the lowest bit.
    backwards: Places,
    len: u8,
}

/// The lengths of rows, and the rows that do not fit.
pub struct Outcome<'a> {
    /// The number of symbols of each row; that of a null has no meaning.
    pub lengths: &'a mut [u32; LANES],
    /// The rows, counted from the first one, that are not ASCII up to `~`, not inline, or followed by other bytes than
    /// ASCII in their views. They are taken for empty ones. Nulls are not appended.
    pub misfits: &'a mut Vec<u32>,
}

impl Short {
    /// The masks of a pattern, if it is short and the level is quick with it.
    pub fn of(pattern: &Pattern, level: Level) -> Option<Self> {
        (pattern.len() <= SHORT && level.transposes())
            .then(|| Self::new(pattern))
            // Zeros are read past an end, and must equal nothing.
            .filter(|short| short.backwards[0] == 0)
    }

    /// The masks of a short pattern.
    fn new(pattern: &Pattern) -> Self {
        let (mut forwards, mut backwards) = ([0; SYMBOLS], [0; SYMBOLS]);
        for (place, row) in pattern.rows().iter().enumerate() {
            // Row 0 is of symbols without a code, and a code is one more than the symbol.
            if let Some(at) = row.checked_sub(1) {
                let symbol = usize::from(pattern.codes()[at as usize] - 1);
                backwards[symbol] |= 1 << place;
                forwards[symbol] |= 1 << (pattern.len() - 1 - place);
            }
        }
        Self {
            forwards,
            backwards,
            len: pattern.len() as u8,
        }
    }

    /// The number for the sequence and each of the rows.
    pub fn compare(
        &self,
        level: Level,
        rule: EditKernel,
        rows: InOrder<'_>,
        outcome: Outcome<'_>,
        numbers: &mut [u8; LANES],
    ) {
        macro_rules! by {
            ($rule:ty) => {{
                let question = Numbers::<$rule>::new(self.len, numbers);
                dispatch!(level, isa => ask(isa, &self.backwards, rows, outcome, question))
            }};
        }
        match rule {
            EditKernel::Levenshtein => by!(Levenshtein),
            EditKernel::Osa => by!(Osa),
            EditKernel::Lcs => by!(Lcs),
        }
    }

    /// The counts of Jaro for the sequence and each of the rows, which are on the right.
    pub fn match_rows(
        &self,
        level: Level,
        rows: InOrder<'_>,
        outcome: Outcome<'_>,
        counts: &mut JaroCountArrays,
    ) {
        let question = Partners::new(self.len, counts);
        dispatch!(level, isa => ask(isa, &self.forwards, rows, outcome, question));
    }
}

/// Puts rows to a question, part by part.
#[inline(always)]
fn ask<I: Isa>(
    isa: I,
    places: &Places,
    rows: InOrder<'_>,
    outcome: Outcome<'_>,
    mut question: impl Question,
) {
    let Outcome { lengths, misfits } = outcome;
    let InOrder { views, first, .. } = rows;
    let valid = &rows.valid[..rows.valid.len().min(LANES)];
    let mut part = Part {
        places,
        symbols: [Plane::ZERO; PLACES],
        lengths: Plane::ZERO,
    };
    let mut unfit_rows = [0; LANES / BYTES];
    let mut last = [[0; VIEW]; BYTES];
    let some = views.some(first, valid.len());
    let (lengths, _) = lengths.as_chunks_mut::<BYTES>();
    for (at, (some, lengths)) in some.chunks(BYTES).zip(lengths).enumerate() {
        views.prefetch_next(first + BYTES * (at + AHEAD), BYTES);
        let some = some.first_chunk().unwrap_or_else(|| {
            last[..some.len()].copy_from_slice(some);
            &last
        });
        isa.transpose_views(some, &mut part.symbols, &mut part.lengths);
        let unfit = isa.in_rows(&part.empty_unfit(isa));
        unfit_rows[at] = isa.equal(isa.bytes(&unfit), 0xFF);
        question.answer(isa, &part, at);
        for (to, length) in lengths.iter_mut().zip(isa.in_rows(&part.lengths)) {
            *to = length.into();
        }
    }
    for (first, mut rows) in (0..).step_by(BYTES).zip(unfit_rows) {
        while rows != 0 {
            let row = first + rows.trailing_zeros();
            rows &= rows - 1;
            if valid.get(row as usize).is_some_and(|valid| *valid) {
                misfits.push(row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;
    use crate::kernels::jaro::{BOOSTED, JaroCounts, JaroMatch};
    use crate::kernels::naive;
    use crate::simd::MAX_INLINE;
    use crate::strings::views::Views;
    use crate::strings::views::testing::views_of;

    fn short(text: &[u8]) -> Option<Short> {
        // Levels that would rather do it otherwise can do it too.
        let level = Level::available()[0];
        let pattern = Pattern::new(text);
        Short::of(&pattern, level).or_else(|| (!level.transposes()).then(|| Short::new(&pattern)))
    }

    /// Every level against an oracle of the sequence and a row.
    fn check<T: PartialEq + std::fmt::Debug>(
        oracle: impl Fn(&[u8], &[u8]) -> T,
        compare: impl Fn(Level, &Short, InOrder<'_>, Outcome<'_>) -> Vec<T>,
    ) {
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
                check_rows(&known, &texts, &oracle, &compare);
            }
        }
    }

    fn check_rows<T: PartialEq + std::fmt::Debug>(
        known: &[u8],
        texts: &[Vec<u8>],
        oracle: impl Fn(&[u8], &[u8]) -> T,
        compare: impl Fn(Level, &Short, InOrder<'_>, Outcome<'_>) -> Vec<T>,
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
        // Rows with something behind their ends that is no symbol of ASCII.
        let is_followed = |row: usize| row % 16 == 12;
        let slices: Vec<_> = texts.iter().map(Vec::as_slice).collect();
        let (mut views, buffer) = views_of(&slices);
        let valid: Vec<_> = (0..texts.len() - 5).map(|row| row % 7 != 6).collect();
        let (elements, _) = views.as_chunks_mut::<VIEW>();
        for (row, (view, valid)) in elements[2..].iter_mut().zip(&valid).enumerate() {
            // What is behind a text in its view, and what a null's view is, has no meaning.
            let length = u32::from_ne_bytes([view[0], view[1], view[2], view[3]]);
            if length < MAX_INLINE {
                view[4 + length as usize..].fill(if is_followed(row) { 0xEE } else { b'a' });
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
                mostly_inline: true,
            };
            let (mut lengths, mut misfits) = ([0; LANES], Vec::new());
            let outcome = Outcome {
                lengths: &mut lengths,
                misfits: &mut misfits,
            };
            let numbers = compare(level, &short, rows, outcome);
            let mut expected = Vec::new();
            for (row, (text, valid)) in texts[2..].iter().zip(&valid).enumerate() {
                let fits = text.len() <= 12 && text.iter().all(|byte| *byte < 0x7F);
                let fits = fits && !(is_followed(row) && text.len() < 12);
                let text = if fits && *valid { &text[..] } else { &[] };
                assert_eq!(lengths[row] as usize, text.len(), "{}", level.name());
                let expected_number = oracle(known, text);
                assert_eq!(numbers[row], expected_number, "{} {text:?}", level.name());
                if *valid && !fits {
                    expected.push(row as u32);
                }
            }
            assert_eq!(misfits, expected, "{}", level.name());
        }
    }

    fn check_rule(rule: EditKernel, oracle: impl Fn(&[u8], &[u8]) -> u32) {
        check(oracle, |level, short, rows, outcome| {
            let mut numbers = [0; LANES];
            short.compare(level, rule, rows, outcome, &mut numbers);
            numbers.map(u32::from).to_vec()
        });
    }

    #[test]
    fn levenshtein_is_the_textbook_one() {
        check_rule(EditKernel::Levenshtein, naive::levenshtein);
    }

    #[test]
    fn osa_is_the_textbook_one() {
        check_rule(EditKernel::Osa, naive::osa);
    }

    #[test]
    fn lcs_is_the_textbook_one() {
        check_rule(EditKernel::Lcs, naive::lcs);
    }

    #[test]
    fn matches_are_those_of_the_textbook() {
        let oracle = |known: &[u8], text: &[u8]| {
            let (matches, transpositions) = naive::jaro(known, text);
            JaroCounts {
                matching: JaroMatch {
                    matches,
                    transpositions,
                },
                prefix: naive::prefix(known, text).min(BOOSTED as u32),
            }
        };
        check(oracle, |level, short, rows, outcome| {
            let mut counts = JaroCountArrays::NONE;
            short.match_rows(level, rows, outcome, &mut counts);
            (0..LANES).map(|row| counts.of(row)).collect()
        });
    }

    #[test]
    fn what_is_long_or_has_zeros_is_not_short() {
        let level = Level::available()[0];
        for text in [&b"nineteen!"[..], b"a\0b"] {
            assert!(Short::of(&Pattern::new(text), level).is_none());
        }
    }
}
