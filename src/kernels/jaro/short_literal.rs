//! Jaro's matching in bytes.
//!
//! Each symbol of a row, in order, takes the first equal symbol of the one sequence that is in its window and still free:
//! the lowest bit of its match mask under those of the window and of what is free. What has a partner is read in order
//! by taking the lowest bits of it, one after the other.

use super::{BOOSTED, JaroCountArrays};
use crate::kernels::block::byte_lanes::{PLACES, Part, Question, at_least, bits_of, bytes, ones};
use crate::simd::{BYTES, Bits, Isa, Plane, SYMBOLS};

/// For each half of a window's width the window of the first place: as many places, and the place itself.
const FIRST_WINDOWS: [u8; SYMBOLS] = {
    let mut windows = [0xFF; SYMBOLS];
    let mut width = 0;
    while width < 7 {
        windows[width] = (1 << (width + 1)) - 1;
        width += 1;
    }
    windows
};

/// How rows match.
pub(crate) struct Partners<'a> {
    /// The number of symbols of the sequence that rows are compared with.
    len: u8,
    counts: &'a mut JaroCountArrays,
}

impl<'a> Partners<'a> {
    pub(crate) fn new(len: u8, counts: &'a mut JaroCountArrays) -> Self {
        Self { len, counts }
    }

    /// The halves of windows: half the longer length less one, if there is one.
    #[inline(always)]
    fn widths<I: Isa>(&self, isa: I, lengths: I::Bits) -> I::Bits {
        let longer = lengths.max_bytes(bytes(isa, self.len));
        let half = longer.shift_right(1) & bytes(isa, 0x7F);
        half.max_bytes(bytes(isa, 1)).add_bytes(bytes(isa, 0xFF))
    }
}

/// The lowest bit of each byte.
#[inline(always)]
fn lowest<I: Isa>(isa: I, byte: I::Bits) -> I::Bits {
    byte & (!byte).add_bytes(bytes(isa, 1))
}

impl Question for Partners<'_> {
    #[inline(always)]
    fn answer<I: Isa>(&mut self, isa: I, part: &Part<'_>, at: usize) {
        let mut equal = [Plane::ZERO; PLACES];
        for (place, equal) in equal.iter_mut().enumerate() {
            *equal = part.equal(isa, place);
        }
        let (zero, one) = (isa.splat(0), bytes(isa, 1));
        let mut windows = Plane::ZERO;
        for lanes in (0..8).step_by(I::WIDTH) {
            let widths = self.widths(isa, isa.load(&part.lengths, lanes));
            widths.store(&mut windows, lanes);
        }
        isa.translate(&FIRST_WINDOWS, &mut windows, &Plane::ONES);
        let [mut matches, mut in_order, mut prefix] = [Plane::ZERO; 3];
        for lanes in (0..8).step_by(I::WIDTH) {
            let widths = self.widths(isa, isa.load(&part.lengths, lanes));
            let mut window = isa.load(&windows, lanes);
            let mut free = bits_of(isa, self.len);
            let mut alone = [zero; PLACES];
            for (place, (equal, alone)) in (1..).zip(equal.iter().zip(&mut alone)) {
                let partners = isa.load(equal, lanes) & window & free;
                free = free & !lowest(isa, partners);
                *alone = partners.equal_bytes(zero);
                // The next window has one place more at its end, and one less at its beginning if that is not the first.
                window = window.add_bytes(window) | (at_least(isa, widths, place) & one);
            }
            let matched = bits_of(isa, self.len) & !free;
            ones(isa, matched).store(&mut matches, lanes);
            let (mut rest, mut count) = (matched, zero);
            for (equal, alone) in equal.iter().zip(alone) {
                let next = lowest(isa, rest) & !alone;
                let differs = (isa.load(equal, lanes) & next).equal_bytes(zero);
                count = count.add_bytes(one & !(differs | alone));
                rest = rest & !next;
            }
            count.store(&mut in_order, lanes);
            let mut common = isa.load(&equal[0], lanes) & one;
            let mut leading = common;
            for equal in &equal[1..BOOSTED] {
                common = common.add_bytes(common) & isa.load(equal, lanes);
                leading = leading | common;
            }
            leading.store(&mut prefix, lanes);
        }
        let JaroCountArrays {
            matches: to_matches,
            in_order: to_in_order,
            prefix: to_prefix,
        } = &mut *self.counts;
        for (to, answers) in [
            (to_matches, &matches),
            (to_in_order, &in_order),
            (to_prefix, &prefix),
        ] {
            let (parts, _) = to.as_chunks_mut::<BYTES>();
            parts[at] = isa.in_rows(answers);
        }
    }
}
