//! The operations of an instruction set, in four traits.
//!
//! | trait | works on | for |
//! |---|---|---|
//! | [`LaneOps`] | planes of a block, in [`Bits`] | the kernels of blocks and groups |
//! | [`ByteOps`] | 64 bytes of a text | match masks, words, code points, ends of texts |
//! | [`HalfOps`] | 32 symbols of sixteen bits | the renumbering of symbols beyond ASCII |
//! | [`LoadOps`] | sequences in memory | filling blocks |
//!
//! An instruction set implements all four, in one file. Operations without an instruction are left to the defaults,
//! which work word by word (`scalar.rs`).

use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::gather_views::{Located, Sources};
use super::inline_views::{self, Inline};
use super::layout::*;
use super::scalar;
use super::small_word_lists::{FewWords, Marks, Token, WORDS};
use super::utf8::Begins;

/// An instruction set of this processor, with all operations.
pub trait Isa: LaneOps + ByteOps + HalfOps + LoadOps {}

impl<T: LaneOps + ByteOps + HalfOps + LoadOps> Isa for T {}

/// A register full of bits. Every operation works on all of them at once.
pub trait Bits:
    Copy + BitAnd<Output = Self> + BitOr<Output = Self> + BitXor<Output = Self> + Not<Output = Self>
{
    /// Shifts each 64-bit element left.
    fn shift_left(self, by: u32) -> Self;
    /// Shifts each 64-bit element right, filling with zeros.
    fn shift_right(self, by: u32) -> Self;
    /// The larger byte at each index.
    fn max_bytes(self, other: Self) -> Self;
    /// The smaller byte at each index.
    fn min_bytes(self, other: Self) -> Self;
    /// The sum of the bytes at each index, modulo 256.
    fn add_bytes(self, other: Self) -> Self;
    /// All bits of the bytes that are equal.
    fn equal_bytes(self, other: Self) -> Self;
    /// The product of the 16-bit numbers at each index, modulo 65536.
    fn multiply_shorts(self, other: Self) -> Self;
    /// All bits of the 16-bit numbers, below 32768, that are greater than the other one.
    fn greater_shorts(self, other: Self) -> Self;
    /// Writes the register to the plane's elements from `group` on.
    fn store(self, plane: &mut Plane, group: usize);

    /// `self | second | third`.
    #[inline(always)]
    fn or3(self, second: Self, third: Self) -> Self {
        self | second | third
    }

    /// `self | (second & !third)`.
    #[inline(always)]
    fn or_but(self, second: Self, third: Self) -> Self {
        self | (second & !third)
    }

    /// `self | !(second | third)`.
    #[inline(always)]
    fn or_neither(self, second: Self, third: Self) -> Self {
        self | !(second | third)
    }

    /// `(self | !second) & !third`.
    #[inline(always)]
    fn or_not_but(self, second: Self, third: Self) -> Self {
        (self | !second) & !third
    }

    /// `(self | second) & !third`.
    #[inline(always)]
    fn either_but(self, second: Self, third: Self) -> Self {
        (self | second) & !third
    }

    /// `self & !(second | third)`.
    #[inline(always)]
    fn and_neither(self, second: Self, third: Self) -> Self {
        self & !(second | third)
    }

    /// `self ^ (second & !third)`.
    #[inline(always)]
    fn flip_but(self, second: Self, third: Self) -> Self {
        self ^ (second & !third)
    }

    /// `(self ^ second) & !third`.
    #[inline(always)]
    fn differ_but(self, second: Self, third: Self) -> Self {
        (self ^ second) & !third
    }

    /// The sum of three bits.
    #[inline(always)]
    fn sum3(self, second: Self, third: Self) -> Self {
        self ^ second ^ third
    }

    /// The carry of the sum of three bits.
    #[inline(always)]
    fn carry3(self, second: Self, third: Self) -> Self {
        (self & second) | ((self ^ second) & third)
    }

    /// All bits of the bytes that are greater than the other one.
    #[inline(always)]
    fn above_bytes(self, other: Self) -> Self {
        !self.min_bytes(other).equal_bytes(self)
    }

    /// Twice the bytes under the mask, and all bits of the others.
    #[inline(always)]
    fn twice_under(self, mask: Self) -> Self {
        self.add_bytes(self) | !mask
    }

    /// Subtracts one from the bytes at which `this` is not smaller than `other`; `ones` are bytes of one.
    #[inline(always)]
    fn less_where_at_least(self, ones: Self, this: Self, other: Self) -> Self {
        let _ = ones;
        self.add_bytes(this.max_bytes(other).equal_bytes(this))
    }

    /// The bytes of `self` and `down`: swapped if `one` and `other` are equal, otherwise the smaller one first.
    #[inline(always)]
    fn comb_bytes(self, down: Self, one: Self, other: Self) -> (Self, Self) {
        let first = (self | one.equal_bytes(other)).min_bytes(down);
        (first, first.sum3(self, down))
    }

    /// Swaps the bits of `self` outside the mask with the bits of `lower` under it, which lie `by` bits to the right:
    ///
    /// ```text
    /// self   A B c d    mask 0 0 1 1, by 2    G H c d
    /// lower  e f G H                          e f A B
    /// ```
    #[inline(always)]
    fn cross(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
        let crossed = (self.shift_right(by) ^ lower) & mask;
        (self ^ crossed.shift_left(by), lower ^ crossed)
    }

    /// [`cross`](Self::cross) with a mask of whole bytes.
    #[inline(always)]
    fn cross_bytes(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
        self.cross(lower, mask, by)
    }

    /// Bit by bit: `self` where `mask` is set, otherwise `other`.
    #[inline(always)]
    fn or_else(self, mask: Self, other: Self) -> Self {
        (self & mask) | (other & !mask)
    }
}

