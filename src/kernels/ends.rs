//! Common prefixes and suffixes, and Hamming distances, of short sequences.
//!
//! All sixteen symbols are compared at once: the first (last) byte that differs is found by counting
//! zero bits. After the end of a sequence stands the symbol zero, which differs from every other.

use super::views::Short;

/// The number of leading symbols that are equal.
#[inline(always)]
pub fn prefix(left: Short, right: Short) -> u32 {
    let equal = (left.codes ^ right.codes).trailing_zeros() / 8;
    equal.min(left.len).min(right.len)
}

/// The number of trailing symbols that are equal.
#[inline(always)]
pub fn postfix(left: Short, right: Short) -> u32 {
    let from_end = |side: Short| side.codes << (8 * (16 - side.len).min(15));
    let equal = (from_end(left) ^ from_end(right)).leading_zeros() / 8;
    equal.min(left.len).min(right.len)
}

/// The number of places whose symbols differ, or that only one sequence has.
#[inline(always)]
pub fn hamming(left: Short, right: Short) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let differ = left.codes ^ right.codes;
    // Codes have seven bits, so a sum with 127 reaches the eighth where a byte is not zero.
    let places = |differ: u128| (differ as u64 + ONES * 0x7F) >> 7 & ONES;
    let places = places(differ) + places(differ >> u64::BITS);
    (places.wrapping_mul(ONES) >> (u64::BITS - 8)) as u32
}

#[cfg(test)]
mod tests {
    use super::super::block::LANES;
    use super::super::block::testing::random_block;
    use super::super::naive;
    use super::super::views::Views;
    use super::super::views::testing::views_of;
    use super::*;

    #[test]
    fn short_sequences_are_compared_as_in_the_textbook() {
        for (longest, letters) in [(8, 2), (8, 100), (16, 2), (16, 3), (16, 126)] {
            let (_, mut pairs) = random_block(longest, letters, LANES);
            // The last sequence has no room behind it.
            pairs.push(Default::default());
            let texts: Vec<_> = pairs
                .iter()
                .flat_map(|(left, right)| [&left[..], right])
                .collect();
            let (views, buffer) = views_of(&[&texts[..], &[&[b'x'; 40]]].concat());
            let sources = [&views[..], &buffer];
            let views = Views::new(&sources);
            for (pair, (left, right)) in pairs.iter().enumerate() {
                let side = |row| views.short(row).expect("short, with room behind it");
                let sides = (side(2 * pair), side(2 * pair + 1));
                assert_eq!(prefix(sides.0, sides.1), naive::prefix(left, right));
                assert_eq!(postfix(sides.0, sides.1), naive::postfix(left, right));
                assert_eq!(hamming(sides.0, sides.1), naive::hamming(left, right));
            }
        }
    }

    #[test]
    fn long_and_wide_sequences_are_not_short() {
        let texts: [&[u8]; 5] = [
            b"seventeen letters",
            "na\u{EF}ve".as_bytes(),
            b"\x7F",
            b"",
            b"",
        ];
        let (views, buffer) = views_of(&texts);
        let sources = [&views[..], &buffer];
        let views = Views::new(&sources);
        for row in 0..3 {
            assert!(views.short(row).is_none());
        }
        assert_eq!(views.short(3).map(|short| short.len), Some(0));
    }
}
