//! A group: up to 512 sequences that one sequence after another is compared with.
//!
//! As in a [block](crate::kernels::block) each sequence owns one bit position of every [`Plane`], but one side
//! is one sequence for all of them. So no kernel compares two symbols: for each symbol of the group and each
//! position a plane marks the sequences that have the symbol there, and a kernel reads the planes of the symbols it
//! meets. Symbols may be any numbers.

use std::collections::{BTreeSet, HashMap};

use super::bit_planes::{self, transpose_half};
use super::symbol_planes::{Decoded, STRIP};
use super::{LANES, MAX_SYMBOLS, Side, code_of};
use crate::simd::{Bits, Isa, Level, Plane, dispatch};
use crate::symbol::Symbol;

#[cfg(test)]
pub(crate) mod testing;

/// The most symbols that a sequence of a group may have, and one that is compared with it.
pub const LONGEST: u32 = MAX_SYMBOLS;
/// Symbols with a code below this are looked up in a table.
const DIRECT: usize = 128;

/// Up to 512 sequences of up to [`LONGEST`] symbols.
#[derive(Debug, Default)]
pub struct Group {
    positions: usize,
    /// For each position the sequences that have a symbol there.
    present: Vec<Plane>,
    /// For each row and position the sequences that have the row's symbol there. Row 0 is for symbols that the
    /// group lacks, and is empty.
    equal: Vec<Plane>,
    /// Planes from one row to the next.
    stride: usize,
    /// The rows of symbols with small codes, zero for none.
    direct: Vec<u32>,
    /// The rows of all other symbols.
    wide: HashMap<u32, u32>,
    rows: usize,
    /// Memory of [`Self::fill`].
    decoded: Option<Box<Decoded>>,
}

impl Group {
    /// Forgets all sequences; there is room for others of up to `longest` symbols.
    pub fn clear(&mut self, longest: u32) {
        debug_assert!(longest <= LONGEST, "a group takes up to {LONGEST} symbols");
        self.positions = longest as usize;
        self.stride = self.positions;
        self.present.clear();
        self.present.resize(self.positions, Plane::ZERO);
        self.equal.clear();
        self.direct.clear();
        self.direct.resize(DIRECT, 0);
        self.wide.clear();
        self.rows = 0;
        self.new_row();
    }

    /// Adds a sequence in a slot, which must be free.
    pub fn insert<S: Symbol>(&mut self, slot: usize, sequence: &[S]) {
        let (element, bit) = bit_of(slot);
        for (place, symbol) in sequence.iter().enumerate() {
            let row = self.enter(symbol.code());
            self.equal[row as usize * self.stride + place].0[element] |= bit;
            self.present[place].0[element] |= bit;
        }
    }

    /// Appends the rows of a sequence's symbols, from the last to the first, as kernels go through positions.
    pub fn look_up<S: Symbol>(&self, sequence: &[S], rows: &mut Vec<u32>) {
        rows.extend(sequence.iter().rev().map(|symbol| self.row(symbol.code())));
    }

    /// Replaces the sequences by those of a block's side. Only the symbols of a pattern get rows. The side's words are
    /// consumed; slots are the pairs in another order (see [`in_order_of_pairs`]).
    pub fn fill(&mut self, level: Level, side: &mut Side, len: usize, pattern: &Pattern) {
        self.positions = side.longest(len);
        self.stride = self.positions.next_multiple_of(STRIP);
        self.present.resize(self.stride, Plane::ZERO);
        // All rows are written but for row 0.
        self.equal
            .resize((pattern.codes.len() + 1) * self.stride, Plane::ZERO);
        self.equal[..self.stride].fill(Plane::ZERO);
        self.direct.clear();
        self.wide.clear();
        self.rows = pattern.codes.len() + 1;
        dispatch!(level, isa => self.fill_in(isa, side, pattern));
    }

