//! A block: up to 512 pairs of short sequences, compared at once.
//!
//! Each pair owns one bit position (a lane) of every [`Plane`]. Pairs are written as 64-bit words of
//! eight symbols each, then [`planes`](bit_planes) turns the words of all pairs into planes in
//! place: one for each bit of each symbol, which it holds for all 512 sequences. A kernel then works
//! on bits: one logic instruction does the same step of 512 comparisons.
//!
//! Symbols are seven-bit codes, 1 to 127; zero means "no symbol here" and stands past the end of
//! every sequence. ASCII text enters as it is, plus one. Other sequences are renumbered pair by pair
//! (see [`remap`]).

pub mod bit_planes;
pub mod fill_column;
pub mod fill_rows;
pub mod group;
pub mod remap;
pub mod short_literal;
pub mod symbol_planes;

use crate::simd::{HIGH, Inline, Isa, Level, Plane, Portable, VIEW, VIEWS, dispatch};
use crate::strings::views::Padded;

pub(crate) mod byte_lanes;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use crate::simd::{MAX_SYMBOLS, MAX_WORDS, WORD};
pub use fill_column::InOrder;

/// Pairs in a block.
pub const LANES: usize = 512;
/// Below this many pairs a block costs more than comparing them one at a time.
pub const WORTH_A_BLOCK: usize = LANES / 8;
/// Planes from one word's to the next word's. One more than a word has: at a distance of 64, which is
/// 4 KiB, all words of a pair would compete for the same few lines of the cache.
pub const STRIDE: usize = 65;
/// Bits in a symbol's code; the eighth plane of each symbol is always zero.
pub const CODE_BITS: usize = 7;

/// The codes of a sequence's symbols, from 1 to 127, then zeros.
pub type Codes = [u8; MAX_SYMBOLS as usize];

/// The class of pairs whose longer sequence has `longest` symbols: blocks of `class + 1` words take them.
#[inline(always)]
pub fn class(longest: u32) -> usize {
    (longest as usize).div_ceil(WORD).saturating_sub(1)
}

/// The code of a symbol: one more than it, if it is ASCII up to `~`.
pub fn code_of(symbol: u32) -> Option<u8> {
    let code = u8::try_from(symbol).ok()?.checked_add(1)?;
    (code < 1 << CODE_BITS).then_some(code)
}

/// One side of a block.
pub struct Side {
    /// Before transposition word `w` of pair `p` is element `p % 8` of plane `p / 8` of word `w`.
    pub planes: Vec<Plane>,
    /// Symbols of each pair's sequence.
    pub lengths: [u32; LANES],
    /// Zero if all symbols of the sequences staged at last have codes; a word of one that has not, has a high
    /// bit.
    high: u64,
}

/// Up to 512 pairs whose sequences have at most `8 * words` symbols.
pub struct Block {
    words: usize,
    len: usize,
    /// The left sequences.
    pub left: Side,
    /// The right sequences.
    pub right: Side,
}

impl Side {
    fn new(words: usize) -> Self {
        Self {
            planes: vec![Plane::ZERO; words * STRIDE],
            lengths: [0; LANES],
            high: 0,
        }
    }

    /// The `word`-th group of eight symbols of a pair, the first symbol in the lowest byte.
    #[inline(always)]
    pub fn word(&self, word: usize, pair: usize) -> u64 {
        self.planes[word * STRIDE + pair / 8].0[pair % 8]
    }

    #[inline(always)]
    fn set_word(&mut self, word: usize, pair: usize, symbols: u64) {
        self.planes[word * STRIDE + pair / 8].0[pair % 8] = symbols;
    }

    /// True if a pair's sequence has a symbol without a code.
    #[inline(always)]
    fn is_high(&self, words: usize, pair: usize) -> bool {
        (0..words).fold(0, |all, word| all | self.word(word, pair)) & HIGH != 0
    }

    /// The length of the longest sequence among the first `len`.
    pub fn longest(&self, len: usize) -> usize {
        let lengths = &self.lengths[..len];
        dispatch!(Level::best(), _isa => lengths.iter().fold(0, |all, length| all.max(*length)))
            as usize
    }

    /// Writes the codes of a pair's sequence to `codes` and returns them.
    pub fn codes<'a>(&self, pair: usize, codes: &'a mut [u8; MAX_SYMBOLS as usize]) -> &'a [u8] {
        let len = self.lengths[pair] as usize;
        for word in 0..len.div_ceil(WORD) {
            let symbols = self.word(word, pair).to_le_bytes();
            codes[word * WORD..][..WORD].copy_from_slice(&symbols);
        }
        &codes[..len]
    }
}

