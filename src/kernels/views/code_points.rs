//! The code points of texts in UTF-8.
//!
//! Where they begin is found for 64 bytes at once. What they are is read from four bytes each, without
//! a branch on how many of these belong to it.

use super::super::alphabet::Symbols;
use super::super::block::{MAX_SYMBOLS, WORD};
use super::super::lanes::{HALVES, Isa};
use super::{HIGH, Padded};

/// Bytes behind a text that are read with its last ones.
const ROOM: usize = u64::BITS as usize;
/// The most bytes that as many code points of sixteen bits as a block takes can have.
const MOST_BYTES: usize = 3 * MAX_SYMBOLS as usize;

impl Padded<'_> {
    /// Replaces `symbols` by the code points of UTF-8, without asking whether it is well-formed: what
    /// is not has other symbols, but has some.
    pub fn decode(self, symbols: &mut Vec<u32>) {
        symbols.clear();
        symbols.resize(self.len as usize, 0);
        let count = self.with_code_points(|points| {
            let filled = symbols.iter_mut().zip(points);
            filled
                .map(|(symbol, point)| *symbol = point.code_point())
                .count()
        });
        symbols.truncate(count);
    }

    /// Replaces `symbols` by the code points of UTF-8, if they have sixteen bits and there is room.
    ///
    /// At each byte the code point is computed that would begin there, for 32 bytes at once; then
    /// those where one does begin are moved together.
    #[inline(always)]
    pub fn decode_halves<I: Isa>(self, isa: I, symbols: &mut Symbols) -> bool {
        let len = self.len as usize;
        if len > MOST_BYTES {
            return false;
        }
        symbols.clear();
        let mut room;
        let memory = if self.memory.len() >= len + 2 * ROOM {
            self.memory
        } else {
            room = [0; MOST_BYTES + 2 * ROOM];
            room[..len].copy_from_slice(&self.memory[..len]);
            &room[..]
        };
        for start in (0..len).step_by(ROOM) {
            let real = u64::MAX.unbounded_shr(u64::BITS.saturating_sub((len - start) as u32));
            let (leads, longest) = if I::IS_WIDE {
                let bytes = isa.bytes(&memory[start..]);
                (
                    !isa.within(bytes, 0x80, 0xBF) & real,
                    isa.within(bytes, 0xF0, 0xFF) & real,
                )
            } else {
                let text = Padded::new(&memory[start..], (len - start) as u32);
                let is_longest = |byte: &u8| *byte >= 0xF0;
                let longest = memory[start..len].iter().take(ROOM).any(is_longest);
                (text.leads(0), longest.into())
            };
            if longest != 0 {
                return false;
            }
            for part in [0, HALVES] {
                let kept = (leads >> part) as u32;
                if kept != 0 && !symbols.extend(isa, &code_points(&memory[start + part..]), kept) {
                    return false;
                }
            }
        }
        true
    }

    /// Does something with the UTF-8 of each code point.
    #[inline(always)]
    fn with_code_points<T>(self, of: impl FnOnce(CodePoints<'_>) -> T) -> T {
        let len = self.len as usize;
        let room;
        let memory = if self.memory.len() - len >= ROOM {
            self.memory
        } else {
            room = [&self.memory[..len], &[0; ROOM]].concat();
            &room
        };
        of(CodePoints {
            text: Padded::new(memory, self.len),
            next: 0,
            start: 0,
            leads: 0,
        })
    }

    /// Which of 64 bytes from `start` on, as far as they are the sequence's, begin a code point. All
    /// of them must be in memory.
    #[inline(always)]
    fn leads(self, start: usize) -> u64 {
        let (words, _) = self.memory[start..].as_chunks::<WORD>();
        let rest = self.len as usize - start;
        let mut leads = 0;
        for (at, word) in words.iter().enumerate().take(rest.div_ceil(WORD).min(WORD)) {
            let word = u64::from_le_bytes(*word);
            // A byte that goes on begins with the bits 10. A multiplication collects the others.
            let begins = (!(word >> 7) | word >> 6) & (HIGH >> 7);
            leads |= (begins.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (WORD * at);
        }
        let past = u64::BITS.saturating_sub(rest as u32);
        leads & u64::MAX.checked_shr(past).unwrap_or(0)
    }

    /// Four bytes, which must be in memory.
    #[inline(always)]
    fn four(self, at: usize) -> [u8; 4] {
        let four = self.memory[at..].first_chunk();
        four.copied().unwrap_or_default()
    }
}

/// The code points of a text, one after the other.
struct CodePoints<'a> {
    text: Padded<'a>,
    /// Where the next 64 bytes start.
    next: usize,
    /// Where these 64 bytes start, and which of them still have to begin a code point.
    start: usize,
    leads: u64,
}

impl Iterator for CodePoints<'_> {
    type Item = Encoded;

    #[inline(always)]
    fn next(&mut self) -> Option<Encoded> {
        while self.leads == 0 {
            if self.next >= self.text.len as usize {
                return None;
            }
            self.start = self.next;
            self.leads = self.text.leads(self.start);
            self.next += u64::BITS as usize;
        }
        let at = self.start + self.leads.trailing_zeros() as usize;
        self.leads &= self.leads - 1;
        Some(Encoded(u32::from_be_bytes(self.text.four(at))))
    }
}

/// Four bytes, the first one highest, that begin with a code point's UTF-8.
#[derive(Clone, Copy)]
struct Encoded(u32);

impl Encoded {
    /// The code point.
    ///
    /// All are read as if they had four bytes, whose six bits each are moved together. What follows
    /// a shorter one is shifted out.
    #[inline(always)]
    fn code_point(self) -> u32 {
        const OWN: [u8; 4] = [0x7F, 0x1F, 0x0F, 0x07];
        let Self(bytes) = self;
        let behind = (bytes & 0x3F) | (bytes >> 2 & 0xFC0) | (bytes >> 4 & 0x3_F000);
        let more = self.more();
        ((bytes >> 24 & u32::from(OWN[more])) << 18 | behind) >> (18 - 6 * more)
    }

    /// How many bytes follow the code point's first one.
    #[inline(always)]
    fn more(self) -> usize {
        const MORE: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3];
        MORE[(self.0 >> 28) as usize].into()
    }
}

/// The code points of up to sixteen bits that begin at 32 bytes, or would. Two bytes more must be in
/// memory.
#[inline(always)]
fn code_points(memory: &[u8]) -> [u16; HALVES] {
    let bytes = |from: usize| {
        let bytes = memory[from..].first_chunk::<HALVES>();
        bytes.copied().unwrap_or_default()
    };
    let (first, second, third) = (bytes(0), bytes(1), bytes(2));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_decoded_with_and_without_memory_behind_it() {
        let text = "aß\u{7ff}\u{800}€\u{ffff}\u{10000}🚀\u{10ffff}\0z".repeat(9);
        let mut symbols = vec![7];
        for (start, _) in text.char_indices() {
            for (len, _) in text[start..].char_indices() {
                let expected: Vec<u32> = text[start..][..len].chars().map(u32::from).collect();
                for memory in [&text.as_bytes()[start..], &text.as_bytes()[start..][..len]] {
                    Padded::new(memory, len as u32).decode(&mut symbols);
                    assert_eq!(symbols, expected);
                }
            }
        }
        let broken = [0x80, 0xFF, 0xC3, 0xF0];
        Padded::new(&broken, 4).decode(&mut symbols);
        assert_eq!(symbols.len(), 3);
    }
}
