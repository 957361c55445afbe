//! A short sequence as the codes of a block, and whether all its bytes have one.

use super::{MAX_SYMBOLS, WORD};

/// The high bit of every byte of a word.
pub const HIGH: u64 = 0x8080_8080_8080_8080;

/// A bit for each byte of a word, the lowest first, where no byte is more than one: a multiplication collects them.
#[inline(always)]
pub const fn bit_of_each(bytes: u64) -> u64 {
    bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The most bytes that a block has room for.
const LONGEST: usize = MAX_SYMBOLS as usize;

/// What an instruction set does with a short sequence.
pub trait Codewise: Copy {
    /// The first `len` bytes of `memory`, no more than there is room for in so many words, plus one,
    /// then zeros; and zero if all of them are ASCII up to `~`. If they are not, a code has its high bit.
    /// What is behind them in the memory may be read as well.
    fn codes<const WORDS: usize>(self, memory: &[u8], len: u32) -> ([u64; WORDS], u64);
}

impl Codewise for super::Portable {
    #[inline(always)]
    fn codes<const WORDS: usize>(self, memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
        masked(memory, len)
    }
}

/// The codes, word by word.
#[inline(always)]
pub(super) fn masked<const WORDS: usize>(memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
    let room;
    let words = match memory.as_chunks().0.first_chunk::<WORDS>() {
        Some(words) => words,
        None => {
            room = copied(memory);
            &room
        }
    };
    let (ends, _) = ONES_THEN_ZEROS[LONGEST.saturating_sub(len as usize)..].as_chunks();
    let (mut codes, mut union) = ([0; WORDS], 0);
    for ((codes, bytes), ones) in codes.iter_mut().zip(words).zip(ends) {
        let ones = u64::from_le_bytes(*ones);
        let symbols = u64::from_le_bytes(*bytes) & (ones * 0xFF);
        *codes = symbols.wrapping_add(ones) | symbols & HIGH;
        union |= *codes;
    }
    (codes, union & HIGH)
}

/// The end of the memory, with room behind it.
#[cold]
fn copied<const WORDS: usize>(memory: &[u8]) -> [[u8; WORD]; WORDS] {
    let mut words = [[0; WORD]; WORDS];
    for (word, byte) in words.as_flattened_mut().iter_mut().zip(memory) {
        *word = *byte;
    }
    words
}

/// As many ones as the longest sequence has symbols, then zeros.
static ONES_THEN_ZEROS: [u8; 2 * LONGEST] = {
    let mut ones = [0; 2 * LONGEST];
    let mut at = 0;
    while at < LONGEST {
        ones[at] = 1;
        at += 1;
    }
    ones
};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Codewise, WORD, masked};
    use crate::simd::{Avx2, Avx512};

    /// Bytes of the widest register.
    const WIDE: usize = 64;

    impl Codewise for Avx512 {
        /// Loads take a mask, so nothing behind the sequence is read, and it takes no more instructions
        /// for eight words than for one.
        #[inline(always)]
        fn codes<const WORDS: usize>(self, memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
            let sequence = &memory[..len as usize];
            let (mut codes, mut high) = ([0; WORDS], 0);
            for (part, codes) in codes.chunks_mut(WIDE / WORD).enumerate() {
                let start = part * WIDE;
                let here = len.saturating_sub(start as u32);
                // A load of nothing is slow too where there is no memory, so it is of the beginning.
                let bytes = &sequence[if here > 0 { start } else { 0 }..];
                high |= match codes.len() {
                    1..=2 => narrow(self, bytes, here, codes),
                    3..=4 => medium(self, bytes, here, codes),
                    _ => wide(self, bytes, here, codes),
                };
            }
            (codes, high)
        }
    }

    /// The way of a part of a sequence, `here` bytes and zeros, through a register of one width.
    macro_rules! through {
        ($name:ident, $words:literal, $mask:ty, $load:ident, $add:ident, $ones:ident, $high:ident) => {
            #[inline(always)]
            fn $name(_: Avx512, bytes: &[u8], here: u32, codes: &mut [u64]) -> u64 {
                // SAFETY: the first argument proves the instruction set; of the bytes those under the
                // mask are read, which are there; a register has the size of the array.
                unsafe {
                    let mask = _bzhi_u64(u64::MAX, here.min(bytes.len() as u32)) as $mask;
                    let bytes = $load(mask, bytes.as_ptr().cast());
                    let some = $add(mask, bytes, $ones(1));
                    let words: [u64; $words] = std::mem::transmute(some);
                    codes.copy_from_slice(&words[..codes.len()]);
                    u64::from($high(some))
                }
            }
        };
    }

    through!(
        narrow,
        2,
        u16,
        _mm_maskz_loadu_epi8,
        _mm_maskz_adds_epu8,
        _mm_set1_epi8,
        _mm_movepi8_mask
    );
    through!(
        medium,
        4,
        u32,
        _mm256_maskz_loadu_epi8,
        _mm256_maskz_adds_epu8,
        _mm256_set1_epi8,
        _mm256_movepi8_mask
    );
    through!(
        wide,
        8,
        u64,
        _mm512_maskz_loadu_epi8,
        _mm512_maskz_adds_epu8,
        _mm512_set1_epi8,
        _mm512_movepi8_mask
    );

    impl Codewise for Avx2 {
        #[inline(always)]
        fn codes<const WORDS: usize>(self, memory: &[u8], len: u32) -> ([u64; WORDS], u64) {
            masked(memory, len)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Isa, Kernel, Level};

    struct Read<'a, const WORDS: usize> {
        memory: &'a [u8],
        len: u32,
        read: &'a mut Option<([u64; WORDS], u64)>,
    }

    impl<const WORDS: usize> Kernel for Read<'_, WORDS> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            *self.read = Some(isa.codes(self.memory, self.len));
        }
    }

    /// Every length and every symbol in every place, with memory behind the sequence and without.
    fn check<const WORDS: usize>() {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|at| at.wrapping_mul(37)).collect();
        let ascii: Vec<u8> = bytes.iter().map(|byte| byte % 0x7F).collect();
        for len in 0..=WORDS * WORD {
            for (start, behind) in
                (0..bytes.len() - LONGEST).zip([0, 1, 5, LONGEST].into_iter().cycle())
            {
                for text in [&bytes, &ascii] {
                    let memory = &text[start..][..(len + behind).min(LONGEST)];
                    let mut expected = [0; LONGEST];
                    for (code, byte) in expected.iter_mut().zip(&memory[..len]) {
                        *code = byte.wrapping_add(1);
                    }
                    let fits = memory[..len].iter().all(|byte| *byte < 0x7F);
                    for level in Level::available() {
                        let mut read = None;
                        level.run(Read::<WORDS> {
                            memory,
                            len: len as u32,
                            read: &mut read,
                        });
                        let Some((codes, high)) = read else {
                            unreachable!()
                        };
                        assert_eq!(high == 0, fits, "{} {len}", level.name());
                        let bits = codes.into_iter().fold(0, |all, codes| all | codes);
                        assert_eq!(bits & HIGH == 0, fits, "{} {len}", level.name());
                        let codes = codes.map(u64::to_le_bytes);
                        assert!(
                            !fits || codes.as_flattened() == &expected[..WORDS * WORD],
                            "{} {len}",
                            level.name()
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_level_reads_codes() {
        check::<1>();
        check::<2>();
        check::<3>();
        check::<4>();
        check::<7>();
        check::<8>();
        check::<9>();
        check::<16>();
    }
}
