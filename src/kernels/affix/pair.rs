//! Lengths, common beginnings and ends, and the Hamming distance: all that one look at each position
//! tells. Linear time, no memory.

use crate::symbol::Symbol;

/// The number of symbols of a sequence, as kernels count them.
///
/// A text of Arrow has fewer than 2³² bytes, so nothing is lost.
#[must_use]
#[inline]
pub fn length<S: Symbol>(sequence: &[S]) -> u32 {
    to_u32(sequence.len())
}

/// A number of symbols or of differences, as kernels give it.
#[must_use]
#[inline]
pub fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The length of the longest common prefix.
#[must_use]
#[inline]
pub fn prefix<S: Symbol>(left: &[S], right: &[S]) -> u32 {
    to_u32(shared(left, right))
}

/// The length of the longest common postfix.
#[must_use]
#[inline]
pub fn postfix<S: Symbol>(left: &[S], right: &[S]) -> u32 {
    let pairs = left.iter().rev().zip(right.iter().rev());
    to_u32(pairs.take_while(|(left, right)| left == right).count())
}

/// The length of the longest common prefix of two UTF-8 texts, in code points.
///
/// A code point that differs may begin with equal bytes, which do not count.
#[must_use]
#[inline]
pub fn prefix_of_texts(left: &[u8], right: &[u8]) -> u32 {
    let equal = shared(left, right);
    let is_cut = [left, right]
        .iter()
        .any(|text| text.get(equal).is_some_and(|byte| is_continuation(*byte)));
    code_points(&left[..equal]) - u32::from(is_cut)
}

/// The length of the longest common postfix of two UTF-8 texts, in code points.
///
/// A code point that differs may end with equal bytes, which do not count: its first byte does.
#[must_use]
#[inline]
pub fn postfix_of_texts(left: &[u8], right: &[u8]) -> u32 {
    code_points(&left[left.len() - postfix(left, right) as usize..])
}

/// The first bytes of code points in a part of a text.
#[inline]
fn code_points(bytes: &[u8]) -> u32 {
    to_u32(bytes.iter().filter(|byte| !is_continuation(**byte)).count())
}

#[inline]
fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The number of positions that differ, where a position that only one sequence has differs.
#[must_use]
#[inline]
pub fn hamming<S: Symbol>(left: &[S], right: &[S]) -> u32 {
    let pairs = left.iter().zip(right);
    let differing: u32 = pairs.map(|(left, right)| u32::from(left != right)).sum();
    differing + to_u32(left.len().abs_diff(right.len()))
}

/// Both sequences without the prefix and the postfix they share. No edit distance changes by it.
#[must_use]
#[inline]
pub fn strip<'a, S: Symbol>(left: &'a [S], right: &'a [S]) -> (&'a [S], &'a [S]) {
    let prefix = shared(left, right);
    let (left, right) = (&left[prefix..], &right[prefix..]);
    let postfix = postfix(left, right) as usize;
    (
        &left[..left.len() - postfix],
        &right[..right.len() - postfix],
    )
}

/// The longer sequence and the shorter one.
#[must_use]
#[inline]
pub fn longer_first<'a, S: Symbol>(left: &'a [S], right: &'a [S]) -> (&'a [S], &'a [S]) {
    if left.len() < right.len() {
        (right, left)
    } else {
        (left, right)
    }
}

#[inline]
fn shared<S: Symbol>(left: &[S], right: &[S]) -> usize {
    left.iter()
        .zip(right)
        .take_while(|(left, right)| left == right)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::naive;

    #[test]
    fn equal_the_textbook() {
        naive::for_pairs(|left, right, _| {
            let (wide_left, wide_right) = (naive::widened(left), naive::widened(right));
            let expected = naive::prefix(left, right);
            assert_eq!(
                [prefix(left, right), prefix(&wide_left, &wide_right)],
                [expected; 2]
            );
            let expected = naive::postfix(left, right);
            assert_eq!(
                [postfix(left, right), postfix(&wide_left, &wide_right)],
                [expected; 2]
            );
            let expected = naive::hamming(left, right);
            assert_eq!(
                [hamming(left, right), hamming(&wide_left, &wide_right)],
                [expected; 2]
            );
        });
    }

    #[test]
    fn texts_are_compared_by_code_points() {
        let letters = [
            'a',
            '\u{E9}',
            '\u{E8}',
            '\u{129}',
            '\u{2122}',
            '\u{2123}',
            '\u{1F600}',
        ];
        naive::for_pairs(|left, right, _| {
            for shift in 0..letters.len() {
                let text = |codes: &[u8]| -> Vec<char> {
                    let letter = |code: &u8| letters[(*code as usize + shift) % letters.len()];
                    codes.iter().map(letter).collect()
                };
                let (left, right) = (text(left), text(right));
                let bytes = |text: &[char]| text.iter().collect::<String>().into_bytes();
                let codes = |text: &[char]| text.iter().map(|c| u32::from(*c)).collect::<Vec<_>>();
                let expected = naive::prefix(&codes(&left), &codes(&right));
                assert_eq!(prefix_of_texts(&bytes(&left), &bytes(&right)), expected);
                let expected = naive::postfix(&codes(&left), &codes(&right));
                assert_eq!(postfix_of_texts(&bytes(&left), &bytes(&right)), expected);
            }
        });
    }

    #[test]
    fn equal_rapidfuzz() {
        use rapidfuzz::distance;
        naive::for_pairs(|left, right, _| {
            let expected = distance::prefix::similarity(left, right);
            assert_eq!(prefix(left, right) as usize, expected);
            let expected = distance::postfix::similarity(left, right);
            assert_eq!(postfix(left, right) as usize, expected);
            let pad = distance::hamming::Args::default().pad(true);
            let expected = distance::hamming::distance_with_args(left, right, &pad);
            assert_eq!(hamming(left, right) as usize, expected);
        });
    }

    #[test]
    fn a_stripped_pair_shares_no_end() {
        assert_eq!(
            strip(b"abcde", b"abXde"),
            (b"c".as_slice(), b"X".as_slice())
        );
        assert_eq!(strip(b"aaa", b"aa"), (b"a".as_slice(), b"".as_slice()));
        assert_eq!(strip(b"aa", b"aa"), (b"".as_slice(), b"".as_slice()));
    }

    /// The examples of Wikipedia, "Hamming distance".
    #[test]
    fn literature() {
        assert_eq!(hamming(b"0000", b"1111"), 4);
        assert_eq!(hamming(b"karolin", b"kathrin"), 3);
        assert_eq!(hamming(b"karolin", b"kerstin"), 3);
    }
}
