//! The share of G and C in a sequence.

use serde::Deserialize;

use super::{NO_LETTER, SETS};

/// What letters count that stand for several bases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ambiguous {
    /// Nothing, but for S, which is G or C, and W, which is neither.
    Remove,
    /// A symbol that is neither G nor C, but for S, which is G or C.
    Ignore,
    /// The share of G and C among the bases that they stand for.
    Weighted,
}

/// What a symbol counts, as three numbers in one, so that a sequence takes one addition for each symbol:
/// twelfths of a base that are G or C, twelfths of a base at all, and symbols that are none of IUPAC's.
/// In twelfths all shares are whole.
const FIELD: u32 = 20;

/// Symbols whose sums fit their fields.
const PART: usize = 1 << 16;

const _: () = assert!(12 * PART < 1 << FIELD);

impl Ambiguous {
    const fn weights(self) -> &'static [u64; 256] {
        const REMOVE: &[u64; 256] = &weights(Ambiguous::Remove);
        const IGNORE: &[u64; 256] = &weights(Ambiguous::Ignore);
        const WEIGHTED: &[u64; 256] = &weights(Ambiguous::Weighted);
        match self {
            Self::Remove => REMOVE,
            Self::Ignore => IGNORE,
            Self::Weighted => WEIGHTED,
        }
    }
}

/// What each byte counts. The bases that are G or C are the two middle bits of a set.
const fn weights(ambiguous: Ambiguous) -> [u64; 256] {
    let mut weights = [0; 256];
    let mut symbol = 0;
    while symbol < weights.len() {
        let set = SETS[symbol];
        weights[symbol] = if set == NO_LETTER {
            1 << (2 * FIELD)
        } else if set == 0 {
            0
        } else {
            let share = 12 * (set & 0b0110).count_ones() / set.count_ones();
            let (strong, all) = match ambiguous {
                _ if share == 0 || share == 12 => (share, 12),
                Ambiguous::Remove => (0, 0),
                Ambiguous::Ignore => (0, 12),
                Ambiguous::Weighted => (share, 12),
            };
            strong as u64 | (all as u64) << FIELD
        };
        symbol += 1;
    }
    weights
}

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
    let weights = ambiguous.weights();
    let (mut strong, mut all) = (0, 0);
    for part in sequence.chunks(PART) {
        let counted = part.iter().map(|symbol| weights[usize::from(*symbol)]);
        let sums: u64 = counted.sum();
        if sums >> (2 * FIELD) > 0 {
            return Content::Invalid;
        }
        strong += sums & ((1 << FIELD) - 1);
        all += sums >> FIELD;
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

    #[test]
    fn long_sequences_are_summed_in_parts() {
        let (strong, weak) = (vec![b'C'; 3 * PART], vec![b'a'; PART]);
        let sequence = [strong, weak].concat();
        let share = gc_content(&sequence, Ambiguous::Weighted);
        assert_eq!(share, Content::Share(0.75));
    }
}
