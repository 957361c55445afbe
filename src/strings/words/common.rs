//! The words that two texts share.

use std::cmp::Ordering;

use super::{FEW, Letter, Words, take_first};
use crate::simd::Isa;

impl Words {
    /// Removes the words that two sorted lists share, and repetitions. Returns the number of different shared words,
    /// and their length with a space between each two. (The heads of the words left are not kept.)
    #[inline(always)]
    pub(crate) fn take_common_in<I: Isa, S: Letter>(
        isa: I,
        texts: [&[S]; 2],
        sides: &mut [Self; 2],
    ) -> (u32, u32) {
        if sides
            .iter()
            .all(|words| words.len <= FEW && !words.are_alike)
            && let Some(common) = take_few(isa, texts, sides)
        {
            return common;
        }
        take_common_of_many(texts, sides)
    }
}

/// [`Words::take_common_in`] for a few words a side, no two of which begin alike. `None`, with nothing removed, if two
/// different words of both sides have one head.
#[inline(always)]
fn take_few<I: Isa, S: Letter>(
    isa: I,
    texts: [&[S]; 2],
    [left, right]: &mut [Words; 2],
) -> Option<(u32, u32)> {
    let heads = left.heads.first_chunk::<FEW>()?;
    let all = (1 << left.len) - 1;
    let [mut lefts, mut rights] = [0; 2];
    for (other, head) in right.heads[..right.len].iter().enumerate() {
        let equal = isa.equal_words(heads, *head) & all;
        lefts |= equal;
        rights |= u64::from(equal != 0) << other;
    }
    if lefts == 0 {
        return Some((0, 0));
    }
    // As both lists are sorted, shared words are in one order on both sides.
    let (count, mut length) = (lefts.count_ones(), 0);
    let [mut ours, mut theirs] = [lefts, rights];
    while ours != 0 {
        let word = left.tokens[take_first(&mut ours)];
        let other = right.tokens[take_first(&mut theirs)];
        if word.len() != other.len() || !S::are_same(word.of(texts[0]), other.of(texts[1])) {
            return None;
        }
        length += word.len() + 1;
    }
    left.keep(all & !lefts);
    let all = (1 << right.len) - 1;
    right.keep(all & !rights);
    Some((count, u32::saturating_sub(length, 1)))
}

/// [`Words::take_common_in`] for lists of any length: a merge.
#[cold]
fn take_common_of_many<S: Letter>([left, right]: [&[S]; 2], sides: &mut [Words; 2]) -> (u32, u32) {
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

impl Words {
    /// Keeps the first of equal neighbours: of sorted words, each once.
    pub fn drop_repeated<S: Letter>(&mut self, text: &[S]) {
        let mut length = self.len.min(1);
        for at in 1..self.len {
            let token = self.tokens[at];
            let is_new = token.of(text) != self.tokens[length - 1].of(text);
            self.tokens[length] = token;
            length += usize::from(is_new);
        }
        self.len = length;
    }

    /// Keeps the words of a mask, out of a few.
    #[inline(always)]
    fn keep(&mut self, kept: u64) {
        self.len = kept.count_ones() as usize;
        if let Some(tokens) = self.tokens.first_chunk_mut::<FEW>() {
            let mut length = 0;
            for at in 0..FEW {
                tokens[length % FEW] = tokens[at];
                length += (kept >> at & 1) as usize;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::simd::{Level, dispatch};

    fn split_and_sorted(texts: [&[u8]; 2]) -> [Words; 2] {
        texts.map(|text| {
            let mut words = Words::default();
            words.split(text);
            words.sort(text);
            words
        })
    }

    /// Common words and their length, and what is left on both sides.
    fn expected(texts: [&[u8]; 2]) -> ((u32, u32), [Vec<&[u8]>; 2]) {
        let [left, right] = texts.map(|text| {
            let words = text.split(|byte| *byte == b' ');
            words
                .filter(|word| !word.is_empty())
                .collect::<BTreeSet<_>>()
        });
        let shared: Vec<_> = left.intersection(&right).collect();
        let length: usize = shared.iter().map(|word| word.len() + 1).sum();
        let rests = [left.difference(&right), right.difference(&left)];
        let rests = rests.map(|words| words.copied().collect());
        let length = length.saturating_sub(1) as u32;
        ((shared.len() as u32, length), rests)
    }

    fn check(texts: [&[u8]; 2]) {
        let (common, rests) = expected(texts);
        for level in Level::available() {
            let mut sides = split_and_sorted(texts);
            let taken = dispatch!(level, isa => Words::take_common_in(isa, texts, &mut sides));
            assert_eq!(taken, common, "{}", level.name());
            for (side, (text, rest)) in sides.iter().zip(texts.iter().zip(&rests)) {
                let words: Vec<_> = side.iter().map(|word| word.of(text)).collect();
                assert_eq!(words, *rest, "{}", level.name());
            }
        }
        let mut sides = split_and_sorted(texts);
        assert_eq!(take_common_of_many(texts, &mut sides), common);
    }

    #[test]
    fn common_words_leave_both_sides() {
        check([b"b a c a x", b"d a b e b"]);
        check([b"", b"a"]);
        check([b"one", b"one"]);
    }

    #[test]
    fn words_that_begin_alike_are_told_apart() {
        check([b"international x", b"internationale x"]);
        check([b"international x y", b"internationale x y"]);
        check([b"internal international", b"international internals"]);
        check([b"aaaaaaaaaaaaaaaaaaaaaab c", b"aaaaaaaaaaaaaaaaaaaaaac c"]);
        check([b"aaaaaaaaa b c", b"aaaaaaaaab b c"]);
        check([b"a\0 b c", b"a b c"]);
    }

    #[test]
    fn lists_of_any_length_share_the_same() {
        for count in [1, 2, 3, 8, 15, 16, 17, 40, 63, 64, 90] {
            let text = |step: usize| -> Vec<u8> {
                let words = (0..count).map(|at| format!("{}word{} ", at * step % 7, at * step / 2));
                words.collect::<String>().into_bytes()
            };
            check([&text(2), &text(3)]);
            // No two words of a side begin alike.
            let text = |step: usize| -> Vec<u8> {
                let words = (0..count).map(|at| format!("{} ", at * step * 7919 % 1000));
                words.collect::<String>().into_bytes()
            };
            check([&text(2), &text(3)]);
        }
    }
}