/// Operations on the planes of a block: bits, bytes and numbers, one for each lane.
pub trait LaneOps: Copy {
    /// The register.
    type Bits: Bits;
    /// 64-bit elements of a [`Plane`] in a register.
    const WIDTH: usize;
    /// A register with every 64-bit element equal to `element`.
    fn splat(self, element: u64) -> Self::Bits;
    /// A register read from the plane's elements from `group` on.
    fn load(self, plane: &Plane, group: usize) -> Self::Bits;

    /// Transposes a square of bytes: byte `b` of element `e` becomes byte `e` of element `b`.
    #[inline(always)]
    fn transpose_bytes(self, square: [u64; 8]) -> [u64; 8] {
        scalar::transpose_bytes(square)
    }

    /// Replaces symbols by their entries in the table where the mask has all bits set, others by zeros. A symbol
    /// beyond ASCII gets any entry.
    #[inline(always)]
    fn translate(self, table: &[u8; SYMBOLS], symbols: &mut Plane, mask: &Plane) {
        scalar::translate(table, symbols, mask);
    }

    /// The quotients of whole numbers up to `LONGEST`, as IEEE 754 rounds them. A quotient by zero has no meaning.
    #[inline(always)]
    fn ratios<const LONGEST: usize>(
        self,
        dividends: [u32; EIGHT],
        divisors: [u32; EIGHT],
    ) -> [f64; EIGHT] {
        scalar::ratios(dividends, divisors)
    }

    /// A third of each number, as IEEE 754 rounds it.
    #[inline(always)]
    fn thirds(self, numbers: [f64; EIGHT]) -> [f64; EIGHT] {
        scalar::thirds(numbers)
    }
}

/// Operations on up to [`BYTES`] bytes of a text.
///
/// A mask of the bytes that equal a symbol is a match mask (see [`match_masks`](crate::kernels::match_masks))
/// without a table; masks of white space find words without a loop.
pub trait ByteOps: Copy {
    /// Registers of [`BYTES`] bytes.
    type Bytes: Copy;
    /// Registers of a [short text](ShortText).
    type Short: ShortText;
    /// Registers of the words of two texts.
    type Words: FewWords;
    /// True if a mask takes a few instructions. Otherwise tables are faster.
    const IS_WIDE: bool;
    /// True if [`indices_of`](Self::indices_of) takes a few instructions.
    const LISTS_INDICES: bool = false;
    /// The most bytes of a [short text](ShortText).
    const LONGEST: u32;

    /// The first [`BYTES`] bytes of a sequence, zeros behind its end.
    fn bytes(self, sequence: &[u8]) -> Self::Bytes;
    /// All [`BYTES`] bytes in reverse order.
    fn backwards(self, bytes: Self::Bytes) -> Self::Bytes;
    /// A mask of the bytes that equal `byte`, the first byte at the lowest bit.
    fn equal(self, bytes: Self::Bytes, byte: u8) -> u64;
    /// A mask of the bytes that are at least `first` and at most `last`.
    fn within(self, bytes: Self::Bytes, first: u8, last: u8) -> u64;

    /// The indices of the bits that are set, the lowest one first, then zeros: `0b1101` gives 0, 2, 3, 0, 0 and so on.
    #[inline(always)]
    fn indices(self, bits: u64) -> [u8; BYTES] {
        scalar::indices(bits)
    }

    /// The indices of a byte, counted from `first`, in their order, and how many there are. The rest of the array
    /// has no meaning.
    #[inline(always)]
    fn indices_of(self, byte: u8, bytes: &[u8; SIXTEEN], first: u32) -> ([u32; SIXTEEN], usize) {
        scalar::indices_of(byte, bytes, first)
    }

