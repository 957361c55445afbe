//! A block: up to 512 pairs of short sequences, compared at once.
//!
//! Each pair owns one bit position (a lane) of every [`Plane`]. Pairs are written as 64-bit words of
//! eight symbols each, then [`planes`](super::planes) turns the words of all pairs into planes in
//! place: one for each bit of each symbol, which it holds for all 512 sequences. A kernel then works
//! on bits: one logic instruction does the same step of 512 comparisons.
//!
//! Symbols are seven-bit codes, 1 to 127; zero means "no symbol here" and stands past the end of
//! every sequence. ASCII text enters as it is, plus one. Other sequences are renumbered pair by pair
//! (see `alphabet`).

use super::lanes::Plane;
use super::views::{HIGH, Padded};

/// Pairs in a block.
pub const LANES: usize = 512;
/// Symbols in a word.
pub const WORD: usize = 8;
/// The most words a side may have; longer sequences are compared one pair at a time.
pub const MAX_WORDS: usize = 16;
/// The most symbols a side may have.
pub const MAX_SYMBOLS: u32 = (MAX_WORDS * WORD) as u32;
/// Planes from one word's to the next word's. One more than a word has: at a distance of 64, which is
/// 4 KiB, all words of a pair would compete for the same few lines of the cache.
pub const STRIDE: usize = 65;
/// Bits in a symbol's code; the eighth plane of each symbol is always zero.
pub const CODE_BITS: usize = 7;

/// One side of a block.
pub struct Side {
    /// Before transposition word `w` of pair `p` is element `p % 8` of plane `p / 8` of word `w`.
    pub planes: Vec<Plane>,
    /// Symbols of each pair's sequence.
    pub lengths: [u32; LANES],
    /// The union of a staged pair's bytes and codes; their high bits tell what does not fit.
    high: [u64; LANES],
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
            high: [0; LANES],
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

