//! The code points of up to 64 bytes of UTF-8.
//!
//! Where they begin is one mask. Those of up to sixteen bits are computed from the three bytes at their
//! beginning, all together and each as if it had one, two and three bytes, of which one is chosen.

use super::byte_search::BYTES;
use super::symbol_codes::{HIGH, bit_of_each};
use super::u16x32::HALVES;

#[cfg(test)]
mod tests;
#[cfg(target_arch = "x86_64")]
mod x86;

/// Bytes that are looked at together, and what may be read behind the last one.
const WINDOW: usize = BYTES + 2;
/// Bytes of a word.
const WORD: usize = size_of::<u64>();

/// Where code points begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begins {
    /// The bytes that begin one, the first byte at the lowest bit.
    pub leads: u64,
    /// Whether all of them have at most sixteen bits.
    pub are_narrow: bool,
}

/// What an instruction set does with the first `len` bytes of `memory`, at most [`BYTES`]. What is behind
/// them in the memory may be read as well.
pub trait Utf8wise: Copy {
    /// Where code points begin.
    fn begins(self, memory: &[u8], len: u32) -> Begins;
    /// Writes the code points of up to sixteen bits that begin at bytes whose bits are set, one behind the
    /// other. What stands behind the last one has no meaning.
    fn code_points(self, memory: &[u8], len: u32, leads: u64, into: &mut [u16; BYTES]);
}

impl Utf8wise for super::Portable {
    #[inline(always)]
    fn begins(self, memory: &[u8], len: u32) -> Begins {
        let mut room = [0; WINDOW];
        let (words, _) = window(memory, &mut room).as_chunks::<WORD>();
        let (mut begin, mut longest) = (0, 0);
        for (at, word) in words.iter().enumerate() {
            let [these, those] = begin_and_longest(u64::from_le_bytes(*word));
            begin |= these << (WORD * at);
            longest |= those << (WORD * at);
        }
        Begins {
            leads: begin & present(len),
            are_narrow: longest & present(len) == 0,
        }
    }

    #[inline(always)]
    fn code_points(self, memory: &[u8], _: u32, mut leads: u64, into: &mut [u16; BYTES]) {
        let mut room = [0; WINDOW];
        let bytes = window(memory, &mut room);
        let points = [points_at(bytes, 0), points_at(bytes, HALVES)];
        for into in into {
            *into = points.as_flattened()[leads.trailing_zeros() as usize % BYTES];
            leads &= leads.wrapping_sub(1);
            if leads == 0 {
                return;
            }
        }
    }
}

/// The bits of the bytes that there are.
#[inline(always)]
fn present(len: u32) -> u64 {
    u64::MAX.unbounded_shr(u64::BITS.saturating_sub(len))
}

/// The beginning of the memory, in the room if it is shorter.
#[inline(always)]
fn window<'a>(memory: &'a [u8], room: &'a mut [u8; WINDOW]) -> &'a [u8; WINDOW] {
    match memory.first_chunk() {
        Some(bytes) => bytes,
        None => copied(memory, room),
    }
}

#[cold]
fn copied<'a>(memory: &[u8], room: &'a mut [u8; WINDOW]) -> &'a [u8; WINDOW] {
    for (room, byte) in room.iter_mut().zip(memory) {
        *room = *byte;
    }
    room
}

/// Which bytes of a word begin a code point, and which begin one of more than sixteen bits.
#[inline(always)]
fn begin_and_longest(word: u64) -> [u64; 2] {
    // A byte that goes on begins with the bits 10, the first of four with 1111.
    let begin = !(word >> 7) | word >> 6;
    let longest = word >> 7 & word >> 6 & word >> 5 & word >> 4;
    [begin, longest].map(|bits| bit_of_each(bits & HIGH >> 7))
}

/// The code points of up to sixteen bits that begin at 32 bytes, or would.
#[inline(always)]
fn points_at(bytes: &[u8; WINDOW], start: usize) -> [u16; HALVES] {
    let (first, second, third) = (
        bytes_from(bytes, start),
        bytes_from(bytes, start + 1),
        bytes_from(bytes, start + 2),
    );
    let mut points = [0; HALVES];
    for (at, point) in points.iter_mut().enumerate() {
        let first = u16::from(first[at]);
        let second = u16::from(second[at] & 0x3F);
        let third = u16::from(third[at] & 0x3F);
        let two = (first & 0x1F) << 6 | second;
        let three = first << 12 | second << 6 | third;
        let more = if first < 0xE0 { two } else { three };
        *point = if first < 0x80 { first } else { more };
    }
    points
}

#[inline(always)]
fn bytes_from(bytes: &[u8; WINDOW], start: usize) -> [u8; HALVES] {
    let bytes = bytes[start..].first_chunk();
    bytes.copied().unwrap_or_default()
}
