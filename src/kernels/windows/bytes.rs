//! Transpositions and common prefixes pair by pair, in bytes.
//!
//! A processor that moves the bytes under a mask together (`vpcompressb`) squeezes a text in one
//! instruction. The masks are the planes of matched symbols, transposed.

use super::{BOOSTED, Counts};
use crate::kernels::block::{LANES, STRIDE, Side, WORD};
use crate::kernels::lanes::{BYTES, Bits, Isa, Plane};
use crate::kernels::planes::transpose;

/// The texts of a side, of up to [`BYTES`] symbols, and which of these are matched.
pub(super) struct Texts {
    codes: Vec<[u64; BYTES / WORD]>,
    matched: [Plane; BYTES],
}

impl Texts {
    /// Reads the words of a side whose longest text has so many symbols.
    #[inline(always)]
    pub(super) fn of(side: &Side, symbols: usize) -> Self {
        let mut codes = vec![[0; BYTES / WORD]; LANES];
        // All words of eight pairs at a time, so that each cache line is written once.
        for (first, codes) in codes.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            let planes = side.planes[first..].iter().step_by(STRIDE);
            for (word, plane) in planes.enumerate().take(symbols.div_ceil(WORD)) {
                for (codes, symbols) in codes.iter_mut().zip(plane.0) {
                    codes[word] = symbols;
                }
            }
        }
        Self {
            codes,
            matched: [Plane::ZERO; BYTES],
        }
    }

    /// Takes down the lanes whose symbols are matched, for each place.
    #[inline(always)]
    pub(super) fn mark<B: Bits>(&mut self, matched: &[B], group: usize) {
        for (plane, matched) in self.matched.iter_mut().zip(matched) {
            matched.store(plane, group);
        }
    }

    /// The codes of a pair's text, and a bit for each matched one.
    #[inline(always)]
    fn text<I: Isa>(&self, isa: I, pair: usize) -> (I::Bytes, u64) {
        let mask = self.matched[pair / 8].0[pair % 8];
        (isa.bytes_of(&self.codes[pair]), mask)
    }
}

/// Counts matches, places where the matched symbols differ, and leading symbols.
#[inline(always)]
pub(super) fn count<I: Isa>(
    isa: I,
    [left, right]: &mut [Texts; 2],
    shorter: impl Fn(usize) -> u32,
    counts: &mut Counts,
) {
    transpose(isa, &mut left.matched);
    transpose(isa, &mut right.matched);
    let [matches, transpositions, prefix] = counts;
    for pair in 0..LANES {
        let (codes, matched) = left.text(isa, pair);
        let (others, others_matched) = right.text(isa, pair);
        let squeezed = isa.squeeze(codes, matched);
        let disordered = isa.unequal(squeezed, isa.squeeze(others, others_matched));
        // Past both ends nothing differs.
        let equal = isa.unequal(codes, others).trailing_zeros();
        matches[pair] = matched.count_ones() as u8;
        transpositions[pair] = disordered.count_ones() as u8;
        prefix[pair] = equal.min(shorter(pair)).min(BOOSTED as u32) as u8;
    }
}