    /// The length of the longest sequence among the first `len`.
    pub fn longest(&self, len: usize) -> usize {
        self.lengths[..len].iter().copied().max().unwrap_or(0) as usize
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
        assert!(
            (1..=MAX_WORDS).contains(&words),
            "a block has 1 to {MAX_WORDS} words"
        );
        Self {
            words,
            len: 0,
            left: Side::new(words),
            right: Side::new(words),
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

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether there is no room for another pair.
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
        left: impl Iterator<Item = Padded<'a>>,
        right: impl Iterator<Item = Padded<'a>>,
    ) {
        self.left.write(self.words, self.len, left);
        self.right.write(self.words, self.len, right);
    }

    /// Adds a pair, which must fit the block, if it consists of ASCII up to `~`. The block must have
    /// room.
    pub fn push(&mut self, left: &[u8], right: &[u8]) -> Admission {
        self.left.write_bytes(self.words, self.len, left);
        self.right.write_bytes(self.words, self.len, right);
        self.admit(self.len, |_, _| true)
    }

    /// Adds the `count` pairs that were staged if all can be, as [`admit`](Self::admit) would; says
    /// whether it did.
    #[inline(always)]
    pub fn admit_all(&mut self, count: usize, mut keep: impl FnMut(u32, u32) -> bool) -> bool {
        let staged = self.len..self.len + count;
        let high = |side: &Side| {
            side.high[staged.clone()]
                .iter()
                .fold(0, |all, high| all | high)
        };
        let (left, right) = (
            &self.left.lengths[staged.clone()],
            &self.right.lengths[staged.clone()],
        );
        let fits = (high(&self.left) | high(&self.right)) & HIGH == 0
            && left
                .iter()
                .zip(right)
                .all(|(left, right)| keep(*left, *right));
        self.len += if fits { count } else { 0 };
        fits
    }

    /// Adds the `staged`-th of the pairs staged since nothing was added, if it consists of ASCII up
    /// to `~` and `keep` agrees to its lengths. Pairs must be admitted in order.
    #[inline(always)]
    pub fn admit(&mut self, staged: usize, keep: impl FnOnce(u32, u32) -> bool) -> Admission {
        if (self.left.high[staged] | self.right.high[staged]) & HIGH != 0 {
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

/// What became of a staged pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is in the block.
    Added,
    /// Its lengths were not wanted.
    Dropped,
    /// It has symbols that are not seven-bit codes (beyond ASCII, or DEL, whose code would need an
    /// eighth bit).
    Unfit,
}

impl Side {
    /// Writes sequences as words, from the pair `first` on.
    #[inline(always)]
    fn write<'a>(
        &mut self,
        words: usize,
        first: usize,
        sequences: impl Iterator<Item = Padded<'a>>,
    ) {
        // A loop for each width, without loops within.
        macro_rules! write {
            ($($words:literal)*) => {
                match words {
                    $($words => self.write_words::<$words>(first, sequences),)*
                    _ => unreachable!("a block has 1 to {MAX_WORDS} words"),
                }
            };
        }
        write!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    }

    fn write_words<'a, const WORDS: usize>(
        &mut self,
        first: usize,
        mut sequences: impl Iterator<Item = Padded<'a>>,
    ) {
        let (planes, _) = self.planes.as_chunks_mut::<STRIDE>();
        let Some(planes) = planes.first_chunk_mut::<WORDS>() else {
            return;
        };
        for pair in first..LANES {
            let Some(sequence) = sequences.next() else {
                return;
            };
            let (codes, high) = sequence.codes::<WORDS>();
            for (planes, codes) in planes.iter_mut().zip(codes) {
                planes[pair / 8].0[pair % 8] = codes;
            }
            self.lengths[pair] = sequence.len();
            self.high[pair] = high;
        }
    }

    /// Writes one sequence.
    fn write_bytes(&mut self, words: usize, pair: usize, bytes: &[u8]) {
        let mut high = 0;
        let mut rest = bytes;
        for word in 0..words {
            let (bytes, after) = rest.split_at(rest.len().min(WORD));
            rest = after;
            let mut codes = [0; WORD];
            for (code, byte) in codes.iter_mut().zip(bytes) {
                high |= u64::from(*byte | byte.wrapping_add(1)) & HIGH;
                *code = byte.wrapping_add(1);
            }
            self.set_word(word, pair, u64::from_le_bytes(codes));
        }
        self.lengths[pair] = bytes.len() as u32;
        self.high[pair] = high;
    }

    fn move_pair(&mut self, words: usize, from: usize, to: usize) {
        for word in 0..words {
            self.set_word(word, to, self.word(word, from));
        }
        self.lengths[to] = self.lengths[from];
    }
}

/// Random blocks, for the tests of block kernels.
#[cfg(test)]
pub(crate) mod testing {
    use super::super::lanes::Level;
    use super::*;

    pub(crate) fn random(seed: &mut u64) -> u64 {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        *seed
    }

    type Texts = (Vec<u8>, Vec<u8>);

    /// Adds a pair of slices.
    pub(crate) fn push(block: &mut Block, left: &[u8], right: &[u8]) -> bool {
        block.push(left, right) == Admission::Added
    }

    /// A block of `len` pairs over `letters` different bytes, half of them near copies.
    pub(crate) fn random_block(words: usize, letters: u64, len: usize) -> (Block, Vec<Texts>) {
        let mut seed = 42 + words as u64 * 1000 + letters;
        let mut block = Block::new(words);
        let longest = words as u64 * 8 + 1;
        let text = |seed: &mut u64| -> Vec<u8> {
            let len = random(seed) % longest;
            (0..len).map(|_| (random(seed) % letters) as u8).collect()
        };
        let pairs: Vec<_> = (0..len)
            .map(|pair| {
                let left = text(&mut seed);
                let mut right = if pair % 2 == 0 {
                    left.clone()
                } else {
                    text(&mut seed)
                };
                for _ in 0..random(&mut seed) % 4 {
                    if right.len() > 1 {
                        let at = (random(&mut seed) % (right.len() as u64 - 1)) as usize;
                        match random(&mut seed) % 3 {
                            0 => drop(right.remove(at)),
                            1 => right.swap(at, at + 1),
                            _ => right[at] = (random(&mut seed) % letters) as u8,
                        }
                    }
                }
                assert!(push(&mut block, &left, &right));
                (left, right)
            })
            .collect();
        (block, pairs)
    }

