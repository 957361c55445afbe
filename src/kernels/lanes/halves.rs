//! Thirty-two symbols of sixteen bits in registers.

/// How many symbols are looked at together.
pub const HALVES: usize = 32;

/// What an instruction set does with [`HALVES`] symbols at once.
pub trait Halfwise: Copy {
    /// The registers that hold the symbols.
    type Halves: Copy;

    /// The symbols.
    fn halves(self, symbols: &[u16; HALVES]) -> Self::Halves;
    /// The same symbol everywhere.
    fn splat_half(self, symbol: u16) -> Self::Halves;
    /// One less everywhere.
    fn less_one(self, symbols: Self::Halves) -> Self::Halves;
    /// Where symbols equal the others, `new`; elsewhere what was there.
    fn where_equal(
        self,
        symbols: Self::Halves,
        others: Self::Halves,
        new: Self::Halves,
        there: Self::Halves,
    ) -> Self::Halves;
    /// Which symbols equal the others, the first one at the lowest bit.
    fn equal_halves(self, symbols: Self::Halves, others: Self::Halves) -> u32;
    /// The symbols, back in memory.
    fn write_halves(self, symbols: Self::Halves, into: &mut [u16; HALVES]);

    /// Moves the symbols whose bits are set to the front. What stands behind them has no meaning.
    #[inline(always)]
    fn compress(self, symbols: &[u16; HALVES], mut kept: u32, into: &mut [u16; HALVES]) {
        for into in into {
            *into = symbols[kept.trailing_zeros() as usize % HALVES];
            kept &= kept.wrapping_sub(1);
            if kept == 0 {
                return;
            }
        }
    }

    /// The same for twice as many symbols, of which no more bits are set than there is room for: one
    /// write, so that what is read soon need not wait for a second one.
    #[inline(always)]
    fn compress_both(self, symbols: &[[u16; HALVES]; 2], mut kept: u64, into: &mut [u16; HALVES]) {
        for into in into {
            *into = symbols.as_flattened()[kept.trailing_zeros() as usize % (2 * HALVES)];
            kept &= kept.wrapping_sub(1);
            if kept == 0 {
                return;
            }
        }
    }
}

impl Halfwise for super::Portable {
    type Halves = [u16; HALVES];

    #[inline(always)]
    fn halves(self, symbols: &[u16; HALVES]) -> [u16; HALVES] {
        *symbols
    }

    #[inline(always)]
    fn splat_half(self, symbol: u16) -> [u16; HALVES] {
        [symbol; HALVES]
    }

    #[inline(always)]
    fn less_one(self, mut symbols: [u16; HALVES]) -> [u16; HALVES] {
        for symbol in &mut symbols {
            *symbol = symbol.wrapping_sub(1);
        }
        symbols
    }

    #[inline(always)]
    fn where_equal(
        self,
        symbols: [u16; HALVES],
        others: [u16; HALVES],
        new: [u16; HALVES],
        mut there: [u16; HALVES],
    ) -> [u16; HALVES] {
        for (at, there) in there.iter_mut().enumerate() {
            let equal = if symbols[at] == others[at] {
                u16::MAX
            } else {
                0
            };
            *there = (new[at] & equal) | (*there & !equal);
        }
        there
    }

    #[inline(always)]
    fn equal_halves(self, symbols: [u16; HALVES], others: [u16; HALVES]) -> u32 {
        let equal = symbols.into_iter().zip(others);
        let equal = equal.map(|(symbol, other)| u32::from(symbol == other));
        (0..)
            .zip(equal)
            .fold(0, |mask, (at, equal)| mask | equal << at)
    }