impl Block {
    /// An empty block for sequences of up to `8 * words` symbols.
    ///
    /// # Panics
    /// If `words` is not within 1..=[`MAX_WORDS`].
    pub fn new(words: usize) -> Self {
        Self::of(words, [words; 2])
    }

    /// A block whose sides have these numbers of words, zero for the side of a literal.
    fn of(words: usize, sides: [usize; 2]) -> Self {
        assert!(
            (1..=MAX_WORDS).contains(&words),
            "a block has 1 to {MAX_WORDS} words"
        );
        let [left, right] = sides.map(Side::new);
        Self {
            words,
            len: 0,
            left,
            right,
        }
    }

    /// Words per sequence.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Pairs in the block.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// True if no other pair fits.
    pub fn is_full(&self) -> bool {
        self.len == LANES
    }

    /// Forgets all pairs.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Writes pairs behind the others, without adding them; [`admit`](Self::admit) does.
    ///
    /// All sequences must fit the block, and the block must have room.
    #[inline]
    pub fn stage<'a>(
        &mut self,
        level: Level,
        left: impl Iterator<Item = Padded<'a>>,
        right: impl Iterator<Item = Padded<'a>>,
    ) {
        self.left.write(level, self.words, self.len, left);
        self.right.write(level, self.words, self.len, right);
    }

    /// The side of a literal, the left one or the right one, and the other.
    #[inline(always)]
    fn literal_and_side(&mut self, is_left: bool) -> (&mut Side, &mut Side) {
        if is_left {
            (&mut self.left, &mut self.right)
        } else {
            (&mut self.right, &mut self.left)
        }
    }

    /// Adds a pair, which must fit the block, if it consists of ASCII up to `~`; says whether it
    /// does. The block must have room.
    pub fn push(&mut self, left: Padded<'_>, right: Padded<'_>) -> bool {
        self.stage(
            Level::Portable(Portable),
            std::iter::once(left),
            std::iter::once(right),
        );
        self.admit_one(self.len, |_, _| true) == Admission::Added
    }

    /// Adds a pair of codes, zero behind the last ones, which must fit the block. The block must have
    /// room.
    #[inline]
    pub fn push_codes(&mut self, codes: &[Codes; 2], lengths: [u32; 2]) {
        self.left.put(self.words, self.len, &codes[0], lengths[0]);
        self.right.put(self.words, self.len, &codes[1], lengths[1]);
        self.len += 1;
    }

    /// Adds a pair of a literal of `literal_length` symbols, on the left or on the right, and of codes, zero behind
    /// the last ones, which must fit the block. The block must have room.
    #[inline]
    pub fn push_codes_vs_literal(
        &mut self,
        is_left: bool,
        literal_length: u32,
        codes: &Codes,
        length: u32,
    ) {
        let (words, pair) = (self.words, self.len);
        let (literal, side) = self.literal_and_side(is_left);
        literal.lengths[pair] = literal_length;
        side.put(words, pair, codes, length);
        self.len += 1;
    }

    /// Adds the pairs that were [staged](Self::stage) if they consist of ASCII up to `~` and `keep`
    /// agrees to their lengths. `pairs` are the caller's names of them, in the same order; those of added pairs are
    /// appended to `admitted`.
    #[inline(always)]
    pub fn admit<T: Copy>(
        &mut self,
        pairs: &[T],
        admitted: &mut Vec<T>,
        mut keep: impl FnMut(u32, u32) -> bool,
    ) -> Refused<T> {
        let mut refused = Refused::default();
        if self.admit_all(pairs.len(), &mut keep) {
            admitted.extend_from_slice(pairs);
            return refused;
        }
        for (staged, pair) in (self.len..).zip(pairs) {
            match self.admit_one(staged, &mut keep) {
                Admission::Added => admitted.push(*pair),
                Admission::Dropped => refused.dropped.push(*pair),
                Admission::Unfit => refused.unfit.push(*pair),
            }
        }
        refused
    }

    /// Adds the `count` pairs that were staged if all can be; says whether it did.
    #[inline(always)]
    fn admit_all(&mut self, count: usize, mut keep: impl FnMut(u32, u32) -> bool) -> bool {
        let staged = self.len..self.len + count;
        let (left, right) = (
            &self.left.lengths[staged.clone()],
            &self.right.lengths[staged],
        );
        let fits = self.left.high | self.right.high == 0
            && left
                .iter()
                .zip(right)
                .all(|(left, right)| keep(*left, *right));
        self.len += if fits { count } else { 0 };
        fits
    }

    /// Adds the `staged`-th of the pairs staged since nothing was added. Pairs must be admitted in
    /// order.
    #[inline(always)]
    fn admit_one(&mut self, staged: usize, keep: impl FnOnce(u32, u32) -> bool) -> Admission {
        if self.left.is_high(self.words, staged) || self.right.is_high(self.words, staged) {
            return Admission::Unfit;
        }
        if !keep(self.left.lengths[staged], self.right.lengths[staged]) {
            return Admission::Dropped;
        }
        if staged != self.len {
            self.left.move_pair(self.words, staged, self.len);
            self.right.move_pair(self.words, staged, self.len);
        }
        self.len += 1;
        Admission::Added
    }
}

