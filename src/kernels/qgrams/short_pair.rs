//! What two short texts have in common as collections of runs of n symbols, from match masks.
//!
//! Same question as in [`super::pair`]. The mask of a right symbol says where it stands in the left
//! text. The runs of n symbols that end at a right symbol and anywhere in the left text are equal where
//! the masks of the last n right symbols, each moved on to where the run ends, have bits in common:
//!
//! ```text
//! equal(j) = mask(j) & mask(j - 1) << 1 & ... & mask(j - n + 1) << (n - 1)
//! ```
//!
//! - Sets: left runs are common where any `equal(j)` has their bit. A run is counted where it is the
//!   first of its kind, which is the lowest bit of some `equal(j)` of the text with itself.
//! - Bags: each right run takes the first equal left run that is still free.
//! - Scalar products: the bits of all `equal(j)` are counted.
//!
//! A mask is one comparison of all left symbols, which stay in registers, with a right one
//! ([`ByteOps`](crate::simd::ByteOps)). All masks are found first, so that the rest is done for
//! eight right symbols at once. A left text of more than 64 symbols takes several registers, each of
//! which begins n - 1 symbols before the end of the one before: no run goes beyond its register.
//! O(n / 8) instructions for each right symbol and each 64 left ones.

use super::{Counting, Overlap};
use crate::simd::{BYTES, Isa, Level, dispatch};

/// The longest runs that are compared this way.
const LONGEST: usize = 5;
/// Right symbols whose runs are compared together.
const BATCH: usize = 8;

/// Compares two texts of at least `n` symbols, if they are short enough and there are registers that
/// compare bytes.
#[inline]
pub(crate) fn overlap(
    left: &[u8],
    right: &[u8],
    n: usize,
    counting: Counting,
    masks: &mut Vec<u64>,
) -> Option<Overlap> {
    let mut overlap = None;
    let pair = Pair {
        left,
        right,
        counting,
        masks,
        overlap: &mut overlap,
    };
    match n {
        1 => pair.with_runs::<1>(),
        2 => pair.with_runs::<2>(),
        3 => pair.with_runs::<3>(),
        4 => pair.with_runs::<4>(),
        LONGEST => pair.with_runs::<LONGEST>(),
        _ => {}
    }
    overlap
}

struct Pair<'a> {
    left: &'a [u8],
    right: &'a [u8],
    counting: Counting,
    masks: &'a mut Vec<u64>,
    overlap: &'a mut Option<Overlap>,
}

impl Pair<'_> {
    #[inline]
    fn with_runs<const N: usize>(self) {
        let registers = |text: &[u8]| (text.len() + 1 - N).div_ceil(BYTES + 1 - N);
        match registers(self.left).max(registers(self.right)) {
            0 | 1 => dispatch!(Level::best(), isa => self.count::<_, N, 1>(isa)),
            2 => dispatch!(Level::best(), isa => self.count::<_, N, 2>(isa)),
            3 => dispatch!(Level::best(), isa => self.count::<_, N, 3>(isa)),
            4 => dispatch!(Level::best(), isa => self.count::<_, N, 4>(isa)),
            _ => {}
        }
    }
}

/// A bit for each symbol of a text, in each register.
type Places<const W: usize> = [u64; W];

impl Pair<'_> {
    /// Counts runs of `N` symbols in texts that take at most `W` registers.
    #[inline(always)]
    fn count<I: Isa, const N: usize, const W: usize>(self, isa: I) {
        if !I::IS_WIDE {
            return;
        }
        let Pair {
            left,
            right,
            counting,
            masks,
            overlap,
        } = self;
        let grams = |text: &[u8]| (text.len() + 1 - N) as u64;
        *overlap = Some(match counting {
            Counting::Once => {
                // Loops instead of calls for each text: a call is all of its code once more.
                let mut first = [[0; W]; 2];
                for (first, text) in first.iter_mut().zip([left, right]) {
                    *first = first_runs::<I, N, W>(isa, text, masks);
                }
                let mut met = [[0; BATCH]; W];
                for_equal::<I, N, W>(isa, left, right, masks, |equal| {
                    for (met, equal) in met.iter_mut().flatten().zip(equal.as_flattened()) {
                        *met |= equal;
                    }
                });
                let common: Places<W> =
                    std::array::from_fn(|word| either(&met[word]) & first[0][word]);
                Overlap {
                    left: ones(first[0]),
                    right: ones(first[1]),
                    common: ones(common),
                }
            }
            Counting::Each => {
                let mut free = places_of::<N, W>(left);
                let mut common = 0;
                for_equal::<I, N, W>(isa, left, right, masks, |equal| {
                    for run in 0..BATCH {
                        let mut is_taken = false;
                        for (free, equal) in free.iter_mut().zip(equal) {
                            let candidates = if is_taken { 0 } else { *free & equal[run] };
                            *free ^= lowest(candidates);
                            is_taken |= candidates != 0;
                        }
                        common += u64::from(is_taken);
                    }
                });
                Overlap {
                    left: grams(left),
                    right: grams(right),
                    common,
                }
            }
            Counting::Squares => {
                let mut products = [0; 3];
                let pairs = [(left, left), (right, right), (left, right)];
                for (to, (left, right)) in products.iter_mut().zip(pairs) {
                    *to = product::<I, N, W>(isa, left, right, masks);
                }
                let [left, right, common] = products;
                Overlap {
                    left,
                    right,
                    common,
                }
            }
        });
    }
}

