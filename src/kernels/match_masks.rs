//! Match masks, and the walk that carries words of bits across a text.
//!
//! A match mask holds, for one symbol, the positions of the pattern where that symbol stands, as bits.
//! With it a bit-parallel recurrence treats 64 rows of a dynamic-programming matrix in one step.
//!
//! Longer patterns are cut into strips of at most [`LANES`] words. A strip walks across the whole text
//! before the next strip begins, and leaves behind what it hands down at each column: one byte. So the
//! masks never grow beyond one strip, memory stays linear in the text, and the words of a strip, each
//! one column behind the word above it, give the processor independent work.
//!
//! Patterns are aligned to the high end: unused bits are the low ones of the first word. They repeat
//! row 0 of the matrix, and the last row of every strip is bit 63.

use std::cell::Cell;

use super::block::remap::Symbols;
use crate::interrupt;
use crate::strings::words::Tokens;
use crate::symbol::Symbol;

/// The most words that one strip holds.
pub const LANES: usize = 4;

/// Columns of a strip between two looks whether work is to end.
const COLUMNS: usize = interrupt::WORK / 64;

/// Symbols with a code below this have their row of masks at that code.
const DIRECT: usize = 256;
/// The row of symbols that do not stand in the pattern; it follows the direct ones and stays zero.
const ABSENT: u16 = 256;
/// The most distinct symbols of a strip.
const WIDEST: usize = 64 * LANES;
/// Places of the map from wider codes to rows, a power of two of at least twice [`WIDEST`].
const PLACES: usize = 512;

/// The memory of all kernels, kept between calls so that none of them allocates for each pair.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) masks: Box<Masks>,
    /// The row of masks for each symbol of the text.
    pub(super) rows: Vec<u16>,
    /// What the strip above hands down at each column.
    pub(super) edges: Vec<u8>,
    pub(super) words: [Vec<u64>; 2],
    pub(super) narrow: Vec<i16>,
    pub(super) wide: Vec<i32>,
    pub(super) names: [Vec<u32>; 4],
    pub(super) costs: [Vec<f64>; 4],
    /// Code points of two texts.
    pub symbols: Box<[Symbols; 2]>,
    /// Words of the two texts of each pair. A metric takes them while it compares what it makes of them.
    pub tokens: Vec<Tokens>,
}

impl Scratch {
    /// Takes words for so many pairs.
    #[inline]
    pub fn take_tokens(&mut self, pairs: usize) -> Vec<Tokens> {
        let mut tokens = std::mem::take(&mut self.tokens);
        if tokens.len() < pairs {
            tokens.resize_with(pairs, Tokens::default);
        }
        tokens
    }
}

/// The masks of one strip, all zero between two uses.
#[derive(Debug)]
pub struct Masks {
    /// Rows of as many words as the strip in use has lanes.
    table: [u64; (DIRECT + 1 + WIDEST) * LANES],
    /// Open addressing: code and row, `ABSENT` where free.
    places: [(u32, u16); PLACES],
    /// The places in use, in the order of their rows.
    taken: [u16; WIDEST],
    distinct: usize,
}

impl Default for Masks {
    #[allow(clippy::large_stack_arrays, reason = "made once, and moved into a box")]
    fn default() -> Self {
        Self {
            table: [0; (DIRECT + 1 + WIDEST) * LANES],
            places: [(0, ABSENT); PLACES],
            taken: [0; WIDEST],
            distinct: 0,
        }
    }
}

impl Masks {
    /// Enters a strip of at most `64 * N - padding` symbols, the first one at bit `padding` below 64.
    #[inline]
    pub fn fill<'a, S: Symbol, const N: usize>(
        &'a mut self,
        symbols: &'a [S],
        padding: usize,
    ) -> Strip<'a, S, N> {
        debug_assert!(N <= LANES && padding + symbols.len() <= 64 * N);
        let (mut lane, mut bit) = (0, 1_u64 << padding);
        for symbol in symbols {
            let row = self.enter(symbol.code());
            self.table[usize::from(row) * N + lane] |= bit;
            bit = bit.rotate_left(1);
            if N > 1 && bit == 1 {
                lane += 1;
            }
        }
        Strip {
            masks: self,
            symbols,
        }
    }

    /// The row of a code, a new one where the code is wide and met for the first time.
    #[inline]
    fn enter(&mut self, code: u32) -> u16 {
        if let Ok(direct) = u8::try_from(code) {
            return direct.into();
        }
        let place = self.place(code);
        if self.places[place].1 == ABSENT {
            self.taken[self.distinct] = narrow(place);
            self.distinct += 1;
            self.places[place] = (code, ABSENT + narrow(self.distinct));
        }
        self.places[place].1
    }

    /// The row of a code, `ABSENT` unless it was entered.
    #[inline]
    fn find(&self, code: u32) -> u16 {
        u8::try_from(code).map_or_else(|_| self.places[self.place(code)].1, u16::from)
    }

    /// Where a wide code stands or would stand. At most half of the places are ever in use.
    #[inline]
    fn place(&self, code: u32) -> usize {
        let mut place = (code.wrapping_mul(0x9E37_79B1) >> 23) as usize % PLACES;
        while self.places[place].1 != ABSENT && self.places[place].0 != code {
            place = (place + 1) % PLACES;
        }
        place
    }
}

