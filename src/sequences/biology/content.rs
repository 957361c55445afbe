//! The share of G and C in a sequence.

use serde::Deserialize;

use super::{NO_LETTER, SETS};

/// What letters count that stand for several bases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ambiguous {
    /// Nothing, but for S, which is G or C, and W, which is neither.
    Remove,
    /// The same, and they count as symbols that are neither G nor C.
    Ignore,
    /// The share of G and C among the bases that they stand for.
    Weighted,
}

/// Twelfths of a base that is G or C, for each set, so that all shares are whole: the share of its two
/// middle bits among its bits.
const fn twelfths() -> [u64; 16] {
    let mut shares = [0; 16];
    let mut set = 1_u32;
    while set < 16 {
        shares[set as usize] = (12 * (set & 0b0110).count_ones() / set.count_ones()) as u64;
        set += 1;
    }
    shares
}

const TWELFTHS: [u64; 16] = twelfths();

/// What a sequence's share is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Content {
    /// A share in 0..=1.
    Share(f64),
    /// The sequence has no symbol that counts.
    Nothing,
    /// A symbol is none of IUPAC's.
    Invalid,
}

/// The share of G and C among the bases; gaps are not counted.
pub fn gc_content(sequence: &[u8], ambiguous: Ambiguous) -> Content {
    let mut counts = [0_u64; 256];
    // Four tables, so that equal neighbours do not wait for each other.
    let mut others = [[0_u32; 256]; 4];
    for part in sequence.chunks(1 << 30) {
        for symbols in part.chunks(4) {
            for (table, symbol) in others.iter_mut().zip(symbols) {
                table[usize::from(*symbol)] += 1;
            }
        }
        for table in &mut others {
            for (count, other) in counts.iter_mut().zip(&mut *table) {
                *count += u64::from(std::mem::take(other));
            }
        }
    }
    let mut sets = [0_u64; 16];
    for (set, count) in SETS.iter().zip(counts) {
        match *set {
            NO_LETTER if count > 0 => return Content::Invalid,
            NO_LETTER => {}
            set => sets[usize::from(set)] += count,
        }
    }
    let (mut strong, mut all) = (0, 0);
    for (set, count) in (0_usize..).zip(sets).skip(1) {
        let is_certain = matches!(TWELFTHS[set], 0 | 12);
        if is_certain || ambiguous == Ambiguous::Weighted {
            strong += count * TWELFTHS[set];
        }
        if is_certain || ambiguous != Ambiguous::Remove {
            all += 12 * count;
        }
    }
    if all == 0 {
        Content::Nothing
    } else {
        Content::Share(strong as f64 / all as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        let share = |sequence: &str, ambiguous| gc_content(sequence.as_bytes(), ambiguous);
        assert_eq!(
            share("GATTACA", Ambiguous::Remove),
            Content::Share(2.0 / 7.0)
        );
        assert_eq!(
            share("ggSN-Wu.", Ambiguous::Remove),
            Content::Share(3.0 / 5.0)
        );
        assert_eq!(
            share("ggSN-Wu.", Ambiguous::Ignore),
            Content::Share(3.0 / 6.0)
        );
        assert_eq!(
            share("ggSN-Wu.", Ambiguous::Weighted),
            Content::Share(3.5 / 6.0)
        );
        assert_eq!(share("BV", Ambiguous::Weighted), Content::Share(2.0 / 3.0));
        assert_eq!(share("NN--", Ambiguous::Remove), Content::Nothing);
        assert_eq!(share("", Ambiguous::Weighted), Content::Nothing);
        assert_eq!(share("GAX", Ambiguous::Remove), Content::Invalid);
    }
}