    /// [`fill`](Self::fill) in a shell.
    #[inline(always)]
    fn fill_in<I: Isa>(&mut self, isa: I, side: &mut Side, pattern: &Pattern) {
        let Group {
            positions,
            present,
            equal,
            stride,
            decoded,
            ..
        } = self;
        let planes = &mut side.planes;
        transpose_half(isa, planes, *positions);
        let (present, _) = present.as_chunks_mut::<STRIP>();
        let decoded = decoded.get_or_insert_default();
        for lanes in (0..8).step_by(I::WIDTH) {
            for (strip, present) in present.iter_mut().enumerate() {
                let first = STRIP * strip;
                decoded.decode(isa, planes, (first, *positions - first), lanes);
                for (bits, there) in decoded.present.iter().zip(present) {
                    isa.load(bits, lanes).store(there, lanes);
                }
                let mut rows = &mut equal[..];
                let rows = std::iter::from_fn(|| {
                    let (row, others) = std::mem::take(&mut rows).split_at_mut_checked(*stride)?;
                    rows = others;
                    row[first..].first_chunk_mut()
                });
                // Row 0 is empty.
                decoded.equal(isa, &pattern.codes, rows.skip(1), lanes);
            }
        }
    }

    /// The memory that the planes take.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.equal[..]) + size_of_val(&self.present[..])
    }

    /// The number of positions: the symbols of the longest sequence, or of the longest one allowed.
    #[inline(always)]
    pub fn positions(&self) -> usize {
        self.positions
    }

    /// For each position the sequences that have a symbol there.
    #[inline(always)]
    pub(crate) fn present(&self) -> &[Plane] {
        &self.present[..self.positions]
    }

    /// For each position the sequences that have the row's symbol there.
    #[inline(always)]
    pub(crate) fn equal(&self, row: u32) -> &[Plane] {
        &self.equal[row as usize * self.stride..][..self.positions]
    }

    /// The row of a symbol, zero if the group lacks it.
    fn row(&self, code: u32) -> u32 {
        match self.direct.get(code as usize) {
            Some(row) => *row,
            None => self.wide.get(&code).copied().unwrap_or(0),
        }
    }

    /// The row of a symbol, which is added if the group lacks it.
    fn enter(&mut self, code: u32) -> u32 {
        let mut row = self.row(code);
        if row == 0 {
            row = self.new_row();
            match self.direct.get_mut(code as usize) {
                Some(known) => *known = row,
                None => drop(self.wide.insert(code, row)),
            }
        }
        row
    }

    /// Adds an empty row and returns its number.
    fn new_row(&mut self) -> u32 {
        self.rows += 1;
        self.equal.resize(self.rows * self.stride, Plane::ZERO);
        (self.rows - 1) as u32
    }
}

/// A sequence that the sides of blocks are compared with.
#[derive(Debug)]
pub struct Pattern {
    /// The codes in a block of its distinct symbols.
    codes: Vec<u8>,
    /// The rows of its symbols, as of [`Group::look_up`].
    rows: Vec<u32>,
}

impl Pattern {
    /// A pattern of these symbols.
    pub fn new<S: Symbol>(sequence: &[S]) -> Self {
        Self::of(sequence.iter().map(|symbol| code_of(symbol.code())))
    }

    /// A pattern of symbols that have these codes in a block.
    pub fn of_codes(codes: &[u8]) -> Self {
        Self::of(codes.iter().copied().map(Some))
    }

    /// A pattern of codes, `None` for a symbol without one.
    fn of(sequence: impl DoubleEndedIterator<Item = Option<u8>> + Clone) -> Self {
        // In order they are quicker to tell apart; see [`Decoded::equal`].
        let codes: BTreeSet<_> = sequence.clone().flatten().collect();
        let codes = Vec::from_iter(codes);
        // A symbol without a code equals nothing in a block.
        let row = |code| codes.binary_search(&code).map_or(0, |at| at as u32 + 1);
        let rows = sequence.rev().map(|code| code.map_or(0, row)).collect();
        Self { codes, rows }
    }

    /// The rows of its symbols in a group that was [filled](Group::fill) for it.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The codes in a block of its distinct symbols: row 1, row 2 and so on.
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// The number of symbols.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if there are no symbols.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The element of a plane that a slot's bit is in, and the bit.
///
/// Slots are counted so that the numbers of eight planes, whose bytes are transposed as squares of
/// 8 by 8 bits, follow one another in memory: slot 0 is bit 0 of byte 0, slot 1 is bit 0 of byte 1.
#[inline(always)]
pub fn bit_of(slot: usize) -> (usize, u64) {
    let lane = slot % 64 * 8 + slot / 64;
    (lane / 64, 1 << (lane % 64))
}

/// The slots whose bits are set, in no particular order.
pub fn slots(lanes: &Plane) -> impl Iterator<Item = usize> {
    lanes.0.into_iter().enumerate().flat_map(|(element, word)| {
        let mut rest = word;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let lane = element * 64 + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                lane % 8 * 64 + lane / 8
            })
        })
    })
}

