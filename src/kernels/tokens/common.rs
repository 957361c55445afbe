//! The words that two texts share.

use std::cmp::Ordering;

use super::{Words, take_first};
use crate::kernels::lanes::{BYTES, Isa, Kernel, Level};
use crate::metric::Symbol;

/// Takes away what two sorted lists of words have in common, and repetitions. Returns how many
/// different words they shared, and the length of those words with a space between each two.
#[inline]
pub fn take_common<S: Symbol>(texts: [&[S]; 2], sides: &mut [Words; 2]) -> (u32, u32) {
    if Level::best().is_wide() && sides.iter().all(|words| words.len < BYTES) {
        take_common_of_few(texts, sides)
    } else {
        take_common_of_many(texts, sides)
    }
}

/// Pairs of words whose heads are compared one by one: bytes that were just written, such as hashes, are
/// waited for when they are read as one.
const FEW_PAIRS: usize = 16;

/// The same for fewer than 64 words a side: those of equal hashes are candidates.
#[inline]
fn take_common_of_few<S: Symbol>(texts: [&[S]; 2], [left, right]: &mut [Words; 2]) -> (u32, u32) {
    let mut met = [0; BYTES];
    if left.len * right.len <= FEW_PAIRS {
        for (met, word) in met.iter_mut().zip(&**right) {
            for (at, other) in left.iter().enumerate() {
                *met |= u64::from(word.head == other.head) << at;
            }
        }
    } else {
        Level::best().run(Meet {
            left: &left.hashes(),
            right: &right.hashes()[..right.len],
            met: &mut met,
        });
    }
    let met = &mut met[..right.len];
    let places = (1 << left.len) - 1;
    let [left_alike, right_alike] = [left.alike(0), right.alike(0)];
    let any = met.iter().fold(0, |any, met| any | met) & places;
    if any | left_alike | right_alike == 0 {
        return (0, 0);
    }
    let mut left_gone = left.repeated(left_alike, texts[0]);
    let mut right_gone = right.repeated(right_alike, texts[1]);
    let (mut count, mut length) = (0, 0);
    for (other, met) in met.iter().enumerate() {
        let mut candidates = met & places & !left_gone;
        while candidates != 0 && right_gone >> other & 1 == 0 {
            let at = take_first(&mut candidates);
            if left[at].compare(texts[0], right[other], texts[1]).is_eq() {
                left_gone |= 1 << at;
                right_gone |= 1 << other;
                count += 1;
                length += left[at].len() + 1;
            }
        }
    }
    left.keep(!left_gone);
    right.keep(!right_gone);
    (count, u32::saturating_sub(length, 1))
}

/// The same for lists of any length: both are gone through side by side.
fn take_common_of_many<S: Symbol>([left, right]: [&[S]; 2], sides: &mut [Words; 2]) -> (u32, u32) {
    let (mut count, mut length) = (0, 0);
    for (text, side) in [left, right].into_iter().zip(&mut *sides) {
        side.drop_repeated(text);
    }
    let [left_words, right_words] = sides;
    let (mut left_kept, mut right_kept, mut at, mut next) = (0, 0, 0, 0);
    while at < left_words.len || next < right_words.len {
        let order = match (left_words.get(at), right_words.get(next)) {
            (Some(word), Some(other)) => word.compare(left, *other, right),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        match order {
            Ordering::Less => {
                left_words.tokens[left_kept] = left_words.tokens[at];
                left_kept += 1;
            }
            Ordering::Greater => {
                right_words.tokens[right_kept] = right_words.tokens[next];
                right_kept += 1;
            }
            Ordering::Equal => {
                count += 1;
                length += left_words[at].len() + 1;
            }
        }
        at += usize::from(order.is_le());
        next += usize::from(order.is_ge());
    }
    (left_words.len, right_words.len) = (left_kept, right_kept);
    (count, u32::saturating_sub(length, 1))
}

/// Finds which hashes on the left equal each of those on the right, as bits.
struct Meet<'a> {
    left: &'a [u8; BYTES],
    right: &'a [u8],
    met: &'a mut [u64; BYTES],
}

