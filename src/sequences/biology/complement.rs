//! The other strand, read in its own direction.
//!
//! A letter and its complement differ in a few bits: A and T in 0x15, C and G in 0x04, and so on; the
//! complement is the letter with these bits flipped, and keeps its case. Which bits, and whether the
//! byte is a letter at all, takes comparisons only, no table, so that the compiler turns a block of
//! bytes into a few vector instructions of whatever instruction set the shell is compiled for. Most blocks
//! hold bases and nothing else, which takes a third of the comparisons: a block is tried as such first.
//! What is shorter than a block is looked up byte by byte, in a table of the same complements.

use super::Alphabet;
use crate::simd::{Level, dispatch};

/// Bytes that are complemented together.
const BLOCK: usize = 64;

/// Writes the reverse complement of a sequence in a place of its length; `false`, with whatever was
/// written, if a symbol is none of IUPAC's.
pub fn reverse_complement(sequence: &[u8], alphabet: Alphabet, output: &mut [u8]) -> bool {
    let (rest, blocks) = sequence.as_rchunks::<BLOCK>();
    let (reversed, rest_reversed) = output.as_chunks_mut();
    let mut is_valid = true;
    if !blocks.is_empty() {
        let adenine = adenine(alphabet);
        is_valid = dispatch!(Level::best(), _isa => complement_blocks(blocks, adenine, reversed));
    }
    let complements = match alphabet {
        Alphabet::Dna => &DNA,
        Alphabet::Rna => &RNA,
    };
    for (symbol, output) in rest.iter().rev().zip(rest_reversed) {
        *output = complements[usize::from(*symbol)];
        is_valid &= *output != NO_COMPLEMENT;
    }
    is_valid
}

/// The bits that A is flipped by: to T or to U.
const fn adenine(alphabet: Alphabet) -> u8 {
    match alphabet {
        Alphabet::Dna => b'A' ^ b'T',
        Alphabet::Rna => b'A' ^ b'U',
    }
}

/// Writes the other strand of whole blocks; says whether all symbols are of IUPAC.
#[inline(always)]
fn complement_blocks(blocks: &[[u8; BLOCK]], adenine: u8, output: &mut [[u8; BLOCK]]) -> bool {
    let mut invalid = [0; BLOCK];
    for (block, output) in blocks.iter().zip(output.iter_mut().rev()) {
        *output = match complement_of_bases(block, adenine) {
            Some(complements) => complements,
            None => complement(block, adenine, &mut invalid),
        };
    }
    invalid.iter().all(|byte| *byte == 0)
}

/// The complements of a block of bases, known or not, last one first.
#[inline(always)]
fn complement_of_bases(block: &[u8; BLOCK], adenine: u8) -> Option<[u8; BLOCK]> {
    let (mut complements, mut others) = ([0; BLOCK], [0; BLOCK]);
    for ((symbol, complement), other) in block.iter().zip(&mut complements).zip(&mut others) {
        let letter = symbol & !0x20;
        let (a, t, u) = (is(letter, b'A'), is(letter, b'T'), is(letter, b'U'));
        let strong = either(letter, b'C', b'G');
        let flip =
            (a & adenine) | (t & (b'T' ^ b'A')) | (u & (b'U' ^ b'A')) | (strong & (b'C' ^ b'G'));
        *complement = symbol ^ flip;
        *other = !(a | t | u | strong | is(letter, b'N'));
    }
    complements.reverse();
    others
        .iter()
        .all(|other| *other == 0)
        .then_some(complements)
}

/// The complements of a block, last one first.
#[inline(always)]
fn complement(block: &[u8; BLOCK], adenine: u8, invalid: &mut [u8; BLOCK]) -> [u8; BLOCK] {
    let mut complements = [0; BLOCK];
    for ((symbol, complement), invalid) in block.iter().zip(&mut complements).zip(invalid) {
        let (flip, is_letter) = flip(*symbol, adenine);
        *complement = symbol ^ flip;
        *invalid |= !is_letter;
    }
    complements.reverse();
    complements
}

/// In a table of complements, a byte that has none.
const NO_COMPLEMENT: u8 = 0;

