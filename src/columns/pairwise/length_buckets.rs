//! Rows of a chunk that wait to be written to the block of their length class.

use crate::kernels::block::{LANES, MAX_WORDS};
use crate::simd::{Isa, SIXTEEN};

/// Rows whose classes are determined together.
pub(super) const BATCH: usize = 256;

/// The class of rows that are compared one at a time, after those with one to sixteen words.
pub(super) const ROW_BY_ROW: usize = MAX_WORDS;
/// The class of rows that are not compared.
pub(super) const NULL: u8 = ROW_BY_ROW as u8 + 1;

/// Rows that can wait in a class: fewer than a block, and a batch, and what is written behind them; rounded to a
/// power of two.
const ROOM: usize = (LANES + BATCH + SIXTEEN).next_power_of_two();

/// Rows still to be written to the block of their class. Going through those of a class together
/// keeps the loop that does it free of surprises for the processor; so does putting every row into
/// a class.
///
/// Where rows are added one by one, two lists for each class take turns, because a count that was just written
/// is slow to read.
#[derive(Default)]
pub(super) struct LengthBuckets {
    /// Nothing before there is [room](Self::make_room).
    rows: Box<[[[u32; ROOM]; 2]]>,
    counts: [[usize; 2]; NULL as usize + 1],
    /// Rows that were added one at a time, where few are.
    few: [Vec<u32>; NULL as usize + 1],
}

impl LengthBuckets {
    /// Makes room for rows, as there must be before many are pushed.
    pub(super) fn make_room(&mut self) {
        if self.rows.is_empty() {
            self.rows = vec![[[0; ROOM]; 2]; NULL as usize + 1].into();
        }
    }

    /// Adds the rows of these classes, from `first` on. No other classes are among them than those whose bits are
    /// set in `in_use`.
    #[inline(always)]
    pub(super) fn push<I: Isa>(
        &mut self,
        isa: I,
        first: usize,
        classes: &[u8; SIXTEEN],
        in_use: u32,
    ) {
        if !I::LISTS_INDICES {
            return self.push_each(first, classes);
        }
        let mut rest = in_use;
        while rest != 0 {
            let class = rest.trailing_zeros();
            rest &= rest - 1;
            let (rows, count) = isa.indices_of(class as u8, classes, first as u32);
            let class = class as usize;
            let list = &mut self.counts[class][0];
            self.rows[class][0][(*list).min(ROOM - SIXTEEN)..][..SIXTEEN].copy_from_slice(&rows);
            *list += count;
        }
    }

    /// Adds rows to the buckets of their classes one by one.
    #[inline(always)]
    fn push_each(&mut self, first: usize, classes: &[u8]) {
        let mut next = first as u32;
        let mut push = |list: usize, class: u8| {
            let class = usize::from(class);
            let count = &mut self.counts[class][list];
            self.rows[class][list][*count % ROOM] = next;
            *count += 1;
            next += 1;
        };
        let (pairs, last) = classes.as_chunks();
        for [first, second] in pairs {
            push(0, *first);
            push(1, *second);
        }
        for class in last {
            push(0, *class);
        }
    }

    /// Adds a row of this class where few rows wait.
    pub(super) fn push_one(&mut self, row: usize, class: u8) {
        self.few[usize::from(class)].push(row as u32);
    }

    /// How many rows wait in a class.
    pub(super) fn len(&self, class: usize) -> usize {
        self.counts[class].iter().sum::<usize>() + self.few[class].len()
    }

    /// The rows that wait in a class.
    pub(super) fn rows(&self, class: usize) -> [&[u32]; 3] {
        let few = &self.few[class][..];
        let Some(rows) = self.rows.get(class) else {
            return [&[], &[], few];
        };
        let [first, second] = [0, 1].map(|list| &rows[list][..self.counts[class][list]]);
        [first, second, few]
    }

    /// Forgets the rows of a class.
    pub(super) fn clear(&mut self, class: usize) {
        self.counts[class] = [0; 2];
        self.few[class].clear();
    }
}
