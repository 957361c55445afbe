//! Columns of matrices in bytes: Myers' algorithm (JACM 1999), and those of Hyyrö (2003, 2004) for the other distances.
//!
//! Both sequences are read from their ends, which changes no distance. Places past the end of a row's sequence come
//! first then: nothing is equal there, the upper border does not rise, and the column stays as it was in the beginning.

use std::marker::PhantomData;

use crate::kernels::block::LANES;
use crate::kernels::block::byte_lanes::{PLACES, Part, Question, bits_of, bytes, ones};
use crate::simd::{BYTES, Bits, Isa, Plane};

/// The numbers of rows by a rule.
pub(crate) struct Numbers<'a, C> {
    /// The number of symbols of the sequence that rows are compared with.
    len: u8,
    numbers: &'a mut [u8; LANES],
    rule: PhantomData<C>,
}

impl<'a, C: Column> Numbers<'a, C> {
    pub(crate) fn new(len: u8, numbers: &'a mut [u8; LANES]) -> Self {
        Self {
            len,
            numbers,
            rule: PhantomData,
        }
    }
}

impl<C: Column> Question for Numbers<'_, C> {
    #[inline(always)]
    fn answer<I: Isa>(&mut self, isa: I, part: &Part<'_>, at: usize) {
        let mut answers = Plane::ZERO;
        for lanes in (0..8).step_by(I::WIDTH) {
            let mut column = C::first(isa);
            let columns = isa.load(&part.lengths, lanes);
            for place in (0..PLACES).rev() {
                let equal = isa.load(&part.equal(isa, place), lanes);
                column = C::next(column, equal, part.present(isa, place, lanes));
            }
            C::numbers(isa, column, columns, self.len).store(&mut answers, lanes);
        }
        let (parts, _) = self.numbers.as_chunks_mut::<BYTES>();
        parts[at] = isa.in_rows(&answers);
    }
}

/// The columns of matrices, a bit for each row, the first one lowest.
pub(crate) trait Column {
    /// What is kept of a column.
    type Bits<B: Bits>: Copy;

    /// The one before all others, of matrices that have their numbers in so many rows.
    fn first<I: Isa>(isa: I) -> Self::Bits<I::Bits>;
    /// The next one, for symbols that equal those of these rows. Where no symbol is present the upper border does not
    /// rise.
    fn next<B: Bits>(column: Self::Bits<B>, equal: B, present: B) -> Self::Bits<B>;
    /// The numbers of matrices with as many columns, of which so many rows have a meaning.
    fn numbers<I: Isa>(isa: I, column: Self::Bits<I::Bits>, columns: I::Bits, rows: u8) -> I::Bits;
}

/// Levenshtein's distance: where the numbers of a column rise, and where they fall.
pub(crate) struct Levenshtein;

/// Where a diagonal step costs nothing, but for swaps, and for where the column falls.
#[inline(always)]
fn free<B: Bits>(up: B, equal: B) -> B {
    ((equal & up).add_bytes(up) ^ up) | equal
}

/// Behind a diagonal step that costs nothing there, or where the column falls.
#[inline(always)]
fn behind<B: Bits>((up, fall): (B, B), free: B, present: B) -> (B, B) {
    // Where rows do not rise, moved on. To do without the falls for so long makes no difference, as they are no ups,
    // and the next column is known sooner.
    let level = up.either_but(free, fall).twice_under(present);
    let falls = up & free;
    let free = free | fall;
    (falls.add_bytes(falls).or_but(level, free), free & !level)
}

impl Column for Levenshtein {
    type Bits<B: Bits> = (B, B);

    #[inline(always)]
    fn first<I: Isa>(isa: I) -> (I::Bits, I::Bits) {
        (isa.splat(!0), isa.splat(0))
    }

    #[inline(always)]
    fn next<B: Bits>(steps: (B, B), equal: B, present: B) -> (B, B) {
        behind(steps, free(steps.0, equal), present)
    }

    #[inline(always)]
    fn numbers<I: Isa>(
        isa: I,
        (up, fall): (I::Bits, I::Bits),
        columns: I::Bits,
        rows: u8,
    ) -> I::Bits {
        let there = bits_of(isa, rows);
        let steps = ones(isa, up & there).add_bytes(ones(isa, !fall & there));
        columns
            .add_bytes(steps)
            .add_bytes(bytes(isa, rows.wrapping_neg()))
    }
}

/// Optimal string alignment: what [`Levenshtein`] has, what was equal in the column before, and where its diagonal step was free.
pub(crate) struct Osa;

impl Column for Osa {
    type Bits<B: Bits> = ((B, B), [B; 2]);

    #[inline(always)]
    fn first<I: Isa>(isa: I) -> Self::Bits<I::Bits> {
        (Levenshtein::first(isa), [isa.splat(0); 2])
    }

    #[inline(always)]
    fn next<B: Bits>(
        (steps, [equal_before, free_before]): Self::Bits<B>,
        equal: B,
        present: B,
    ) -> Self::Bits<B> {
        let paid = equal & !free_before;
        let swapped = paid.add_bytes(paid) & equal_before;
        let free = free(steps.0, equal) | steps.1 | swapped;
        (behind(steps, free, present), [equal, free])
    }

    #[inline(always)]
    fn numbers<I: Isa>(
        isa: I,
        (steps, _): Self::Bits<I::Bits>,
        columns: I::Bits,
        rows: u8,
    ) -> I::Bits {
        Levenshtein::numbers(isa, steps, columns, rows)
    }
}

/// Longest common subsequence: where the lengths of a column do not rise.
pub(crate) struct Lcs;

impl Column for Lcs {
    type Bits<B: Bits> = B;

    #[inline(always)]
    fn first<I: Isa>(isa: I) -> I::Bits {
        isa.splat(!0)
    }

    #[inline(always)]
    fn next<B: Bits>(level: B, equal: B, _present: B) -> B {
        level.add_bytes(level & equal) | (level & !equal)
    }

    #[inline(always)]
    fn numbers<I: Isa>(isa: I, level: I::Bits, _columns: I::Bits, rows: u8) -> I::Bits {
        ones(isa, !level & bits_of(isa, rows))
    }
}
