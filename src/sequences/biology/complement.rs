//! The other strand, read in its own direction.
//!
//! A letter and its complement differ in a few bits: A and T in 0x15, C and G in 0x04, and so on; the
//! complement is the letter with these bits flipped, and keeps its case. Which bits, and whether the
//! byte is a letter at all, takes comparisons only, no table, so that the compiler turns a block of
//! bytes into a few vector instructions of whatever instruction set the shell is compiled for.

use super::Alphabet;
use crate::kernels::lanes::{Isa, Kernel, Level};

/// Bytes that are complemented together.
const BLOCK: usize = 64;

/// Appends the reverse complement of a sequence; `false`, with nothing appended, if a symbol is none of
/// IUPAC's.
pub fn reverse_complement(sequence: &[u8], alphabet: Alphabet, output: &mut Vec<u8>) -> bool {
    let first = output.len();
    output.resize(first + sequence.len(), 0);
    let mut is_valid = true;
    Level::best().run(Strand {
        sequence,
        // What A is flipped by: to T or to U.
        adenine: match alphabet {
            Alphabet::Dna => b'A' ^ b'T',
            Alphabet::Rna => b'A' ^ b'U',
        },
        output: &mut output[first..],
        is_valid: &mut is_valid,
    });
    if !is_valid {
        output.truncate(first);
    }
    is_valid
}

struct Strand<'a> {
    sequence: &'a [u8],
    adenine: u8,
    output: &'a mut [u8],
    is_valid: &'a mut bool,
}

impl Kernel for Strand<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let (blocks, rest) = self.sequence.as_chunks::<BLOCK>();
        let (first, outputs) = self.output.split_at_mut(rest.len());
        let mut invalid = [0; BLOCK];
        for (block, output) in blocks
            .iter()
            .zip(outputs.as_chunks_mut::<BLOCK>().0.iter_mut().rev())
        {
            *output = complement(block, self.adenine, &mut invalid);
        }
        if !rest.is_empty() {
            let mut block = [b'N'; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            let block = complement(&block, self.adenine, &mut invalid);
            first.copy_from_slice(&block[BLOCK - rest.len()..]);
        }
        *self.is_valid = invalid.iter().all(|byte| *byte == 0);
    }
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

/// The bits in which a symbol differs from its complement, and all ones if it is a letter or a gap.
#[inline(always)]
fn flip(symbol: u8, adenine: u8) -> (u8, u8) {
    let letter = symbol & !0x20;
    let is = |other: u8| if letter == other { !0 } else { 0_u8 };
    let pair = |one: u8, other: u8| is(one) | is(other);
    let (strong, purine, keto) = (pair(b'C', b'G'), pair(b'R', b'Y'), pair(b'K', b'M'));
    let (not_t, not_g) = (pair(b'B', b'V'), pair(b'D', b'H'));
    let (a, t, u) = (is(b'A'), is(b'T'), is(b'U'));
    let flips = (a & adenine)
        | (t & (b'T' ^ b'A'))
        | (u & (b'U' ^ b'A'))
        | (strong & (b'C' ^ b'G'))
        | (purine & (b'R' ^ b'Y'))
        | (keto & (b'K' ^ b'M'))
        | (not_t & (b'B' ^ b'V'))
        | (not_g & (b'D' ^ b'H'));
    let same = is(b'S') | is(b'W') | is(b'N');
    let is_gap = if symbol == b'-' || symbol == b'.' {
        !0
    } else {
        0
    };
    (
        flips,
        a | t | u | strong | purine | keto | not_t | not_g | same | is_gap,
    )
}

#[cfg(test)]
mod tests {
    use super::super::{LETTERS, NO_LETTER, SETS, complement_of};
    use super::*;
    use proptest::prelude::*;

    fn reversed(sequence: &[u8], alphabet: Alphabet) -> Option<Vec<u8>> {
        let mut output = b"before".to_vec();
        let is_valid = reverse_complement(sequence, alphabet, &mut output);
        assert!(output.starts_with(b"before"));
        is_valid.then(|| output.split_off(6))
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
        fn strands_are_reversed_symbol_by_symbol(sequence in "[ACGTNacgtn-]{0,300}", place: usize) {
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
