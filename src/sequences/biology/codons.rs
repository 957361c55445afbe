//! Translation of codons to amino acids, by NCBI's tables of genetic codes.
//!
//! A codon of letters that stand for several bases is a set of codons. If all of them mean the same, so
//! does it; D or N is B, E or Q is Z, I or L is J, and anything else, a stop among others, is X.

use super::{NO_LETTER, SETS, complement_of};

/// NCBI's number of a table, and the amino acids of TTT, TTC, TTA, TTG, TCT, … GGG. Codons that are
/// stops or amino acids, depending on the context, are amino acids (tables 27, 28 and 31).
///
/// The genetic codes, compiled by A. Elzanowski and J. Ostell, National Center for Biotechnology
/// Information, version 4.6.
#[rustfmt::skip]
const TABLES: &[(u8, &[u8; 64])] = &[
    (1, b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (2, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG"),
    (3, b"FFLLSSSSYY**CCWWTTTTPPPPHHQQRRRRIIMMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (4, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (5, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSSSVVVVAAAADDEEGGGG"),
    (6, b"FFLLSSSSYYQQCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (9, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNNKSSSSVVVVAAAADDEEGGGG"),
    (10, b"FFLLSSSSYY**CCCWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (11, b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (12, b"FFLLSSSSYY**CC*WLLLSPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (13, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSGGVVVVAAAADDEEGGGG"),
    (14, b"FFLLSSSSYYY*CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNNKSSSSVVVVAAAADDEEGGGG"),
    (15, b"FFLLSSSSYY*QCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (16, b"FFLLSSSSYY*LCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (21, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNNKSSSSVVVVAAAADDEEGGGG"),
    (22, b"FFLLSS*SYY*LCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (23, b"FF*LSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (24, b"FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSSKVVVVAAAADDEEGGGG"),
    (25, b"FFLLSSSSYY**CCGWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (26, b"FFLLSSSSYY**CC*WLLLAPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (27, b"FFLLSSSSYYQQCCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (28, b"FFLLSSSSYYQQCCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (29, b"FFLLSSSSYYYYCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (30, b"FFLLSSSSYYEECC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (31, b"FFLLSSSSYYEECCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (32, b"FFLLSSSSYY*WCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"),
    (33, b"FFLLSSSSYYY*CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSSKVVVVAAAADDEEGGGG"),
];

/// In [`TABLES`] T comes first, then C, A and G; in a set A, C, G and T are bits 0 to 3.
const PLACE_OF_BASE: [usize; 4] = [2, 1, 3, 0];

/// How many codons of sets there are, 4 bits each.
const CODONS: usize = 1 << 12;

/// A genetic code.
pub struct Code {
    /// The letter of each codon of sets; zero for one of gaps and bases.
    letters: [u8; CODONS],
}

/// What each byte is in a codon of sets, by its place there, first in a codon as it is read and then in
/// one of the other strand. What is no letter makes a codon that does not exist.
static SHIFTED: [[[u16; 256]; 3]; 2] = [
    [shifted(8, false), shifted(4, false), shifted(0, false)],
    [shifted(0, true), shifted(4, true), shifted(8, true)],
];

const fn shifted(shift: u32, is_reverse: bool) -> [u16; 256] {
    let mut shifted = [0; 256];
    let mut symbol = 0;
    while symbol < shifted.len() {
        shifted[symbol] = match SETS[symbol] {
            NO_LETTER => CODONS as u16,
            set if is_reverse => (complement_of(set) as u16) << shift,
            set => (set as u16) << shift,
        };
        symbol += 1;
    }
    shifted
}

/// The direction and the offset of the codons in a sequence.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// How many symbols come before the first codon: 0, 1 or 2.
    pub offset: usize,
    /// Whether the other strand is read.
    pub is_reverse: bool,
}

impl Frame {
    /// The frame with one of the usual numbers: 1, 2, 3, or -1, -2, -3 on the other strand.
    pub fn new(number: i8) -> Option<Self> {
        let offset = usize::from(number.unsigned_abs()).checked_sub(1)?;
        (offset < 3).then_some(Self {
            offset,
            is_reverse: number < 0,
        })
    }

    /// How many codons so many symbols have.
    pub fn codons(self, symbols: usize) -> usize {
        symbols.saturating_sub(self.offset) / 3
    }
}

impl Code {
    /// NCBI's code with a number.
    pub fn new(number: u8) -> Option<Self> {
        let (_, amino_acids) = TABLES.iter().find(|(table, _)| *table == number)?;
        // For each codon of sets, the set of its amino acids, one bit for each letter; stop is bit 0.
        let mut meanings = vec![0_u32; CODONS];
        for codon in 0..CODONS {
            let sets = [codon >> 8, codon >> 4 & 15, codon & 15];
            meanings[codon] = match sets.iter().position(|set| set.count_ones() != 1) {
                None => {
                    let places = sets.map(|set| PLACE_OF_BASE[set.trailing_zeros() as usize]);
                    let amino_acid = amino_acids[places[0] * 16 + places[1] * 4 + places[2]];
                    1 << if amino_acid == b'*' {
                        0
                    } else {
                        amino_acid & 31
                    }
                }
                // Both halves of a set are smaller numbers, so they have been looked at.
                Some(place) => {
                    let set = sets[place];
                    let lowest = set & set.wrapping_neg();
                    let shift = 8 - 4 * place;
                    let without = codon - (set << shift);
                    if lowest == 0 {
                        0
                    } else {
                        meanings[without | lowest << shift]
                            | meanings[without | (set - lowest) << shift]
                    }
                }
            };
        }
        let mut letters = [0; CODONS];
        for (letter, meaning) in letters.iter_mut().zip(meanings) {
            *letter = letter_of(meaning);
        }
        letters[0] = b'-';
        Some(Self { letters })
    }

    /// Writes the amino acids of a sequence in a place for as many as it has codons; `false`, with
    /// whatever was written, if a symbol is none of IUPAC's, or a codon has gaps and bases. Symbols that
    /// make no whole codon at the end are left out.
    pub fn translate(&self, sequence: &[u8], frame: Frame, output: &mut [u8]) -> bool {
        let places = &SHIFTED[usize::from(frame.is_reverse)];
        let mut codons = 0;
        let mut write = |(symbols, output): (&[u8; 3], &mut u8)| {
            let codon = places[0][usize::from(symbols[0])]
                | places[1][usize::from(symbols[1])]
                | places[2][usize::from(symbols[2])];
            codons |= codon;
            *output = self.letters[usize::from(codon) % CODONS];
        };
        let (around, rest) = if frame.is_reverse {
            let end = sequence.len().saturating_sub(frame.offset);
            let (rest, codons) = sequence[..end].as_rchunks();
            codons.iter().rev().zip(&mut *output).for_each(&mut write);
            (&sequence[end..], rest)
        } else {
            let start = frame.offset.min(sequence.len());
            let (codons, rest) = sequence[start..].as_chunks();
            codons.iter().zip(&mut *output).for_each(&mut write);
            (&sequence[..start], rest)
        };
        let is_letter = |symbol: &u8| SETS[usize::from(*symbol)] != NO_LETTER;
        usize::from(codons) < CODONS
            && !output.contains(&0)
            && around.iter().chain(rest).all(is_letter)
    }
}

/// The letter of a set of amino acids; zero where there is none.
fn letter_of(meanings: u32) -> u8 {
    let letters = |letters: &[u8; 2]| 1_u32 << (letters[0] & 31) | 1 << (letters[1] & 31);
    match meanings {
        0 => 0,
        1 => b'*',
        one if one.is_power_of_two() => b'@' + one.trailing_zeros() as u8,
        two if two == letters(b"DN") => b'B',
        two if two == letters(b"EQ") => b'Z',
        two if two == letters(b"IL") => b'J',
        _ => b'X',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(sequence: &str, frame: i8, table: u8) -> Option<String> {
        let (code, frame) = (Code::new(table)?, Frame::new(frame)?);
        let mut output = vec![0; frame.codons(sequence.len())];
        let is_valid = code.translate(sequence.as_bytes(), frame, &mut output);
        is_valid.then(|| String::from_utf8(output).unwrap_or_default())
    }

    #[test]
    fn codons_by_the_standard_code() {
        let standard = |sequence| translated(sequence, 1, 1);
        assert_eq!(
            standard("ATGGCCATTGTAATGGGCCGCTGA").as_deref(),
            Some("MAIVMGR*")
        );
        assert_eq!(standard("auggcu---TAAg").as_deref(), Some("MA-*"));
        assert_eq!(standard("RAYSARATHCTNNNN").as_deref(), Some("BZILX"));
        assert_eq!(standard("TARTGR").as_deref(), Some("*X"));
        assert_eq!(standard("MTT").as_deref(), Some("J"));
        assert_eq!(standard("AT").as_deref(), Some(""));
        assert_eq!(standard("A-G"), None);
        assert_eq!(standard("ATGJ"), None);
    }

    #[test]
    fn six_frames() {
        let sequence = "ATGGCCTAGA";
        let frames = [1, 2, 3, -1, -2, -3].map(|frame| translated(sequence, frame, 1));
        let expected = ["MA*", "WPR", "GL", "SRP", "LGH", "*A"];
        assert_eq!(frames, expected.map(|letters| Some(letters.to_owned())));
        assert_eq!(translated("A", 3, 1).as_deref(), Some(""));
        assert_eq!(translated("A", -3, 1).as_deref(), Some(""));
    }

    #[test]
    fn other_codes() {
        assert_eq!(translated("TGAAGA", 1, 2).as_deref(), Some("W*"));
        assert_eq!(translated("CTG", 1, 12).as_deref(), Some("S"));
        assert!(Code::new(7).is_none());
        assert!(Frame::new(0).is_none());
        assert!(Frame::new(-4).is_none());
    }
}
