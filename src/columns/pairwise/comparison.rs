//! Two columns and what is asked of them, and the raw numbers that a cutoff allows.

use polars_arrow::bitmap::Bitmap;

use crate::columns::output::numbers::Read;
use crate::measure::{Raw, Sense, Unit};
use crate::metrics::Metric;
use crate::strings::views::Views;

/// The two columns and what is asked of them.
pub(super) struct Comparison<'a, M: Metric, R: Read<M::Raw>> {
    pub(super) metric: &'a M,
    pub(super) read: R,
    /// What texts are compared by. Lists have no views.
    pub(super) unit: Unit,
    pub(super) left: Views<'a>,
    pub(super) right: Views<'a>,
    /// Which rows are not null on each side, if any is.
    pub(super) validity: [Option<&'a Bitmap>; 2],
    /// Whether the texts that views only point to are known to be ASCII.
    pub(super) are_ascii: bool,
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

    /// Whether the raw number is known to be worse than what is allowed.
    #[inline(always)]
    pub(super) fn excludes(self, sense: Sense, raw: R) -> bool {
        match self {
            Self::Nothing => true,
            Self::Within(limit) => match sense {
                Sense::Distance => raw > limit,
                Sense::Similarity => raw < limit,
            },
            Self::Anything => false,
        }
    }
}

impl<M: Metric, R: Read<M::Raw>> Comparison<'_, M, R> {
    /// Whether a row's value is its raw number, whatever the maximum.
    pub(super) fn is_raw(&self) -> bool {
        self.read.reading().is_raw::<M::Raw>(M::SENSE)
    }

    /// Whether the numbers of sequences of at most `longest` symbols are read as they are: no maximum is
    /// needed for them, and few can be too large.
    pub(super) fn are_plain(&self, longest: u32) -> bool {
        self.is_raw()
            && self.read.reading().score_cutoff.is_none()
            && self.metric.check_overflow(longest, longest).is_ok()
    }

    /// Whether a pair of these lengths may have a value with such a raw number.
    #[inline(always)]
    pub(super) fn keeps(&self, left: u32, right: u32, raw: M::Raw) -> bool {
        let maximum = self.metric.maximum(left, right);
        self.read.reading().keeps_raw(M::SENSE, raw, maximum)
    }

    /// Whether a pair of these lengths may have a value.
    #[inline(always)]
    pub(super) fn is_possible(&self, left: u32, right: u32) -> bool {
        self.metric.is_defined(left, right)
            && self.keeps(left, right, self.metric.best(left, right))
    }

    /// What the cutoff allows for a pair of these lengths.
    #[inline(always)]
    pub(super) fn allowed(&self, left: u32, right: u32) -> Limit<M::Raw> {
        if !self.is_possible(left, right) {
            return Limit::Nothing;
        }
        let (best, maximum) = (
            self.metric.best(left, right),
            self.metric.maximum(left, right),
        );
        M::Raw::limit(self.read.reading(), M::SENSE, best, maximum)
            .map_or(Limit::Anything, Limit::Within)
    }
}