/// How many pairs of equal runs two texts have.
#[inline(always)]
fn product<I: Isa, const N: usize, const W: usize>(
    isa: I,
    left: &[u8],
    right: &[u8],
    masks: &mut Vec<u64>,
) -> u64 {
    let places = places_of::<N, W>(left);
    let mut product = [0; BATCH];
    for_equal::<I, N, W>(isa, left, right, masks, |equal| {
        for (equal, places) in equal.iter().zip(places) {
            for (product, equal) in product.iter_mut().zip(equal) {
                *product += u64::from((equal & places).count_ones());
            }
        }
    });
    product.iter().sum()
}

/// Where the runs of a text end that equal no earlier one.
#[inline(always)]
fn first_runs<I: Isa, const N: usize, const W: usize>(
    isa: I,
    text: &[u8],
    masks: &mut Vec<u64>,
) -> Places<W> {
    let mut first = [[0; BATCH]; W];
    for_equal::<I, N, W>(isa, text, text, masks, |equal| {
        let mut earlier = [0; BATCH];
        for (first, equal) in first.iter_mut().zip(equal) {
            for ((first, equal), earlier) in first.iter_mut().zip(equal).zip(&mut earlier) {
                *first |= if *earlier == 0 { lowest(*equal) } else { 0 };
                *earlier |= equal;
            }
        }
    });
    first.map(|first| either(&first))
}

#[inline(always)]
fn lowest(places: u64) -> u64 {
    places & places.wrapping_neg()
}

#[inline(always)]
fn either(places: &[u64; BATCH]) -> u64 {
    places.iter().fold(0, |all, places| all | places)
}

#[inline(always)]
fn ones<const W: usize>(places: Places<W>) -> u64 {
    places.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// A bit for each symbol that there is.
#[inline(always)]
fn places_of<const N: usize, const W: usize>(text: &[u8]) -> Places<W> {
    std::array::from_fn(|word| {
        let symbols = text.len().saturating_sub(word * (BYTES + 1 - N));
        !u64::MAX.unbounded_shl(symbols.min(BYTES) as u32)
    })
}

/// Calls `visit` for the runs of the right text, some at a time, with the places where equal runs of
/// the left text end. Bits behind the text's last symbol have no meaning, unless there are lower ones.
#[inline(always)]
fn for_equal<I: Isa, const N: usize, const W: usize>(
    isa: I,
    left: &[u8],
    right: &[u8],
    masks: &mut Vec<u64>,
    mut visit: impl FnMut(&[[u64; BATCH]; W]),
) {
    // In each row there is room before the first symbol and behind the last one.
    let row = right.len() + 2 * BATCH;
    if masks.len() < W * row {
        masks.resize(W * row, 0);
    }
    for (word, row) in masks.chunks_exact_mut(row).take(W).enumerate() {
        let part = isa.bytes(left.get(word * (BYTES + 1 - N)..).unwrap_or_default());
        row[..BATCH].fill(0);
        let (masks, behind) = row[BATCH..].split_at_mut(right.len());
        for (mask, symbol) in masks.iter_mut().zip(right) {
            *mask = isa.equal(part, *symbol);
        }
        behind.fill(0);
    }
    for first in (BATCH..BATCH + right.len()).step_by(BATCH) {
        let mut equal = [[u64::MAX; BATCH]; W];
        for (equal, row) in equal.iter_mut().zip(masks.chunks_exact(row)) {
            for (back, shift) in (0..N).zip(0..) {
                let masks = &row[first - back..][..BATCH];
                for (equal, mask) in equal.iter_mut().zip(masks) {
                    *equal &= mask << shift;
                }
            }
        }
        visit(&equal);
    }
}
