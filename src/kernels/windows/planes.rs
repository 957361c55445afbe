//! Transpositions and common prefixes in planes, of all pairs at once.
//!
//! Each symbol moves left by the number of unmatched ones before it, one bit of that number at a time
//! (Warren, Hacker's Delight, 7-4, on symbols instead of bits). O(m log m) moves.

use super::{BOOSTED, Sequences};
use crate::kernels::block::CODE_BITS;
use crate::kernels::lanes::{Bits, Isa, Plane};
use crate::kernels::planes::{Counter, differ, present, symbol};

/// Counts matches, places where the matched symbols differ, and leading symbols.
#[inline(always)]
pub(super) fn count<I: Isa, const ROOM: usize>(
    isa: I,
    [(left, rows), (right, columns)]: [Sequences<'_>; 2],
    [matched_left, matched_right]: &[[I::Bits; ROOM]; 2],
    group: usize,
    [matches, transpositions, prefix]: &mut [[Plane; 8]; 3],
) {
    let mut paired = Counter::new(isa);
    for matched in &matched_right[..columns] {
        paired.add(*matched);
    }
    paired.store(matches, group);
    common_prefix(isa, left, right, rows.min(columns), group).store(prefix, group);
    let left = Squeezed::<_, ROOM>::new(isa, left, &matched_left[..rows], group);
    let right = Squeezed::<_, ROOM>::new(isa, right, &matched_right[..columns], group);
    let mut disordered = Counter::new(isa);
    for at in 0..rows.min(columns) {
        let differ = differ(&left.symbols[at], &right.symbols[at]);
        disordered.add(differ & left.matched[at]);
    }
    disordered.store(transpositions, group);
}

/// The number of leading symbols that are equal, up to [`BOOSTED`].
#[inline(always)]
fn common_prefix<I: Isa>(
    isa: I,
    left: &[Plane],
    right: &[Plane],
    shorter: usize,
    group: usize,
) -> Counter<I::Bits> {
    let mut prefix = Counter::new(isa);
    let mut equal = isa.splat(!0);
    for at in 0..BOOSTED.min(shorter) {
        let left = symbol(isa, left, at, group);
        equal = equal & present(&left) & !differ(&left, &symbol(isa, right, at, group));
        prefix.add(equal);
    }
    prefix
}

/// The matched symbols of one side, moved together to the front.
struct Squeezed<B, const ROOM: usize> {
    symbols: [[B; CODE_BITS]; ROOM],
    matched: [B; ROOM],
}

impl<B: Bits, const ROOM: usize> Squeezed<B, ROOM> {
    #[inline(always)]
    fn new<I: Isa<Bits = B>>(isa: I, planes: &[Plane], matched: &[B], group: usize) -> Self {
        let zero = isa.splat(0);
        let mut squeezed = Self {
            symbols: [[zero; CODE_BITS]; ROOM],
            matched: [zero; ROOM],
        };
        // How far each symbol has to move: the unmatched ones before it.
        let mut moves = [[zero; CODE_BITS]; ROOM];
        let mut unmatched = [zero; CODE_BITS];
        for (at, matched) in matched.iter().enumerate() {
            squeezed.symbols[at] = symbol(isa, planes, at, group);
            squeezed.matched[at] = *matched;
            moves[at] = unmatched;
            let mut carry = !*matched;
            for bit in &mut unmatched {
                (*bit, carry) = (*bit ^ carry, *bit & carry);
            }
        }
        let stages = (usize::BITS - (matched.len().saturating_sub(1)).leading_zeros()) as usize;
        for stage in 0..stages {
            for from in 1 << stage..matched.len() {
                let to = from - (1 << stage);
                let moved = squeezed.matched[from] & moves[from][stage];
                for bit in 0..CODE_BITS {
                    let symbol = squeezed.symbols[from][bit];
                    let stays = squeezed.symbols[to][bit];
                    squeezed.symbols[to][bit] = symbol.or_else(moved, stays);
                }
                let (before, after) = moves.split_at_mut(from);
                for (stays, other) in before[to][..stages]
                    .iter_mut()
                    .zip(&after[0])
                    .skip(stage + 1)
                {
                    *stays = other.or_else(moved, *stays);
                }
                squeezed.matched[to] = squeezed.matched[to] | moved;
                squeezed.matched[from] = squeezed.matched[from] & !moved;
            }
        }
        squeezed
    }
}