    /// Every level's kernel against an oracle, for blocks of all sizes, full and not, whose lanes
    /// held other pairs before.
    pub(crate) fn check(
        kernel: impl Fn(Level, &mut Block, &mut [u32; LANES]),
        oracle: impl Fn(&[u8], &[u8]) -> u32,
    ) {
        for (words, letters) in [(1, 2), (1, 100), (2, 3), (3, 126), (5, 4), (8, 2), (16, 4)] {
            for len in [LANES, 70, 1] {
                let (_, pairs) = random_block(words, letters, len);
                for level in Level::available() {
                    let (mut block, _) = random_block(words, letters + 1, LANES);
                    kernel(level, &mut block, &mut [0; LANES]);
                    block.clear();
                    for (left, right) in &pairs {
                        assert!(push(&mut block, left, right));
                    }
                    let mut numbers = [0; LANES];
                    kernel(level, &mut block, &mut numbers);
                    for ((left, right), number) in pairs.iter().zip(numbers) {
                        let expected = oracle(left, right);
                        assert_eq!(number, expected, "{} {left:?} {right:?}", level.name());
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::views::Views;
    use super::super::views::testing::views_of;
    use super::testing::{push, random_block};
    use super::*;

    #[test]
    fn pairs_from_views_are_the_pushed_ones() {
        for words in 1..=MAX_WORDS {
            let (_, pairs) = random_block(words, 127, LANES);
            let sides: (Vec<_>, Vec<_>) =
                pairs.iter().map(|pair| (&pair.0[..], &pair.1[..])).unzip();
            let (left, right) = (views_of(&sides.0), views_of(&sides.1));
            let buffers = [&left.1[..], &right.1[..]];
            let left = Views::new(&left.0, &buffers[..1]);
            let right = Views::new(&right.0, &buffers[1..]);
            let (mut staged, mut pushed) = (Block::new(words), Block::new(words));
            for first in [0, 500] {
                let rows: Vec<u32> = (first..LANES as u32).collect();
                staged.clear();
                staged.stage(
                    rows.iter().map(|row| left.padded(*row as usize)),
                    rows.iter().map(|row| right.padded(*row as usize)),
                );
                pushed.clear();
                for row in rows {
                    let (left, right) = &pairs[row as usize];
                    let added = push(&mut pushed, left, right);
                    let admission = staged.admit((row - first) as usize, |_, _| true);
                    assert_eq!(admission == Admission::Added, added);
                }
                assert_eq!(staged.len(), pushed.len());
                for pair in 0..staged.len() {
                    let codes =
                        |side: &Side| side.codes(pair, &mut [0; MAX_SYMBOLS as usize]).to_vec();
                    assert_eq!(codes(&staged.left), codes(&pushed.left));
                    assert_eq!(codes(&staged.right), codes(&pushed.right));
                }
            }
        }
    }

    #[test]
    fn codes_are_the_bytes_plus_one() {
        let mut block = Block::new(3);
        assert!(push(&mut block, b"kitten", b"a sitting of 20 bytes"));
        assert!(!push(&mut block, b"na\xC3\xAFve", b"naive"));
        assert!(!push(&mut block, b"\x7F", b""));
        assert!(push(&mut block, b"\0", b""));
        assert_eq!(block.len(), 2);
        let mut codes = [0; MAX_SYMBOLS as usize];
        assert_eq!(block.left.codes(0, &mut codes), b"ljuufo");
        assert_eq!(block.right.codes(0, &mut codes), b"b!tjuujoh!pg!31!czuft");
        assert_eq!(block.left.codes(1, &mut codes), [1]);
        assert!(block.right.codes(1, &mut codes).is_empty());
    }
}