static DNA: [u8; 256] = complements(Alphabet::Dna);
static RNA: [u8; 256] = complements(Alphabet::Rna);

/// The complement of each byte.
const fn complements(alphabet: Alphabet) -> [u8; 256] {
    let mut complements = [NO_COMPLEMENT; 256];
    let mut symbol = 0;
    while symbol < complements.len() {
        let (flip, is_letter) = flip(symbol as u8, adenine(alphabet));
        complements[symbol] = (symbol as u8 ^ flip) & is_letter;
        symbol += 1;
    }
    complements
}

/// The bits in which a symbol differs from its complement, and all ones if it is a letter or a gap.
#[inline(always)]
const fn flip(symbol: u8, adenine: u8) -> (u8, u8) {
    let letter = symbol & !0x20;
    let (strong, purine, keto) = (
        either(letter, b'C', b'G'),
        either(letter, b'R', b'Y'),
        either(letter, b'K', b'M'),
    );
    let (not_t, not_g) = (either(letter, b'B', b'V'), either(letter, b'D', b'H'));
    let (a, t, u) = (is(letter, b'A'), is(letter, b'T'), is(letter, b'U'));
    let flips = (a & adenine)
        | (t & (b'T' ^ b'A'))
        | (u & (b'U' ^ b'A'))
        | (strong & (b'C' ^ b'G'))
        | (purine & (b'R' ^ b'Y'))
        | (keto & (b'K' ^ b'M'))
        | (not_t & (b'B' ^ b'V'))
        | (not_g & (b'D' ^ b'H'));
    let same = either(letter, b'S', b'W') | is(letter, b'N');
    let gap = either(symbol, b'-', b'.');
    (
        flips,
        a | t | u | strong | purine | keto | not_t | not_g | same | gap,
    )
}

/// All ones if the bytes are equal.
#[inline(always)]
const fn is(symbol: u8, other: u8) -> u8 {
    if symbol == other { !0 } else { 0 }
}

/// All ones if the byte is one of the two.
#[inline(always)]
const fn either(symbol: u8, one: u8, other: u8) -> u8 {
    is(symbol, one) | is(symbol, other)
}

#[cfg(test)]
mod tests {
    use super::super::{LETTERS, NO_LETTER, SETS, complement_of};
    use super::*;
    use proptest::prelude::*;

    fn reversed(sequence: &[u8], alphabet: Alphabet) -> Option<Vec<u8>> {
        let mut output = vec![0; sequence.len()];
        reverse_complement(sequence, alphabet, &mut output).then_some(output)
    }

    #[test]
    fn every_byte_has_the_complement_of_its_set() {
        for symbol in 0..=u8::MAX {
            for alphabet in [Alphabet::Dna, Alphabet::Rna] {
                let got = reversed(&[symbol], alphabet).map(|output| output[0]);
                let expected = match SETS[usize::from(symbol)] {
                    NO_LETTER => None,
                    0 => Some(symbol),
                    set => {
                        let letter = LETTERS[usize::from(complement_of(set))];
                        let is_uracil = letter == b'T' && alphabet == Alphabet::Rna;
                        Some(if is_uracil { b'U' } else { letter } | (symbol & 0x20))
                    }
                };
                assert_eq!(got, expected, "{symbol:#x}");
            }
        }
    }

    proptest! {
        #[test]
        fn strands_are_reversed_symbol_by_symbol(
            sequence in prop_oneof!["[ACGTUNacgtun]{0,300}", "[ACGTUNRYSWKMBDHVacgturyswkmbdhvn.-]{0,300}"],
            place: usize,
        ) {
            let sequence = sequence.into_bytes();
            let mut expected = vec![];
            for symbol in sequence.iter().rev() {
                expected.extend(reversed(&[*symbol], Alphabet::Dna).unwrap_or_default());
            }
            prop_assert_eq!(reversed(&sequence, Alphabet::Dna), Some(expected));
            let mut wrong = sequence;
            if !wrong.is_empty() {
                let place = place % wrong.len();
                wrong[place] = b'J';
                prop_assert_eq!(reversed(&wrong, Alphabet::Dna), None);
            }
        }
    }
}
