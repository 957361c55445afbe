//! The code points of texts in UTF-8.
//!
//! Code points of up to sixteen bits are computed in windows of 64 bytes (see [`ByteOps`]), each of which ends
//! before a code point begins. Others are read one after the other, from four bytes each.
//!
//! [`ByteOps`]: crate::simd::ByteOps

use super::Padded;
use crate::kernels::block::MAX_SYMBOLS;
use crate::kernels::block::remap::Symbols;
use crate::simd::{BYTES, Begins, Isa, Level, dispatch};

/// The most bytes that as many code points of sixteen bits as a block takes can have.
const MOST_BYTES: u32 = 3 * MAX_SYMBOLS;

impl Padded<'_> {
    /// Replaces `symbols` by the code points of UTF-8. It is not checked: bytes that are not well-formed have
    /// other symbols, but have some.
    pub fn decode(self, symbols: &mut Vec<u32>) {
        symbols.clear();
        self.decode_by(Level::best(), symbols);
    }

    /// [`decode`](Self::decode) in a level's shell.
    fn decode_by(self, level: Level, symbols: &mut Vec<u32>) {
        dispatch!(level, isa => self.each_window(isa, symbols));
    }

    /// Replaces `symbols` by the code points of UTF-8, if they have sixteen bits and there is room.
    #[inline(always)]
    pub fn decode_halves<I: Isa>(self, isa: I, symbols: &mut Symbols) -> bool {
        symbols.clear();
        self.len <= MOST_BYTES && self.each_window(isa, symbols)
    }

    /// Decodes window by window until one is not taken; true if all are.
    #[inline(always)]
    fn each_window<I: Isa>(self, isa: I, symbols: &mut impl Decoded) -> bool {
        let mut rest = self;
        loop {
            let end = if rest.len <= BYTES as u32 {
                rest.len
            } else {
                rest.end_of_window()
            };
            let window = Padded::new(rest.memory, end);
            if !symbols.take(isa, window, isa.begins(window.memory, end)) {
                return false;
            }
            if end == rest.len {
                return true;
            }
            rest = rest.behind(end);
        }
    }

    /// The end of a window of a longer text. If the text is well-formed, a code point begins there.
    #[inline(always)]
    fn end_of_window(self) -> u32 {
        let mut end = BYTES;
        while end > BYTES - LONGEST && self.memory[end] & 0xC0 == 0x80 {
            end -= 1;
        }
        end as u32
    }
}

/// A list that code points are added to.
trait Decoded {
    /// Adds the code points of up to 64 bytes; false if they do not fit.
    fn take<I: Isa>(&mut self, isa: I, window: Padded<'_>, begins: Begins) -> bool;
}

impl Decoded for Symbols {
    #[inline(always)]
    fn take<I: Isa>(&mut self, isa: I, window: Padded<'_>, begins: Begins) -> bool {
        if !begins.are_narrow {
            return false;
        }
        let Some(room) = self.room() else {
            return false;
        };
        isa.code_points(window.memory, window.len, begins.leads, room);
        self.add(begins.leads.count_ones())
    }
}

impl Decoded for Vec<u32> {
    #[inline(always)]
    fn take<I: Isa>(&mut self, isa: I, window: Padded<'_>, begins: Begins) -> bool {
        if !begins.are_narrow {
            add_wide(window.bytes(), begins.leads, self);
            return true;
        }
        let (mut points, mut wide) = ([0; BYTES], [0; BYTES]);
        isa.code_points(window.memory, window.len, begins.leads, &mut points);
        for (wide, point) in wide.iter_mut().zip(points) {
            *wide = u32::from(point);
        }
        // A copy of one size is a few instructions, one of another is a call.
        let len = self.len() + begins.leads.count_ones() as usize;
        self.extend_from_slice(&wide);
        self.truncate(len);
        true
    }
}

/// Adds the code points that begin at these bytes, one after the other.
fn add_wide(bytes: &[u8], mut leads: u64, symbols: &mut Vec<u32>) {
    while leads != 0 {
        let at = leads.trailing_zeros() as usize;
        leads &= leads - 1;
        symbols.push(code_point(&bytes[at..]));
    }
}

/// The most bytes of a code point.
const LONGEST: usize = 4;

/// The code point that bytes begin with.
///
/// Every code point is read as if it had four bytes, and their six bits each are moved together. The bytes behind
/// a shorter one are shifted out.
#[inline(always)]
fn code_point(bytes: &[u8]) -> u32 {
    const OWN: [u8; LONGEST] = [0x7F, 0x1F, 0x0F, 0x07];
    const MORE: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3];
    let four = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut four = [0; LONGEST];
        four[..bytes.len()].copy_from_slice(bytes);
        four
    });
    let more = usize::from(MORE[usize::from(four[0] >> 4)]);
    let bytes = u32::from_be_bytes(four);
    let behind = (bytes & 0x3F) | (bytes >> 2 & 0xFC0) | (bytes >> 4 & 0x3_F000);
    (u32::from(four[0] & OWN[more]) << 18 | behind) >> (18 - 6 * more)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code points by every level.
    fn decoded(memory: &[u8], len: usize) -> Vec<Vec<u32>> {
        let levels = Level::available().into_iter();
        let text = Padded::new(memory, len as u32);
        let decoded = levels.map(|level| {
            let mut symbols = vec![];
            text.decode_by(level, &mut symbols);
            symbols
        });
        decoded.collect()
    }

    #[test]
    fn utf8_is_decoded_with_and_without_memory_behind_it() {
        let text = "aß\u{7ff}\u{800}€\u{ffff}\u{10000}🚀\u{10ffff}\0z".repeat(9);
        for (start, _) in text.char_indices() {
            for (len, _) in text[start..].char_indices() {
                let expected: Vec<u32> = text[start..][..len].chars().map(u32::from).collect();
                for memory in [&text.as_bytes()[start..], &text.as_bytes()[start..][..len]] {
                    for symbols in decoded(memory, len) {
                        assert_eq!(symbols, expected);
                    }
                }
            }
        }
        let broken = [0x80, 0xFF, 0xC3, 0xF0];
        for symbols in decoded(&broken, 4) {
            assert_eq!(symbols.len(), 3);
        }
    }
}