    /// A mask of the 64-bit words that equal `word`, the first one at the lowest bit.
    #[inline(always)]
    fn equal_words(self, words: &[u64; SIXTEEN], word: u64) -> u64 {
        scalar::equal_words(words, word)
    }

    /// How many of sixteen 64-bit words are smaller than `word`.
    #[inline(always)]
    fn smaller_words(self, words: &[u64; SIXTEEN], word: u64) -> u32 {
        scalar::smaller_words(words, word)
    }

    /// The first `len` bytes of `memory`, no more than [`LONGEST`](Self::LONGEST) of them. Memory behind them may
    /// be read as well.
    fn beginning(self, memory: &[u8], len: u32) -> Self::Short;
    /// The last of the first `len` bytes, the last one at the last index.
    fn ending(self, memory: &[u8], len: u32) -> Self::Short;

    /// The code points that begin in the first `len` bytes of `memory`, at most [`BYTES`]. Memory behind them may
    /// be read as well.
    fn begins(self, memory: &[u8], len: u32) -> Begins;
    /// Writes the code points that begin at the bytes of a mask, one behind the other, as far as they have up to
    /// sixteen bits. The array behind the last one has no meaning. Of `memory`, `len` bytes are the text.
    fn code_points(self, memory: &[u8], len: u32, leads: u64, into: &mut [u16; BYTES]);

    /// Writes up to twice [`WORDS`] words of a part of a text, in their order, and beside each its head with the
    /// word's number in place of the last byte. The part begins at `first` in its text, numbers at `count`. False,
    /// with nothing written, if there are more words or if it would take a loop.
    #[inline(always)]
    fn split(
        self,
        part: Self::Bytes,
        marks: Marks,
        (first, count): (usize, usize),
        (tokens, keys): (&mut [Token; 2 * WORDS], &mut [u64; 2 * WORDS]),
    ) -> bool {
        let _ = (part, marks, first, count, tokens, keys);
        false
    }

    /// The words of two texts with at most half of [`WORDS`] each. `None` if it would take a loop.
    #[inline(always)]
    fn words(self, texts: [Self::Bytes; 2], marks: [Marks; 2]) -> Option<Self::Words> {
        let _ = (texts, marks);
        None
    }
}

/// A text in registers, compared with another one.
///
/// It is kept as codes, its bytes plus one, then zeros, so that no symbol equals the end of the other text. Not every
/// byte has a code: [`are_codes`](Self::are_codes) tells whether the comparisons mean anything.
///
/// ```text
/// beginning    c o l o r 0 0        ending    0 0 c o l o r
///              c o l o u r 0                  0 c o l o u r
/// equal_first  4                    equal_last            1
/// differing            2
/// ```
pub trait ShortText: Copy {
    /// True if both texts are ASCII up to `~`.
    fn are_codes(self, other: Self) -> bool;
    /// How many of the first codes are equal, the zeros past both ends included.
    fn equal_first(self, other: Self) -> u32;
    /// How many of the last codes are equal.
    fn equal_last(self, other: Self) -> u32;
    /// How many codes differ.
    fn differing(self, other: Self) -> u32;
    /// A mask of the bytes that continue a code point of UTF-8, the first byte at the lowest bit.
    fn continuations(self) -> u64;
}

/// Operations on [`HALVES`] symbols of sixteen bits.
pub trait HalfOps: Copy {
    /// Registers of [`HALVES`] symbols.
    type Halves: Copy;
    /// Registers of a table of [`SLOTS`] symbols.
    type Slots: Copy;

    /// Reads symbols.
    fn halves(self, symbols: &[u16; HALVES]) -> Self::Halves;
    /// A register with every symbol equal to `symbol`.
    fn splat_half(self, symbol: u16) -> Self::Halves;
    /// Each symbol less one.
    fn less_one(self, symbols: Self::Halves) -> Self::Halves;
    /// `new` at the indices of equal symbols, `old` elsewhere.
    fn where_equal(
        self,
        symbols: Self::Halves,
        others: Self::Halves,
        new: Self::Halves,
        old: Self::Halves,
    ) -> Self::Halves;
    /// A mask of the symbols that equal the others, the first one at the lowest bit.
    fn equal_halves(self, symbols: Self::Halves, others: Self::Halves) -> u32;
    /// The slot of each symbol, plus one. A slot is the upper six bits of the symbol's product with the multiplier,
    /// modulo 65536, so one of [`SLOTS`].
    fn slots(self, symbols: Self::Halves, multiplier: u16) -> Self::Halves;
    /// Reads a table.
    fn slots_of(self, symbols: &[u16; SLOTS]) -> Self::Slots;
    /// The entries of a table at these slots, modulo [`SLOTS`].
    fn look_up(self, table: Self::Slots, slots: Self::Halves) -> Self::Halves;
    /// Writes the lower bytes of the first `len` codes, which must be below 128, and zeros behind them.
    fn write_codes(self, codes: Self::Halves, len: u16, into: &mut [u8; HALVES]);
    /// Writes symbols.
    fn write_halves(self, symbols: Self::Halves, into: &mut [u16; HALVES]);