/// One number for each slot.
pub type Numbers = [u8; LANES];

/// The numbers of slots in the order of the pairs that a group was [filled](Group::fill) with.
#[inline(always)]
pub fn in_order_of_pairs<I: Isa>(isa: I, numbers: &Numbers) -> [u8; LANES] {
    let mut squares = [[0; 8]; 8];
    let (words, _) = numbers.as_chunks();
    for (element, word) in squares.as_flattened_mut().iter_mut().zip(words) {
        *element = u64::from_le_bytes(*word);
    }
    let mut ordered = [0; LANES];
    bit_planes::in_order(isa, &squares, &mut ordered);
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random_block;

    /// The slot of a pair of a block that a group was filled from.
    fn slot_of(pair: usize) -> usize {
        let (element, bit) = (pair % 8, pair / 8);
        bit % 8 * 64 + element * 8 + bit / 8
    }

    #[test]
    fn every_slot_has_its_own_bit() {
        let mut all = Plane::ZERO;
        for slot in 0..LANES {
            let (element, bit) = bit_of(slot);
            assert_eq!(all.0[element] & bit, 0);
            all.0[element] |= bit;
            let mut one = Plane::ZERO;
            one.0[element] = bit;
            assert_eq!(slots(&one).collect::<Vec<_>>(), [slot]);
        }
        assert_eq!(all.0, [!0; 8]);
    }

    #[test]
    fn sides_of_blocks_become_groups() {
        let (_, pairs) = random_block(24, 30, LANES);
        let mut group = Group::default();
        for (level, pattern) in Level::available().into_iter().flat_map(|level| {
            let patterns = [&[3, 29, 3, 200, 126, 127][..], &[], &[200]];
            patterns.map(|pattern| (level, pattern))
        }) {
            let (mut block, _) = random_block(24, 30, LANES);
            let pattern_rows = Pattern::new(pattern);
            group.fill(level, &mut block.right, LANES, &pattern_rows);
            let rows = pattern_rows.rows().iter().rev();
            for (symbol, row) in pattern.iter().zip(rows) {
                for place in 0..group.positions() {
                    let mut found: Vec<_> = slots(&group.equal(*row)[place]).collect();
                    found.sort_unstable();
                    let pairs = pairs.iter().enumerate();
                    let mut expected: Vec<_> = pairs
                        .filter(|(_, (_, right))| right.get(place) == Some(symbol))
                        .map(|(pair, _)| slot_of(pair))
                        .collect();
                    expected.sort_unstable();
                    assert_eq!(found, expected, "{}", level.name());
                }
            }
            for place in 0..group.positions() {
                let expected = pairs.iter().filter(|(_, right)| right.len() > place);
                assert_eq!(slots(&group.present()[place]).count(), expected.count());
            }
        }
    }

    #[test]
    fn symbols_stand_where_they_were_put() {
        let mut group = Group::default();
        for _ in 0..2 {
            group.clear(5);
            group.insert(7, b"abca".as_slice());
            group.insert(511, &[0x61_u32, 0x1F600]);
            let mut rows = Vec::new();
            group.look_up(&[0x61_u32, 0x1F600, 0x7A], &mut rows);
            let [z, smile, a] = rows[..] else {
                panic!("three rows")
            };
            let at = |row, place: usize| -> Vec<usize> {
                let plane = &group.equal(row)[place];
                slots(plane).collect()
            };
            assert_eq!(z, 0);
            assert_eq!(at(a, 0), [7, 511]);
            assert_eq!(at(a, 3), [7]);
            assert_eq!(at(smile, 1), [511]);
            assert!(at(smile, 0).is_empty() && at(z, 0).is_empty());
            assert_eq!(slots(&group.present()[1]).count(), 2);
            assert_eq!(slots(&group.present()[4]).count(), 0);
            assert_eq!(group.positions(), 5);
        }
    }
}
