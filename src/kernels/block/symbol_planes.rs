//! Planes of symbols from planes of bits: for a symbol and a position, the sequences that have the symbol there.

use super::CODE_BITS;
use super::bit_planes::{present, turned};
use crate::simd::{Bits, Isa, Plane};

/// Positions that are decoded together. More of them would fill too much of the first cache.
pub(crate) const STRIP: usize = 4;

/// Neighbouring positions. Their seven planes each are decoded in four parts, three of two bits and one of one; a
/// sequence has a code if it has all its parts.
#[derive(Debug)]
pub(crate) struct Decoded {
    pairs: [[[Plane; STRIP]; 4]; 3],
    highest: [[Plane; STRIP]; 2],
    /// For each position the sequences that have a symbol there.
    pub(crate) present: [Plane; STRIP],
}

impl Default for Decoded {
    fn default() -> Self {
        let none = [Plane::ZERO; STRIP];
        Self {
            pairs: [[none; 4]; 3],
            highest: [none; 2],
            present: none,
        }
    }
}

impl Decoded {
    /// Decodes `places` positions from `first` on, of planes that are [half
    /// transposed](super::bit_planes::transpose_half): the other half is done here, in registers.
    #[inline(always)]
    pub(crate) fn decode<I: Isa>(
        &mut self,
        isa: I,
        planes: &[Plane],
        (first, places): (usize, usize),
        group: usize,
    ) {
        for place in 0..places.min(STRIP) {
            let [bits @ .., _]: [I::Bits; CODE_BITS + 1] =
                turned(isa, planes, first + place, group);
            present(&bits).store(&mut self.present[place], group);
            for (at, pairs) in self.pairs.iter_mut().enumerate() {
                let decoded = four(bits[2 * at], bits[2 * at + 1]);
                for (pairs, bits) in pairs.iter_mut().zip(decoded) {
                    bits.store(&mut pairs[place], group);
                }
            }
            (!bits[6]).store(&mut self.highest[0][place], group);
            bits[6].store(&mut self.highest[1][place], group);
        }
    }

    /// For each code and position the sequences that have the code there. Parts that a code shares with the one
    /// before it are not combined again.
    #[inline(always)]
    pub(crate) fn equal<'a, I: Isa>(
        &self,
        isa: I,
        codes: &[u8],
        planes: impl Iterator<Item = &'a mut [Plane; STRIP]>,
        group: usize,
    ) {
        let mut common = [isa.splat(0); STRIP];
        let mut upper = u8::MAX;
        let [firsts, seconds, thirds] = &self.pairs;
        for (code, equal) in codes.iter().zip(planes) {
            let part = |at: u32| usize::from(code >> (2 * at) & 3);
            if code >> 4 != upper {
                upper = code >> 4;
                let (third, highest) = (&thirds[part(2)], &self.highest[part(3) % 2]);
                for (place, common) in common.iter_mut().enumerate() {
                    *common = isa.load(&third[place], group) & isa.load(&highest[place], group);
                }
            }
            let (first, second) = (&firsts[part(0)], &seconds[part(1)]);
            for (place, equal) in equal.iter_mut().enumerate() {
                let low = isa.load(&first[place], group) & isa.load(&second[place], group);
                (low & common[place]).store(equal, group);
            }
        }
    }
}

/// Masks of the lanes whose two bits are 0, 1, 2 and 3.
#[inline(always)]
fn four<B: Bits>(low: B, high: B) -> [B; 4] {
    [!low & !high, low & !high, !low & high, low & high]
}