/// The masks of a strip of symbols, in `N` words each. Dropping it clears what it had set.
#[derive(Debug)]
pub struct Strip<'a, S: Symbol, const N: usize> {
    masks: &'a mut Masks,
    symbols: &'a [S],
}

impl<S: Symbol, const N: usize> Strip<'_, S, N> {
    /// The first word of a symbol's masks.
    #[inline]
    pub fn mask(&self, symbol: S) -> u64 {
        self.masks.table[usize::from(self.masks.find(symbol.code())) * N]
    }
}

impl<S: Symbol, const N: usize> Drop for Strip<'_, S, N> {
    #[inline]
    fn drop(&mut self) {
        for symbol in self.symbols {
            if let Ok(row) = u8::try_from(symbol.code()) {
                self.masks.table[usize::from(row) * N..][..N].fill(0);
            }
        }
        if self.masks.distinct > 0 {
            for &place in &self.masks.taken[..self.masks.distinct] {
                self.masks.places[usize::from(place)].1 = ABSENT;
            }
            self.masks.table[DIRECT * N..][..(self.masks.distinct + 1) * N].fill(0);
            self.masks.distinct = 0;
        }
    }
}

/// A number that is known to stay below the size of the tables above.
#[inline]
fn narrow(index: usize) -> u16 {
    u16::try_from(index).expect("tables have fewer than 65536 rows")
}

/// What a row hands to the row below it at one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carry {
    /// 1 where the value grows by one from the column before, else 0.
    pub rise: u64,
    /// 1 where the value falls by one from the column before, else 0.
    pub fall: u64,
    /// 1 where the row below may complete a transposition, else 0.
    pub swap: u64,
}

impl Carry {
    #[inline]
    fn pack(self) -> u8 {
        (self.rise | self.fall << 1 | self.swap << 2).to_le_bytes()[0]
    }

    #[inline]
    fn unpack(byte: u8) -> Self {
        let bit = |position: u8| u64::from(byte >> position & 1);
        Self {
            rise: bit(0),
            fall: bit(1),
            swap: bit(2),
        }
    }

    /// The value one column further along the row.
    #[inline]
    fn apply(self, value: usize) -> usize {
        value + usize::from(self.rise == 1) - usize::from(self.fall == 1)
    }
}

/// One word of a column of a dynamic-programming matrix: 64 rows, as differences of neighbours.
pub trait Word: Copy {
    /// The carry along row 0, and wherever the row above was not computed.
    const EDGE: Carry;
    /// What each row adds to the value along column 0, and wherever a strip begins later.
    const DOWN: usize;

    /// The word before its first column; the lowest `padding` bits are copies of row 0.
    fn start(padding: usize) -> Self;

    /// Moves on by one column, given the mask of its symbol and the carry from the row above.
    ///
    /// A word just started stays as it is, and hands down nothing, when both are zero.
    fn step(&mut self, mask: u64, above: Carry) -> Carry;

    /// The value in the last row of the present column, given the value in the row above the word.
    fn descend(self, value: usize) -> usize;
}

/// The value at the end of a matrix whose pattern fits one word.
#[inline]
pub fn walk_word<W: Word, S: Symbol>(pattern: &[S], text: &[S], masks: &mut Masks) -> usize {
    let padding = 64 - pattern.len();
    let strip = masks.fill::<S, 1>(pattern, padding);
    let mut word = W::start(padding);
    for &symbol in text {
        word.step(strip.mask(symbol), W::EDGE);
    }
    word.descend(text.iter().fold(0, |value, _| W::EDGE.apply(value)))
}

/// How far from the main diagonal cells matter (Ukkonen 1985).
#[derive(Clone, Copy, Debug)]
pub struct Band {
    /// The most pattern symbols that a cell may be ahead of the text.
    pub below: usize,
    /// The most text symbols that a cell may be ahead of the pattern.
    pub above: usize,
}

