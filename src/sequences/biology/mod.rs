//! Nucleotide sequences in the letters of IUPAC.
//!
//! A letter stands for a set of bases: A, C, G, T for one, U for T, R for A or G, and so on to N for
//! any. A set is four bits, one for each of A, C, G and T in this order, so that the set of the
//! complements is the bits in reverse. Gaps, - and ., stand for no base. Letters may be small.
//!
//! A. Cornish-Bowden, "Nomenclature for incompletely specified bases in nucleic acid sequences:
//! recommendations 1984", Nucleic Acids Research 13 (1985).

pub mod codons;
pub mod complement;
pub mod content;
pub mod kmers;

use serde::Deserialize;

/// What a strand is spelled in: which of T and U pairs with A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// With T.
    Dna,
    /// With U.
    Rna,
}

/// The letters in the order of their sets.
const LETTERS: &[u8; 16] = b"-ACMGRSVTWYHKDBN";

/// In [`sets`], a byte that is no letter.
const NO_LETTER: u8 = !0;

/// For each byte the set that it stands for.
const fn sets() -> [u8; 256] {
    let mut sets = [NO_LETTER; 256];
    let mut set = 0;
    while set < 16 {
        let letter = LETTERS[set as usize];
        sets[letter as usize] = set;
        sets[letter.to_ascii_lowercase() as usize] = set;
        set += 1;
    }
    sets[b'U' as usize] = sets[b'T' as usize];
    sets[b'u' as usize] = sets[b'T' as usize];
    sets[b'.' as usize] = 0;
    sets
}

static SETS: [u8; 256] = sets();

/// The set of the complements of a set's bases.
const fn complement_of(set: u8) -> u8 {
    set.reverse_bits() >> 4
}

/// Says which symbol of a sequence is none of IUPAC's, if one is.
pub fn invalid_symbol(sequence: &[u8]) -> Option<String> {
    let place = sequence
        .iter()
        .position(|symbol| SETS[usize::from(*symbol)] == NO_LETTER)?;
    let symbol = match sequence[place] {
        symbol if symbol.is_ascii_graphic() || symbol == b' ' => {
            format!("{:?}", char::from(symbol))
        }
        symbol => format!("byte 0x{symbol:02X}"),
    };
    Some(format!(
        "expected IUPAC's letters for nucleotides and gaps, got {symbol} at position {place}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_those_of_the_nomenclature() {
        // Cornish-Bowden (1985), table 1.
        let expected = [
            ('R', "AG"),
            ('Y', "CT"),
            ('M', "AC"),
            ('K', "GT"),
            ('S', "CG"),
            ('W', "AT"),
            ('H', "ACT"),
            ('B', "CGT"),
            ('V', "ACG"),
            ('D', "AGT"),
            ('N', "ACGT"),
        ];
        for (letter, bases) in expected {
            let union = bases
                .bytes()
                .fold(0, |set, base| set | SETS[usize::from(base)]);
            assert_eq!(SETS[letter as usize], union, "{letter}");
        }
        assert_eq!(
            SETS.iter().filter(|set| **set != NO_LETTER).count(),
            15 * 2 + 2 + 2
        );
    }

    #[test]
    fn what_is_invalid_is_shown() {
        assert_eq!(invalid_symbol(b"ACGTUacgtu-.RYKMSWBDHVNn"), None);
        let shown = |sequence| invalid_symbol(sequence).unwrap_or_default();
        assert!(shown(b"AC!").ends_with("got '!' at position 2"));
        assert!(shown(b"\n").ends_with("got byte 0x0A at position 0"));
    }
}