    #[inline(always)]
    fn write_halves(self, symbols: [u16; HALVES], into: &mut [u16; HALVES]) {
        *into = symbols;
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::super::{Avx2, Avx512};
    use super::{HALVES, Halfwise};

    impl Halfwise for Avx512 {
        type Halves = __m512i;

        #[inline(always)]
        fn halves(self, symbols: &[u16; HALVES]) -> __m512i {
            // SAFETY: `self` proves the instruction set; the array is as wide as the load.
            unsafe { _mm512_loadu_si512(symbols.as_ptr().cast()) }
        }

        #[inline(always)]
        fn splat_half(self, symbol: u16) -> __m512i {
            // SAFETY: `self` proves the instruction set.
            unsafe { _mm512_set1_epi16(symbol.cast_signed()) }
        }

        #[inline(always)]
        fn less_one(self, symbols: __m512i) -> __m512i {
            // SAFETY: `self` proves the instruction set.
            unsafe { _mm512_sub_epi16(symbols, _mm512_set1_epi16(1)) }
        }

        #[inline(always)]
        fn where_equal(
            self,
            symbols: __m512i,
            others: __m512i,
            new: __m512i,
            there: __m512i,
        ) -> __m512i {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let equal = _mm512_cmpeq_epi16_mask(symbols, others);
                _mm512_mask_mov_epi16(there, equal, new)
            }
        }

        #[inline(always)]
        fn equal_halves(self, symbols: __m512i, others: __m512i) -> u32 {
            // SAFETY: `self` proves the instruction set.
            unsafe { _mm512_cmpeq_epi16_mask(symbols, others) }
        }

        #[inline(always)]
        fn write_halves(self, symbols: __m512i, into: &mut [u16; HALVES]) {
            // SAFETY: `self` proves the instruction set; the array is as wide as the store.
            unsafe { _mm512_storeu_si512(into.as_mut_ptr().cast(), symbols) }
        }

        #[inline(always)]
        fn compress(self, symbols: &[u16; HALVES], kept: u32, into: &mut [u16; HALVES]) {
            // SAFETY: `self` proves the instruction set.
            let compressed = unsafe { _mm512_maskz_compress_epi16(kept, self.halves(symbols)) };
            self.write_halves(compressed, into);
        }

        #[inline(always)]
        fn compress_both(self, symbols: &[[u16; HALVES]; 2], kept: u64, into: &mut [u16; HALVES]) {
            let [first, second] = symbols;
            let (low, high) = (kept as u32, (kept >> HALVES) as u32);
            // The second ones stand behind the first ones.
            let behind = u32::MAX.unbounded_shl(low.count_ones());
            // SAFETY: `self` proves the instruction set.
            let compressed = unsafe {
                let first = _mm512_maskz_compress_epi16(low, self.halves(first));
                let second = _mm512_maskz_compress_epi16(high, self.halves(second));
                _mm512_mask_expand_epi16(first, behind, second)
            };
            self.write_halves(compressed, into);
        }
    }

    impl Halfwise for Avx2 {
        type Halves = [__m256i; 2];

        #[inline(always)]
        fn halves(self, symbols: &[u16; HALVES]) -> [__m256i; 2] {
            let low: *const __m256i = symbols[..HALVES / 2].as_ptr().cast();
            let high: *const __m256i = symbols[HALVES / 2..].as_ptr().cast();
            // SAFETY: `self` proves the instruction set; a half has as many bytes as a register.
            unsafe { [_mm256_loadu_si256(low), _mm256_loadu_si256(high)] }
        }

        #[inline(always)]
        fn splat_half(self, symbol: u16) -> [__m256i; 2] {
            // SAFETY: `self` proves the instruction set.
            unsafe { [_mm256_set1_epi16(symbol.cast_signed()); 2] }
        }

        #[inline(always)]
        fn less_one(self, symbols: [__m256i; 2]) -> [__m256i; 2] {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let one = _mm256_set1_epi16(1);
                [
                    _mm256_sub_epi16(symbols[0], one),
                    _mm256_sub_epi16(symbols[1], one),
                ]
            }
        }