/// The value at the end of a matrix of any size, cells outside the band taken at their worst; `None`
/// where after some strip no cell is hopeful, given its value and the rows and columns yet to come.
pub fn walk<W: Word, S: Symbol>(
    pattern: &[S],
    text: &[S],
    band: Band,
    scratch: &mut Scratch,
    hopeful: impl Fn(usize, usize, usize) -> bool,
) -> Option<usize> {
    scratch.edges.clear();
    scratch
        .edges
        .resize(text.len() + 2 * (LANES - 1), W::EDGE.pack());
    let along = |edges: &[u8], from: usize, to: usize, value: usize| {
        let edges = &edges[LANES - 1..][from..to];
        let sum = |bit: u8| {
            edges
                .iter()
                .map(|edge| u32::from(edge >> bit & 1))
                .sum::<u32>() as usize
        };
        value + sum(0) - sum(1)
    };
    let (mut top, mut start, mut value) = (0_usize, 0, 0);
    let mut words = pattern.len().div_ceil(64);
    while words > 0 {
        let lanes = match words {
            1 => 1,
            2 | 3 => 2,
            _ => LANES,
        };
        words -= lanes;
        let bottom = pattern.len() - 64 * words;
        let first = top.saturating_sub(band.below);
        let end = text.len().min(bottom + band.above);
        value = along(&scratch.edges, start, first, value) + (bottom - top) * W::DOWN;
        start = first;

        let (symbols, columns) = (&pattern[top..bottom], &text[start..end]);
        match lanes {
            1 => walk_strip::<W, S, 1>(symbols, columns, start, scratch),
            2 => walk_strip::<W, S, 2>(symbols, columns, start, scratch),
            _ => walk_strip::<W, S, LANES>(symbols, columns, start, scratch),
        }
        if interrupt::is_raised() {
            return None;
        }

        let rows_left = pattern.len() - bottom;
        let mut cell = value;
        let hope = hopeful(cell, rows_left, text.len() - start)
            || (start..end).any(|column| {
                cell = Carry::unpack(scratch.edges[LANES - 1 + column]).apply(cell);
                hopeful(cell, rows_left, text.len() - column - 1)
            });
        if !hope {
            return None;
        }
        top = bottom;
    }
    Some(along(&scratch.edges, start, text.len(), value))
}

/// Walks one strip across its columns, the first of which is number `start`, and replaces the carries
/// of the row above it by those of its last row.
///
/// A lane is one column behind the lane above, so `N - 1` columns without symbols stand on either side
/// of the text. The lanes above the last one run on into those columns; nothing reads what they give.
fn walk_strip<W: Word, S: Symbol, const N: usize>(
    symbols: &[S],
    text: &[S],
    start: usize,
    scratch: &mut Scratch,
) {
    let padding = 64 * N - symbols.len();
    let strip = scratch.masks.fill::<S, N>(symbols, padding);
    let beside = std::iter::repeat_n(ABSENT, N - 1);
    scratch.rows.clear();
    scratch.rows.extend(beside.clone());
    scratch
        .rows
        .extend(text.iter().map(|symbol| strip.masks.find(symbol.code())));
    scratch.rows.extend(beside);

    let edges = &mut scratch.edges[LANES - N + start..][..text.len() + 2 * (N - 1)];
    let mut words: [W; N] =
        std::array::from_fn(|lane| W::start(if lane == 0 { padding } else { 0 }));
    let mut below = [Carry::default(); N];
    let edges = Cell::from_mut(edges).as_slice_of_cells();
    for first in (0..edges.len() + 1 - N).step_by(COLUMNS) {
        let part = first..edges.len().min(first + COLUMNS + N - 1);
        let columns = scratch.rows[part.clone()].windows(N);
        for (rows, edges) in columns.zip(edges[part].windows(N)) {
            let mut carry = Carry::unpack(edges[N - 1].get());
            for lane in 0..N {
                let mask = strip.masks.table[usize::from(rows[N - 1 - lane]) * N + lane];
                let given = words[lane].step(mask, carry);
                carry = std::mem::replace(&mut below[lane], given);
            }
            edges[0].set(below[N - 1].pack());
        }
        if interrupt::is_raised() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The masks of `symbols` must be the positions found by looking, and nothing must stay behind.
    fn check<S: Symbol, const N: usize>(masks: &mut Masks, symbols: &[S], others: &[S]) {
        let padding = 64 * N - symbols.len();
        let strip = masks.fill::<S, N>(symbols, padding);
        for &symbol in symbols.iter().chain(others) {
            let row = usize::from(strip.masks.find(symbol.code()));
            for lane in 0..N {
                let expected = (0..64).filter(|bit| {
                    let position = (64 * lane + bit).checked_sub(padding);
                    position.is_some_and(|position| symbols[position] == symbol)
                });
                let mask = strip.masks.table[row * N + lane];
                assert_eq!(mask, expected.map(|bit| 1 << bit).sum::<u64>());
            }
        }
        drop(strip);
        assert!(masks.table.iter().all(|&word| word == 0));
        assert!(masks.places.iter().all(|place| place.1 == ABSENT));
    }

    #[test]
    fn masks_are_positions() {
        let mut masks = Masks::default();
        check::<u8, 1>(&mut masks, b"a", b"b");
        check::<u8, 1>(&mut masks, b"abracadabra", b"xyz\0\xFF");
        check::<u8, 4>(
            &mut masks,
            &[b"abracadabra".as_slice(); 20].concat(),
            b"xyz",
        );
    }

    #[test]
    fn a_full_strip_of_distinct_wide_symbols_is_told_apart() {
        let mut masks = Masks::default();
        for spread in [1, 3, 512, 0x0001_0000, 0x00FF_FFFF] {
            let codes: Vec<u32> = (0..512)
                .map(|index: u32| index.wrapping_mul(spread))
                .collect();
            check::<u32, 4>(&mut masks, &codes[256..], &codes[..256]);
            check::<u32, 1>(&mut masks, &codes[224..288], &codes);
        }
    }
}
