//! Two columns and what is asked of them, and the raw numbers that a cutoff allows.

use polars_arrow::bitmap::Bitmap;

use crate::columns::output::numbers::Read;
use crate::kernels::block::MAX_SYMBOLS;
use crate::measure::{Raw, Unit};
use crate::metrics::{DynMetric, Profile};
use crate::strings::views::Views;

/// The two columns and what is asked of them.
pub(super) struct Comparison<'a, N: Raw, R: Read<N>> {
    pub(super) metric: &'a dyn DynMetric<N>,
    pub(super) profile: Profile,
    pub(super) read: R,
    /// What texts are compared by. Lists have no views.
    pub(super) unit: Unit,
    pub(super) left: Views<'a>,
    pub(super) right: Views<'a>,
    /// Which rows are not null on each side, if any is.
    pub(super) validity: [Option<&'a Bitmap>; 2],
    /// Whether the texts that views only point to are known to be ASCII.
    pub(super) are_ascii: bool,
    /// Raw numbers of sequences of up to so many symbols fit their type.
    pub(super) fitting: u32,
    /// Whether a row's value is its raw number, whatever the maximum.
    pub(super) is_raw: bool,
}

/// The raw numbers with which a pair has a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit<R> {
    /// None: the lengths alone tell that the row is null.
    Nothing,
    /// Those at least as good as this one.
    Within(R),
    /// All.
    Anything,
}

impl<R: Raw> Limit<R> {
    /// Whether a pair may have a value.
    #[inline(always)]
    pub(super) fn is_possible(self) -> bool {
        !matches!(self, Self::Nothing)
    }

    /// The worst raw number that is worth computing exactly.
    pub(super) fn limit(self) -> Option<R> {
        match self {
            Self::Within(limit) => Some(limit),
            Self::Nothing | Self::Anything => None,
        }
    }
}

impl<'a, N: Raw, R: Read<N>> Comparison<'a, N, R> {
    /// A comparison of columns without views.
    pub(super) fn new(
        metric: &'a dyn DynMetric<N>,
        profile: Profile,
        read: R,
        validity: [Option<&'a Bitmap>; 2],
    ) -> Self {
        let fits = |longest: &u32| metric.check_overflow(*longest, *longest).is_ok();
        Self {
            metric,
            profile,
            read,
            unit: Unit::Codepoint,
            left: Views::new(&[]),
            right: Views::new(&[]),
            validity,
            are_ascii: false,
            fitting: [u32::MAX, MAX_SYMBOLS].into_iter().find(fits).unwrap_or(0),
            is_raw: read.reading().is_raw(profile.sense, profile.is_share),
        }
    }

    /// Whether the raw numbers of sequences of at most `longest` symbols fit their type, as far as that was found out.
    #[inline(always)]
    pub(super) fn fits(&self, longest: u32) -> bool {
        longest <= self.fitting
    }

    /// Whether the numbers of sequences of at most `longest` symbols are read as they are: no maximum is
    /// needed for them, and none is too large.
    pub(super) fn are_plain(&self, longest: u32) -> bool {
        self.is_raw && self.read.reading().score_cutoff.is_none() && self.fits(longest)
    }

    /// The largest raw number of a pair of these lengths; 1, the largest share, where numbers are read as they are.
    #[inline(always)]
    pub(super) fn maximum(&self, [left, right]: [u32; 2]) -> N {
        if self.is_raw {
            N::of_count(1)
        } else {
            self.metric.maximum(left, right)
        }
    }

    /// Whether a pair of these lengths may have a value with such a raw number.
    pub(super) fn keeps(&self, left: u32, right: u32, raw: N) -> bool {
        let maximum = self.metric.maximum(left, right);
        self.read
            .reading()
            .keeps_raw(self.profile.sense, raw, maximum)
    }

    /// Whether a pair of these lengths may have a value.
    pub(super) fn is_possible(&self, left: u32, right: u32) -> bool {
        self.profile.is_defined(left, right)
            && self.keeps(left, right, self.metric.best(left, right))
    }

    /// What the cutoff allows for a pair of these lengths.
    pub(super) fn allowed(&self, left: u32, right: u32) -> Limit<N> {
        if !self.profile.is_defined(left, right) {
            return Limit::Nothing;
        }
        let (reading, sense) = (self.read.reading(), self.profile.sense);
        let (best, maximum) = (
            self.metric.best(left, right),
            self.metric.maximum(left, right),
        );
        if !reading.keeps_raw(sense, best, maximum) {
            return Limit::Nothing;
        }
        N::limit(reading, sense, best, maximum).map_or(Limit::Anything, Limit::Within)
    }
}