    /// Writes the symbols of a mask, one behind the other. The array behind them has no meaning.
    #[inline(always)]
    fn compress(self, symbols: &[u16; HALVES], kept: u32, into: &mut [u16; HALVES]) {
        scalar::compress(symbols, kept, into);
    }
}

/// Operations that read sequences: one, or those of sixteen or 64 views.
pub trait LoadOps: Copy {
    /// True if it [locates](Self::locate) sequences.
    const LOCATES: bool = false;
    /// True if [`transpose_views`](Self::transpose_views) takes a few instructions.
    const TRANSPOSES: bool = false;

    /// The codes of the first `len` bytes of `memory`, which fit the words: the bytes plus one, then zeros. The second
    /// number is zero if all bytes are ASCII up to `~`; if not, a code has its high bit. Memory behind the bytes may
    /// be read as well.
    ///
    /// ```text
    /// a ~       62 7F 00 00 00 00 00 00    zero
    /// a DEL     62 80 00 00 00 00 00 00    not zero
    /// ```
    #[inline(always)]
    fn codes<const WORDS: usize>(self, memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
        scalar::codes(memory, len)
    }

    /// Reads the inline sequences of views.
    #[inline(always)]
    fn read_inline<const WORDS: usize>(self, views: [&[u8; VIEW]; VIEWS]) -> Inline<WORDS> {
        inline_views::read(views)
    }

    /// A mask of the lengths that are greater than `than`, the first one at the lowest bit.
    #[inline(always)]
    fn longer(self, lengths: &[u32; VIEWS], than: u32) -> u16 {
        scalar::longer(lengths, than)
    }

    /// Locates the sequences of `rows`, which are counted from `first`. Those at the end of their source may stay
    /// unread.
    #[inline(always)]
    fn locate<'a, const WORDS: usize>(
        self,
        sources: &Sources<'a>,
        first: usize,
        rows: &[u32; VIEWS],
    ) -> Located<'a, WORDS> {
        let _ = (sources, first, rows);
        Located::NOTHING
    }

    /// Locates the sequences of sixteen rows that follow one another, from `first` on. Those at the end of their
    /// source may stay unread.
    #[inline(always)]
    fn locate_in_order<'a, const WORDS: usize>(
        self,
        sources: &Sources<'a>,
        first: usize,
    ) -> Located<'a, WORDS> {
        let _ = (sources, first);
        Located::NOTHING
    }

    /// Writes the codes of located sequences to each word, from `pair` on: the bytes plus one, the first one lowest,
    /// then zeros. Of sequences with more words the beginning is written. Returns a mask of the sequences that
    /// were read and are not ASCII up to `~`; one of their codes has its high bit.
    #[inline(always)]
    fn read<const WORDS: usize, const ROOM: usize>(
        self,
        located: &Located<'_, WORDS>,
        words: &mut [[u64; ROOM]; WORDS],
        pair: usize,
    ) -> u16 {
        let _ = (located, words, pair);
        0
    }

    /// Transposes the views of 64 rows: a plane of the first bytes of inline sequences, one of the second bytes, and
    /// so on, and a plane of the lengths, where 255 stands for longer ones. Rows are in an order of the instruction
    /// set's own, one for all planes; [`in_rows`](Self::in_rows) undoes it.
    #[inline(always)]
    fn transpose_views(
        self,
        views: &[[u8; VIEW]; BYTES],
        columns: &mut [Plane; MAX_INLINE as usize],
        lengths: &mut Plane,
    ) {
        scalar::transpose_views(views, columns, lengths);
    }

    /// The bytes of a plane of [`transpose_views`](Self::transpose_views), in the order of rows.
    #[inline(always)]
    fn in_rows(self, bytes: &Plane) -> [u8; BYTES] {
        bytes.to_bytes()
    }
}

/// A method of two registers that is one intrinsic: its name, and the intrinsic's.
#[cfg(target_arch = "x86_64")]
macro_rules! by_intrinsic {
    ($($method:ident $intrinsic:ident)*) => {$(
        #[inline(always)]
        fn $method(self, other: Self) -> Self {
            // SAFETY: `self` was made from the token of the instruction set.
            unsafe { Self($intrinsic(self.0, other.0)) }
        }
    )*};
}
#[cfg(target_arch = "x86_64")]
pub(super) use by_intrinsic;

/// A body to be run inside a shell. `run` and all it calls must be `#[inline(always)]`: what is not
/// inlined is compiled for the baseline and called once per instruction.
pub trait Kernel {
    /// The body.
    fn run<I: Isa>(self, isa: I);
}
