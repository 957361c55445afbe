//! Room for a large result.
//!
//! The system gives memory page by page, as it is first written to, and a fast kernel spends half of
//! its time on that when a page is 4 KB. Large results therefore ask for huge pages, where there are
//! such; results that are not large come from the allocator.

use memmap2::MmapMut;
use polars_buffer::Buffer;

/// Bytes from which on a result has pages of its own: two huge ones.
const LARGE: usize = 1 << 22;

/// Scores that are to be written, all zero at first.
pub(super) enum Room {
    Vec(Vec<f32>),
    Pages(Pages),
}

/// Memory that is not the allocator's.
pub(super) struct Pages(MmapMut);

impl Room {
    /// Room for so many scores, if there is.
    pub(super) fn new(scores: usize) -> Option<Self> {
        let bytes = scores.checked_mul(size_of::<f32>())?;
        if bytes < LARGE {
            return Some(Self::Vec(vec![0.0; scores]));
        }
        let pages = MmapMut::map_anon(bytes).ok()?;
        #[cfg(target_os = "linux")]
        // A kernel without huge pages refuses, and small ones do.
        let _ = pages.advise(memmap2::Advice::HugePage);
        Some(Self::Pages(Pages(pages)))
    }

    /// All scores.
    pub(super) fn scores(&mut self) -> &mut [f32] {
        match self {
            Self::Vec(scores) => scores,
            Self::Pages(pages) => bytemuck::cast_slice_mut(&mut pages.0),
        }
    }

    /// The scores for a column.
    pub(super) fn into_buffer(self) -> Buffer<f32> {
        match self {
            Self::Vec(scores) => scores.into(),
            Self::Pages(pages) => Buffer::from_owner(pages),
        }
    }
}

impl AsRef<[f32]> for Pages {
    fn as_ref(&self) -> &[f32] {
        bytemuck::cast_slice(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_in_the_column() {
        for scores in [0, 1, 1000, LARGE, LARGE + 1] {
            let mut room = Room::new(scores).expect("there is room");
            assert_eq!(room.scores(), vec![0.0; scores]);
            room.scores().fill(7.0);
            assert_eq!(room.into_buffer().as_slice(), vec![7.0; scores]);
        }
        assert!(Room::new(usize::MAX).is_none());
        assert!(Room::new(usize::MAX / 8).is_none());
    }
}
