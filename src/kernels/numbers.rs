//! The numbers in two texts: runs of digits, `0` to `9`, without zeros before them.

use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// Whether two texts have equal numbers, each as often. Their order says nothing.
pub fn are_same<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> bool {
    let [lefts, rights, ..] = &mut scratch.names;
    find(left, lefts);
    find(right, rights);
    if lefts.len() != rights.len() {
        return false;
    }
    let (lefts, _) = lefts.as_chunks_mut::<2>();
    let (rights, _) = rights.as_chunks_mut::<2>();
    lefts.sort_unstable_by_key(|place| number(left, *place));
    rights.sort_unstable_by_key(|place| number(right, *place));
    let mut pairs = lefts.iter().zip(rights);
    pairs.all(|(one, other)| number(left, *one) == number(right, *other))
}

fn number<S: Symbol>(text: &[S], [start, end]: [u32; 2]) -> &[S] {
    &text[start as usize..end as usize]
}

/// Writes for each number where it starts and where it ends.
fn find<S: Symbol>(text: &[S], places: &mut Vec<u32>) {
    places.clear();
    let is_digit = |symbol: &S| (u32::from(b'0')..=u32::from(b'9')).contains(&symbol.code());
    let mut at = 0;
    while let Some(skipped) = text[at..].iter().position(is_digit) {
        let first = at + skipped;
        let digits = text[first..].iter().take_while(|symbol| is_digit(symbol));
        at = first + digits.count();
        let zeros = text[first..at].iter();
        let zeros = zeros.take_while(|symbol| symbol.code() == u32::from(b'0'));
        places.extend([(first + zeros.count()) as u32, at as u32]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_value_and_as_bags() {
        let table = [
            ("", "", true),
            ("a", "b", true),
            ("iPhone 12 Pro", "Apple iPhone 12", true),
            ("iPhone 12", "iPhone 13", false),
            ("12 and 7", "7, 12", true),
            ("7 7 12", "7 12 12", false),
            ("7", "7 7", false),
            ("No. 007", "no 7", true),
            ("0", "000", true),
            ("0", "", false),
            ("1.5", "15", false),
            ("x12y3", "3-12", true),
            ("٣", "٤", true),
        ];
        for (left, right, expected) in table {
            let mut scratch = Scratch::default();
            assert_eq!(
                are_same(left.as_bytes(), right.as_bytes(), &mut scratch),
                expected,
                "{left} {right}"
            );
            let [left, right] =
                [left, right].map(|text| text.chars().map(u32::from).collect::<Vec<_>>());
            assert_eq!(are_same(&left, &right, &mut scratch), expected);
            assert_eq!(are_same(&right, &left, &mut scratch), expected);
        }
    }
}
