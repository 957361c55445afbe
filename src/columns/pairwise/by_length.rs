//! Rows sorted into length classes, which wait until they are enough for a block.

use super::blocks::{Gather, class_of};
use super::comparison::Comparison;
use super::length_buckets::{BATCH, LengthBuckets, NULL};
use super::rows::PREFETCHED;
use crate::columns::output::numbers::Read;
use crate::measure::Raw;
use crate::simd::{Isa, Kernel, SIXTEEN};
use crate::strings::views::Views;

/// How many rows before they are met views are asked for.
const EARLY: usize = 2 * BATCH;
/// Bytes of texts that stay in a cache; to ask for them takes longer than to wait.
const CACHED: usize = 1 << 20;

/// The classes of rows from `first` on, and the length of the longer sequence of each, of those sides that
/// are no literal.
struct Classes<'a, 'v> {
    sides: [Option<Views<'v>>; 2],
    first: usize,
    longest_in_block: u32,
    longest: &'a mut [u32],
    classes: &'a mut [u8],
    /// How many are longer than [`PREFETCHED`].
    long: &'a mut usize,
}

impl Kernel for Classes<'_, '_> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Self {
            sides,
            first,
            longest_in_block,
            longest,
            classes,
            long,
        } = self;
        for side in sides.into_iter().flatten() {
            side.raise_to_lengths(first, longest);
        }
        for (class, longest) in classes.iter_mut().zip(&*longest) {
            *class = class_of(*longest, longest_in_block);
        }
        *long = longest
            .iter()
            .filter(|longest| **longest > PREFETCHED)
            .count();
    }
}

/// Puts rows to their classes, from the chunk's `start`-th on, and asks for views of later ones.
struct Push<'a, 'v> {
    buckets: &'a mut LengthBuckets,
    sides: [Views<'v>; 2],
    chunk: usize,
    start: usize,
    /// The classes of as many rows as there are, and then [`NULL`].
    classes: &'a [u8; BATCH],
}

impl Kernel for Push<'_, '_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let in_use = self
            .classes
            .iter()
            .fold(0, |all, class| all | 1_u32 << (class % 32));
        let in_use = in_use & !(1 << NULL);
        let (sixteens, _) = self.classes.as_chunks();
        // The processor waits if it is asked for much at once.
        for (row, classes) in (self.start..).step_by(SIXTEEN).zip(sixteens) {
            for side in self.sides {
                side.prefetch(self.chunk + row + EARLY, SIXTEEN);
            }
            self.buckets.push(isa, row, classes, in_use);
        }
    }
}

impl<N: Raw, R: Read<N>> Gather<'_, N, R> {
    /// Puts the rows to their classes, and writes those of a class when they are enough for a block.
    pub(super) fn sort(&mut self, buckets: &mut LengthBuckets) {
        buckets.make_room();
        let Comparison { left, right, .. } = *self.rows.comparison;
        let rows = self.rows.chunk.values.len();
        let asks = left.bytes_apart().max(right.bytes_apart()) > CACHED;
        let mut table = self.table();
        for start in (0..rows).step_by(BATCH) {
            let count = BATCH.min(rows - start);
            let (mut classes, are_long) = self.classes(start, count);
            if self.set_nulls(start, count) {
                for (row, class) in (start..).zip(&mut classes[..count]) {
                    if !self.rows.chunk.is_valid(row) {
                        *class = NULL;
                    }
                }
            }
            if let Some(table) = &mut table {
                self.rule_out(table, start, &mut classes[..count]);
            }
            if asks && are_long {
                self.fetch(start, &classes[..count]);
            }
            self.level.run(Push {
                buckets,
                sides: [left, right],
                chunk: self.rows.chunk.first,
                start,
                classes: &classes,
            });
            self.admit_full(buckets);
            buckets.clear(NULL.into());
        }
    }

    /// The classes of `count` rows from the chunk's `start`-th on, by the longer sequence, or by the one
    /// against the literal, and [`NULL`] behind them; and whether most are long.
    fn classes(&self, start: usize, count: usize) -> ([u8; BATCH], bool) {
        let Comparison { left, right, .. } = *self.rows.comparison;
        let first = self.rows.chunk.first + start;
        let sides = match &self.literal {
            Some(literal) if literal.is_left => [None, Some(right)],
            Some(_) => [Some(left), None],
            None => [Some(left), Some(right)],
        };
        let (mut classes, mut longest) = ([NULL; BATCH], [0; BATCH]);
        let mut long = 0;
        self.level.run(Classes {
            sides,
            first,
            longest_in_block: self.longest_in_block,
            longest: &mut longest[..count],
            classes: &mut classes[..count],
            long: &mut long,
        });
        (classes, 2 * long > count)
    }

    /// Asks for the texts of rows from `start` on that have these classes.
    fn fetch(&self, start: usize, classes: &[u8]) {
        for (row, _) in (start..).zip(classes).filter(|(_, class)| **class != NULL) {
            self.rows.fetch(row);
        }
    }
}