        #[inline(always)]
        fn where_equal(
            self,
            symbols: [__m256i; 2],
            others: [__m256i; 2],
            new: [__m256i; 2],
            there: [__m256i; 2],
        ) -> [__m256i; 2] {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let low = _mm256_cmpeq_epi16(symbols[0], others[0]);
                let high = _mm256_cmpeq_epi16(symbols[1], others[1]);
                [
                    _mm256_blendv_epi8(there[0], new[0], low),
                    _mm256_blendv_epi8(there[1], new[1], high),
                ]
            }
        }

        #[inline(always)]
        fn equal_halves(self, symbols: [__m256i; 2], others: [__m256i; 2]) -> u32 {
            // SAFETY: `self` proves the instruction set.
            unsafe {
                let low = _mm256_cmpeq_epi16(symbols[0], others[0]);
                let high = _mm256_cmpeq_epi16(symbols[1], others[1]);
                // Packed to bytes, the quarters stand in the order 0, 2, 1, 3.
                let bytes = _mm256_packs_epi16(low, high);
                let bytes = _mm256_permute4x64_epi64::<0b11_01_10_00>(bytes);
                _mm256_movemask_epi8(bytes).cast_unsigned()
            }
        }

        #[inline(always)]
        fn write_halves(self, symbols: [__m256i; 2], into: &mut [u16; HALVES]) {
            let (low, high) = into.split_at_mut(HALVES / 2);
            // SAFETY: `self` proves the instruction set; a half has as many bytes as a register.
            unsafe {
                _mm256_storeu_si256(low.as_mut_ptr().cast(), symbols[0]);
                _mm256_storeu_si256(high.as_mut_ptr().cast(), symbols[1]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Isa, Kernel, Level};
    use super::*;

    struct Everything<'a> {
        symbols: &'a [u16; HALVES],
        kept: u32,
        found: &'a mut [[u16; HALVES]; 3],
        equal: &'a mut u32,
    }

    impl Kernel for Everything<'_> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            let symbols = isa.halves(self.symbols);
            let [seven, nine] = [isa.splat_half(7), isa.splat_half(9)];
            let [replaced, compressed, both] = self.found;
            let eight = isa.less_one(nine);
            isa.write_halves(isa.where_equal(symbols, seven, eight, symbols), replaced);
            isa.compress(self.symbols, self.kept, compressed);
            let twice = [*self.symbols, self.symbols.map(|symbol| !symbol)];
            isa.compress_both(&twice, twice_kept(self.kept), both);
            *self.equal = isa.equal_halves(symbols, seven);
        }
    }

    /// Bits for twice as many symbols, of which no more are set than there is room for.
    fn twice_kept(kept: u32) -> u64 {
        u64::from(kept) | u64::from(!kept) << HALVES
    }

    #[test]
    fn every_level_replaces_and_compresses() {
        let symbols: [u16; HALVES] = std::array::from_fn(|at| (at as u16).wrapping_mul(3_001) % 13);
        let seven = |at: &usize| symbols[*at] == 7;
        let sevens: u32 = (0..HALVES).filter(seven).map(|at| 1 << at).sum();
        for kept in [0, 1, 1 << 31, 0x8000_0001, 0xAAAA_5555, u32::MAX] {
            let expected = symbols.map(|symbol| if symbol == 7 { 8 } else { symbol });
            let front: Vec<u16> = (0..HALVES)
                .filter(|at| kept >> at & 1 == 1)
                .map(|at| symbols[at])
                .collect();
            let behind = (0..HALVES).filter(|at| kept >> at & 1 == 0);
            let both: Vec<u16> = (front.iter().copied())
                .chain(behind.map(|at| !symbols[at]))
                .collect();
            for level in Level::available() {
                let (mut found, mut equal) = ([[0; HALVES]; 3], 0);
                level.run(Everything {
                    symbols: &symbols,
                    kept,
                    found: &mut found,
                    equal: &mut equal,
                });
                assert_eq!(equal, sevens, "{}", level.name());
                assert_eq!(found[0], expected, "{}", level.name());
                assert_eq!(found[1][..front.len()], front, "{}", level.name());
                assert_eq!(found[2], both[..], "{}", level.name());
            }
        }
    }
}