impl Kernel for Meet<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let left = isa.bytes(self.left);
        for (met, hash) in self.met.iter_mut().zip(self.right) {
            *met = isa.equal(left, *hash);
        }
    }
}

impl Words {
    /// Keeps the first of equal neighbours: of sorted words, each once.
    pub fn drop_repeated<S: Symbol>(&mut self, text: &[S]) {
        let mut length = self.len.min(1);
        for at in 1..self.len {
            let token = self.tokens[at];
            let is_new = token.of(text) != self.tokens[length - 1].of(text);
            self.tokens[length] = token;
            length += usize::from(is_new);
        }
        self.len = length;
    }

    /// Which of those words that are like the word before them are the same.
    fn repeated<S: Symbol>(&self, mut alike: u64, text: &[S]) -> u64 {
        let mut repeated = 0;
        while alike != 0 {
            let at = take_first(&mut alike);
            repeated |= u64::from(self[at].of(text) == self[at - 1].of(text)) << at;
        }
        repeated
    }

    /// A byte for each word that is the same for equal words.
    #[inline]
    fn hashes(&self) -> [u8; BYTES] {
        let mut hashes = [0; BYTES];
        for (hash, token) in hashes.iter_mut().zip(&**self) {
            *hash = (token.head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8;
        }
        hashes
    }

    /// Keeps those of a few words whose bit is set.
    #[inline]
    fn keep(&mut self, kept: u64) {
        let mut length = 0;
        for at in 0..self.len {
            self.tokens[length] = self.tokens[at];
            length += (kept >> at & 1) as usize;
        }
        self.len = length;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Joined, join};
    use super::*;

    #[test]
    fn common_words_leave_both_sides() {
        let [left, right] = [b"b a c a x".as_slice(), b"d a b e b"];
        let mut sides = <[Words; 2]>::default();
        sides[0].split(left);
        sides[0].sort(left);
        sides[1].split(right);
        sides[1].sort(right);
        let common = take_common([left, right], &mut sides);
        let [ours, theirs] = sides;
        assert_eq!(common, (2, 3));
        let mut joined = Joined::default();
        join(left, &ours, &mut joined);
        assert_eq!(joined.text(), b"c x");
        join(right, &theirs, &mut joined);
        assert_eq!(joined.text(), b"d e");
    }

    #[test]
    fn lists_of_any_length_share_the_same() {
        for count in [1, 8, 40, 63, 64, 90] {
            let text = |step: usize| -> Vec<u8> {
                let words = (0..count).map(|at| format!("{}word{} ", at * step % 7, at * step / 2));
                words.collect::<String>().into_bytes()
            };
            let texts = [text(2), text(3)];
            let texts = [&texts[0][..], &texts[1]];
            let sides = || {
                let mut sides = <[Words; 2]>::default();
                for (side, text) in sides.iter_mut().zip(texts) {
                    side.split(text);
                    side.sort(text);
                }
                sides
            };
            let sets = texts.map(|text| {
                let words = text.split(u8::is_ascii_whitespace);
                words
                    .filter(|word| !word.is_empty())
                    .collect::<std::collections::BTreeSet<_>>()
            });
            let shared = sets[0].intersection(&sets[1]);
            let lengths = shared.map(|word| word.len() + 1);
            let (shared, length) =
                lengths.fold((0, 0), |(shared, all), length| (shared + 1, all + length));
            let (mut few, mut many) = (sides(), sides());
            let expected = (shared, length.saturating_sub(1) as u32);
            if count < BYTES {
                assert_eq!(take_common_of_few(texts, &mut few), expected);
            }
            assert_eq!(take_common_of_many(texts, &mut many), expected);
            for (side, (text, set)) in many.iter().zip(texts.iter().zip(&sets)) {
                let rest: Vec<_> = side.iter().map(|word| word.of(text)).collect();
                assert!(rest.iter().all(|word| set.contains(word)));
                assert_eq!(rest.len(), set.len() - shared as usize);
            }
        }
    }
}
