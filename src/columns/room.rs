//! Room for a large result.
//!
//! The system gives memory page by page, as it is first written to, and a fast kernel spends half of
//! its time on that when a page is 4 KB. Large results therefore ask for huge pages, where there are
//! such; results that are not large come from the allocator.

use bytemuck::Pod;
use memmap2::MmapMut;
use polars_buffer::Buffer;

/// Bytes from which on a result has pages of its own: two huge ones.
const LARGE: usize = 1 << 22;

/// Values that are to be written, all zero at first.
pub(super) enum Room<T> {
    Vec(Vec<T>),
    Pages(Pages),
}

/// Memory that is not the allocator's.
pub(super) struct Pages(MmapMut);

impl<T: Pod> Room<T> {
    /// Room for so many values, if there is.
    pub(super) fn new(values: usize) -> Option<Self> {
        let bytes = values.checked_mul(size_of::<T>())?;
        if bytes < LARGE {
            return Some(Self::Vec(vec![T::zeroed(); values]));
        }
        let pages = MmapMut::map_anon(bytes).ok()?;
        #[cfg(target_os = "linux")]
        // A kernel without huge pages refuses, and small ones do.
        let _ = pages.advise(memmap2::Advice::HugePage);
        Some(Self::Pages(Pages(pages)))
    }

    /// All values.
    pub(super) fn values(&mut self) -> &mut [T] {
        match self {
            Self::Vec(values) => values,
            Self::Pages(pages) => bytemuck::cast_slice_mut(&mut pages.0),
        }
    }

    /// The values for a column.
    pub(super) fn into_buffer(self) -> Buffer<T> {
        match self {
            Self::Vec(values) => values.into(),
            Self::Pages(pages) => Buffer::from_owner(pages),
        }
    }
}

impl<T: Pod> AsRef<[T]> for Pages {
    fn as_ref(&self) -> &[T] {
        bytemuck::cast_slice(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_in_the_column() {
        for scores in [0, 1, 1000, LARGE, LARGE + 1] {
            let mut room = Room::<f32>::new(scores).expect("there is room");
            assert_eq!(room.values(), vec![0.0; scores]);
            room.values().fill(7.0);
            assert_eq!(room.into_buffer().as_slice(), vec![7.0; scores]);
        }
        assert!(Room::<f32>::new(usize::MAX).is_none());
        assert!(Room::<u8>::new(usize::MAX).is_none());
    }
}
