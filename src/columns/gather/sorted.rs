//! Rows sorted into length classes, which wait until they are enough for a block.

use super::{Gather, class_of};
use crate::columns::output::Read;
use crate::columns::rows::{Comparison, PREFETCHED};
use crate::columns::waiting::{BATCH, NULL, Waiting};
use crate::kernels::lanes::{Isa, Kernel};
use crate::kernels::views::Views;
use crate::metric::Metric;

/// How many rows before they are met views are asked for.
const EARLY: usize = 2 * BATCH;
/// For how many rows at a time. The processor waits if it is asked for much at once.
const PART: usize = 16;
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
        } = self;
        for side in sides.into_iter().flatten() {
            side.raise_to_lengths(first, longest);
        }
        for (class, longest) in classes.iter_mut().zip(longest) {
            *class = class_of(*longest, longest_in_block);
        }
    }
}

impl<M: Metric, R: Read<M::Raw>> Gather<'_, M, R> {
    /// Puts the rows to their classes, and writes those of a class when they are enough for a block.
    pub(super) fn sort(&mut self, waiting: &mut Waiting) {
        let Comparison { left, right, .. } = *self.rows.comparison;
        let rows = self.rows.chunk.values.len();
        let asks = left.bytes_apart().max(right.bytes_apart()) > CACHED;
        let mut prospects = self.prospects();
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
            if let Some(prospects) = &mut prospects {
                self.rule_out(prospects, start, &mut classes[..count]);
            }
            if asks && are_long {
                self.fetch(start, &classes[..count]);
            }
            for (part, classes) in (start..).step_by(PART).zip(classes[..count].chunks(PART)) {
                for side in [left, right] {
                    side.prefetch(self.rows.chunk.first + part + EARLY, PART);
                }
                waiting.push(part, classes);
            }
            self.admit_full(waiting);
            waiting.clear(NULL.into());
        }
    }

    /// The classes of `count` rows from the chunk's `start`-th on, by the longer sequence, or by the one
    /// beside the literal; and whether most are long.
    fn classes(&self, start: usize, count: usize) -> ([u8; BATCH], bool) {
        let Comparison { left, right, .. } = *self.rows.comparison;
        let first = self.rows.chunk.first + start;
        let sides = match &self.literal {
            Some(literal) if literal.is_left => [None, Some(right)],
            Some(_) => [Some(left), None],
            None => [Some(left), Some(right)],
        };
        let (mut classes, mut longest) = ([0; BATCH], [0; BATCH]);
        self.level.run(Classes {
            sides,
            first,
            longest_in_block: self.longest_in_block,
            longest: &mut longest[..count],
            classes: &mut classes[..count],
        });
        let is_long = |longest: &&u32| **longest > PREFETCHED;
        (classes, 2 * longest.iter().filter(is_long).count() > count)
    }

    /// Asks for the texts of rows from `start` on that have these classes.
    fn fetch(&self, start: usize, classes: &[u8]) {
        for (row, _) in (start..).zip(classes).filter(|(_, class)| **class != NULL) {
            self.rows.fetch(row);
        }
    }
}
