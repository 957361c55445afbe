//! The code points of texts in UTF-8.
//!
//! Where they begin is found for 64 bytes at once. What they are is computed at each byte, as if one
//! began there, for 32 bytes at once; then those that do begin are moved together. Code points beyond
//! sixteen bits are read one after the other, from four bytes each.

use super::super::alphabet::Symbols;
use super::super::block::{MAX_SYMBOLS, WORD};
use super::super::lanes::{BYTES, HALVES, HIGH, Isa, Kernel, Level};
use super::Padded;

/// Bytes that are read behind those of a window: what is left of the last one's code point.
const BEHIND: usize = 3;
/// The most bytes that as many code points of sixteen bits as a block takes can have.
const MOST_BYTES: usize = 3 * MAX_SYMBOLS as usize;

impl Padded<'_> {
    /// Replaces `symbols` by the code points of UTF-8, without asking whether it is well-formed: what
    /// is not has other symbols, but has some.
    pub fn decode(self, symbols: &mut Vec<u32>) {
        symbols.clear();
        Level::best().run(Decode {
            text: self,
            symbols,
        });
    }

    /// Replaces `symbols` by the code points of UTF-8, if they have sixteen bits and there is room.
    #[inline(always)]
    pub fn decode_halves<I: Isa>(self, isa: I, symbols: &mut Symbols) -> bool {
        symbols.clear();
        self.len as usize <= MOST_BYTES && self.each_window(isa, symbols)
    }

    /// Goes on with windows as long as code points are taken; says whether all were.
    #[inline(always)]
    fn each_window<I: Isa>(self, isa: I, symbols: &mut impl Decoded) -> bool {
        let len = self.len as usize;
        for start in (0..len).step_by(BYTES) {
            let mut room;
            let bytes = match self.memory[start..].first_chunk() {
                Some(bytes) => bytes,
                None => {
                    room = [0; BYTES + BEHIND];
                    let rest = &self.memory[start..len];
                    room[..rest.len()].copy_from_slice(rest);
                    &room
                }
            };
            if !symbols.take(isa, &Window::new(isa, bytes, len - start)) {
                return false;
            }
        }
        true
    }
}

struct Decode<'a> {
    text: Padded<'a>,
    symbols: &'a mut Vec<u32>,
}

impl Kernel for Decode<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        self.text.each_window(isa, self.symbols);
    }
}

/// Where code points go.
trait Decoded {
    /// Adds the code points that begin in a window; says whether there was room for them.
    fn take<I: Isa>(&mut self, isa: I, window: &Window<'_>) -> bool;
}

impl Decoded for Symbols {
    #[inline(always)]
    fn take<I: Isa>(&mut self, isa: I, window: &Window<'_>) -> bool {
        if !window.is_narrow {
            return false;
        }
        // Also where no code point begins: a branch would be taken back too often.
        let points = [window.code_points(0), window.code_points(HALVES)];
        self.extend_both(isa, &points, window.leads)
    }
}

impl Decoded for Vec<u32> {
    #[inline(always)]
    fn take<I: Isa>(&mut self, isa: I, window: &Window<'_>) -> bool {
        if !window.is_narrow {
            window.extend(self);
            return true;
        }
        for (part, kept) in window.parts() {
            let (mut points, mut wide) = ([0; HALVES], [0; HALVES]);
            isa.compress(&window.code_points(part), kept, &mut points);
            for (wide, point) in wide.iter_mut().zip(points) {
                *wide = u32::from(point);
            }
            // A copy of one size is a few instructions, one of another is a call.
            let len = self.len() + kept.count_ones() as usize;
            self.extend_from_slice(&wide);
            self.truncate(len);
        }
        true
    }
}

/// Some bytes of a text.
struct Window<'a> {
    bytes: &'a [u8; BYTES + BEHIND],
    /// Which of the first 64 bytes begin a code point of the text.
    leads: u64,
    /// Whether all of these have at most sixteen bits.
    is_narrow: bool,
}

impl<'a> Window<'a> {
    /// The window of the first bytes of a text that has still `rest` bytes.
    #[inline(always)]
    fn new<I: Isa>(isa: I, bytes: &'a [u8; BYTES + BEHIND], rest: usize) -> Self {
        let real = u64::MAX.unbounded_shr(u64::BITS.saturating_sub(rest as u32));
        let (begin, longest) = if I::IS_WIDE {
            let first = isa.bytes(&bytes[..BYTES]);
            let go_on = isa.within(first, 0x80, 0xBF);
            (!go_on, isa.within(first, 0xF0, 0xFF))
        } else {
            let (words, _) = bytes.as_chunks::<WORD>();
            let (mut begin, mut longest) = (0, 0);
            for (at, word) in words.iter().enumerate() {
                let [these, those] = begin_and_longest(u64::from_le_bytes(*word));
                begin |= these << (WORD * at);
                longest |= those << (WORD * at);
            }
            (begin, longest)
        };
        Self {
            bytes,
            leads: begin & real,
            is_narrow: longest & real == 0,
        }
    }

    /// Both halves of the window, and which of their bytes begin a code point.
    #[inline(always)]
    fn parts(&self) -> impl Iterator<Item = (usize, u32)> + use<> {
        let leads = self.leads;
        [0, HALVES]
            .into_iter()
            .map(move |part| (part, (leads >> part) as u32))
    }

    /// The code points of up to sixteen bits that begin at 32 bytes, or would.
    #[inline(always)]
    fn code_points(&self, part: usize) -> [u16; HALVES] {
        let (first, second, third) = (
            self.bytes_from(part),
            self.bytes_from(part + 1),
            self.bytes_from(part + 2),
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
    fn bytes_from(&self, start: usize) -> [u8; HALVES] {
        let bytes = self.bytes[start..].first_chunk();
        bytes.copied().unwrap_or_default()
    }

    /// Adds the code points one after the other.
    fn extend(&self, symbols: &mut Vec<u32>) {
        let mut leads = self.leads;
        while leads != 0 {
            let at = leads.trailing_zeros() as usize;
            leads &= leads - 1;
            let four = self.bytes[at..].first_chunk().copied().unwrap_or_default();
            symbols.push(code_point(four));
        }
    }
}

/// Which bytes of a word begin a code point, and which begin one of more than sixteen bits.
#[inline(always)]
fn begin_and_longest(word: u64) -> [u64; 2] {
    // A byte that goes on begins with the bits 10, the first of four with 1111.
    let begin = !(word >> 7) | word >> 6;
    let longest = word >> 7 & word >> 6 & word >> 5 & word >> 4;
    // A multiplication collects the lowest bits.
    [begin, longest].map(|bits| (bits & HIGH >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56)
}

/// The code point that four bytes begin with.
///
/// All are read as if they had four bytes, whose six bits each are moved together. What follows a
/// shorter one is shifted out.
#[inline(always)]
fn code_point(four: [u8; 4]) -> u32 {
    const OWN: [u8; 4] = [0x7F, 0x1F, 0x0F, 0x07];
    const MORE: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3];
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
            level.run(Decode {
                text,
                symbols: &mut symbols,
            });
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
