//! Buffers for large results.
//!
//! The system gives memory page by page, as it is first written to, and a fast kernel spends up to half
//! of its time on that when a page is 4 KB. Large results therefore ask for huge pages, where there are
//! such; results that are not large come from the allocator. Even huge pages take as long as filling
//! them, so those of the results that were freed last are kept for the next ones, as an allocator would.

use std::sync::Mutex;

use bytemuck::Pod;
use memmap2::MmapMut;
use polars_buffer::Buffer;

/// Bytes from which on a result has pages of its own.
const LARGE: usize = 1 << 20;

/// Bytes of a huge page, where there are such; what is kept is a whole number of them.
const PAGE: usize = 1 << 21;

/// The most bytes that are kept for the next results.
const MOST_KEPT: usize = 1 << 27;

/// The pages of the results that were freed last, the latest at the end.
static KEPT: Mutex<Vec<MmapMut>> = Mutex::new(Vec::new());

/// Values, all of which are to be written: what they are before that has no meaning.
pub(crate) enum OutputBuffer<T> {
    Vec(Vec<T>),
    Pages(Pages),
}

/// Memory that is not the allocator's, and how many bytes of it are in use.
pub(crate) struct Pages {
    memory: Option<MmapMut>,
    bytes: usize,
}

impl Pages {
    fn new(bytes: usize) -> Option<Self> {
        let memory = match kept(bytes) {
            Some(kept) => kept,
            None => fresh(bytes)?,
        };
        Some(Self {
            memory: Some(memory),
            bytes,
        })
    }
}

/// Pages that were kept and are not much too large.
fn kept(bytes: usize) -> Option<MmapMut> {
    let fitting = bytes..=bytes.saturating_mul(2).max(PAGE);
    let mut kept = KEPT.lock().ok()?;
    let at = kept
        .iter()
        .rposition(|kept| fitting.contains(&kept.len()))?;
    Some(kept.remove(at))
}

/// Pages that nobody has used.
fn fresh(bytes: usize) -> Option<MmapMut> {
    let memory = MmapMut::map_anon(bytes.checked_next_multiple_of(PAGE)?).ok()?;
    #[cfg(target_os = "linux")]
    // A kernel without huge pages refuses, and small ones do.
    let _ = memory.advise(memmap2::Advice::HugePage);
    Some(memory)
}

impl Drop for Pages {
    fn drop(&mut self) {
        if let (Some(memory), Ok(mut kept)) = (self.memory.take(), KEPT.lock()) {
            kept.push(memory);
            let mut bytes: usize = kept.iter().map(|kept| kept.len()).sum();
            while bytes > MOST_KEPT {
                bytes -= kept.remove(0).len();
            }
        }
    }
}

impl<T: Pod> OutputBuffer<T> {
    /// A buffer of so many values, if there is memory for it.
    pub(crate) fn new(values: usize) -> Option<Self> {
        let bytes = values.checked_mul(size_of::<T>())?;
        if bytes < LARGE {
            return Some(Self::Vec(vec![T::zeroed(); values]));
        }
        Pages::new(bytes).map(Self::Pages)
    }

    /// All values.
    pub(crate) fn values(&mut self) -> &mut [T] {
        match self {
            Self::Vec(values) => values,
            Self::Pages(Pages { memory, bytes }) => match memory {
                Some(memory) => bytemuck::cast_slice_mut(&mut memory[..*bytes]),
                None => &mut [],
            },
        }
    }

    /// The values for a column.
    pub(crate) fn into_buffer(self) -> Buffer<T> {
        match self {
            Self::Vec(values) => values.into(),
            Self::Pages(pages) => Buffer::from_owner(pages),
        }
    }
}

impl<T: Pod> AsRef<[T]> for Pages {
    fn as_ref(&self) -> &[T] {
        match &self.memory {
            Some(memory) => bytemuck::cast_slice(&memory[..self.bytes]),
            None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_in_the_column() {
        for scores in [0, 1, 1000, LARGE, LARGE + 1, LARGE - 9, LARGE] {
            let mut buffer = OutputBuffer::<f32>::new(scores).expect("there is memory");
            assert_eq!(buffer.values().len(), scores);
            buffer.values().fill(7.0);
            let first = buffer.into_buffer();
            let mut buffer = OutputBuffer::<f32>::new(scores).expect("there is memory");
            buffer.values().fill(8.0);
            assert_eq!(first.as_slice(), vec![7.0; scores]);
            assert_eq!(buffer.into_buffer().as_slice(), vec![8.0; scores]);
        }
        assert!(OutputBuffer::<f32>::new(usize::MAX).is_none());
        assert!(OutputBuffer::<u8>::new(usize::MAX).is_none());
    }
}
