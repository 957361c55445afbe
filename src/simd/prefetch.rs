//! Requests to fetch memory before it is read. They change no value, and do nothing on other processors than x86-64.

#![allow(unsafe_code, reason = "an intrinsic that reads nothing")]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_MM_HINT_T0, _MM_HINT_T1, _mm_prefetch};

/// Bytes of a cache line.
const LINE: usize = 64;
/// Cache lines that a sequence is fetched from: as many as one of 128 bytes may lie in.
const FETCHED: usize = 3;

/// Asks the processor to fetch a sequence that is read soon, or its first lines. After three lines the
/// processor sees the pattern, and fetches the rest without being asked.
#[inline(always)]
pub fn prefetch(sequence: &[u8]) {
    if let Some(last) = sequence.len().checked_sub(1) {
        for line in 0..FETCHED {
            prefetch_one(&sequence[last.min(LINE * line)]);
        }
    }
}

/// Asks the processor to fetch something small that is read soon.
#[inline(always)]
pub fn prefetch_one<T>(item: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        let item: *const T = item;
        // SAFETY: every x86-64 processor has the instruction, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(item.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = item;
}

/// Asks the processor to fetch memory that is read next.
#[inline(always)]
pub fn prefetch_all(memory: &[u8]) {
    for byte in memory.iter().step_by(LINE) {
        prefetch_one(byte);
    }
}

/// Asks the processor to fetch memory that is read later, into a larger cache.
#[inline(always)]
pub fn prefetch_early(memory: &[u8]) {
    #[cfg(target_arch = "x86_64")]
    for byte in memory.iter().step_by(LINE) {
        let byte: *const u8 = byte;
        // SAFETY: every x86-64 processor has the instruction, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(byte.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = memory;
}