/// The fate of a staged pair.
#[derive(PartialEq, Eq)]
enum Admission {
    Added,
    Dropped,
    Unfit,
}

/// The staged pairs that a block did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused<T> {
    /// Pairs whose lengths were not wanted.
    pub dropped: Vec<T>,
    /// Pairs with symbols that are not seven-bit codes (beyond ASCII, or DEL, whose code would need
    /// an eighth bit).
    pub unfit: Vec<T>,
}

impl<T> Default for Refused<T> {
    fn default() -> Self {
        Self {
            dropped: Vec::new(),
            unfit: Vec::new(),
        }
    }
}

/// For each word all pairs.
type Words<const WORDS: usize> = [[u64; 8 * STRIDE]; WORDS];

/// The first words of all pairs, before planes are made of them.
#[inline(always)]
fn words_of<const WORDS: usize>(planes: &mut [Plane]) -> Option<&mut Words<WORDS>> {
    let (words, _) = Plane::elements(planes).as_chunks_mut();
    words.first_chunk_mut()
}

/// Writes a pair's sequence; zero if all its symbols have codes.
#[inline(always)]
fn write_sequence<I: Isa, const WORDS: usize>(
    isa: I,
    words: &mut Words<WORDS>,
    pair: usize,
    sequence: Padded<'_>,
) -> u64 {
    let (codes, high) = sequence.codes::<I, WORDS>(isa);
    for (word, codes) in words.iter_mut().zip(codes) {
        word[pair] = codes;
    }
    high
}

/// Writes the inline sequences of sixteen views from a pair on.
#[inline(always)]
fn write_inline<I: Isa, const WORDS: usize>(
    isa: I,
    words: &mut Words<WORDS>,
    lengths: &mut [u32; LANES],
    pair: usize,
    views: [&[u8; VIEW]; VIEWS],
) -> Inline<WORDS> {
    let inline = isa.read_inline::<WORDS>(views);
    for (word, codes) in words.iter_mut().zip(&inline.codes) {
        word[pair..][..VIEWS].copy_from_slice(codes);
    }
    lengths[pair..][..VIEWS].copy_from_slice(&inline.lengths);
    inline
}

/// Writes sequences from the pair `first` on.
#[inline(always)]
fn write<'a, I: Isa, const WORDS: usize>(
    isa: I,
    side: &mut Side,
    first: usize,
    mut sequences: impl Iterator<Item = Padded<'a>>,
) {
    let Side {
        planes,
        lengths,
        high,
    } = side;
    let Some(words) = words_of::<WORDS>(planes) else {
        return;
    };
    let mut all = 0;
    for pair in first..LANES {
        let Some(sequence) = sequences.next() else {
            break;
        };
        let (codes, rest) = sequence.codes::<I, WORDS>(isa);
        for (word, codes) in words.iter_mut().zip(codes) {
            word[pair] = codes;
        }
        lengths[pair] = sequence.len();
        all |= rest;
    }
    *high = all;
}

impl Side {
    /// Writes sequences as words, from the pair `first` on.
    fn write<'a>(
        &mut self,
        level: Level,
        words: usize,
        first: usize,
        sequences: impl Iterator<Item = Padded<'a>>,
    ) {
        // A loop for each width, without loops within.
        macro_rules! write {
            ($($words:literal)*) => {
                match words {
                    $($words => {
                        dispatch!(level, isa => write::<_, $words>(isa, self, first, sequences))
                    })*
                    _ => unreachable!("a block has 1 to {MAX_WORDS} words"),
                }
            };
        }
        write!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    }

    #[inline(always)]
    fn put(&mut self, words: usize, pair: usize, codes: &Codes, length: u32) {
        let (codes, _) = codes.as_chunks();
        // Sequences of one word and of two take turns without a pattern: what has one is written twice.
        for word in 0..words.max(2) {
            let word = word.min(words - 1);
            self.set_word(word, pair, u64::from_le_bytes(codes[word]));
        }
        self.lengths[pair] = length;
    }

    fn move_pair(&mut self, words: usize, from: usize, to: usize) {
        for word in 0..words {
            self.set_word(word, to, self.word(word, from));
        }
        self.lengths[to] = self.lengths[from];
    }
}
