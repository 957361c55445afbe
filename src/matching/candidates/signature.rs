//! 64-bit signatures of bags of symbols.
//!
//! Each bit of a signature says that a text has a certain symbol, or has it at least twice, or three
//! times. Every symbol that one text has more often than another flips at most one bit, so
//! `popcount(a & !b)` never exceeds the number of symbols that `a` has beyond `b`, and a pair whose
//! signatures are further apart than its score allows can be ruled out without being compared (the
//! bag distance of Bartolini, Ciaccia and Patella, "String matching with metric trees using an
//! approximate distance", SPIRE 2002, in one word).
//!
//! Which statements get a bit is learned from the texts: a bit rules out most where half the texts
//! have it set. Symbols without a bit of their own share a few. The most telling statement is the
//! highest bit, so that sorting signatures as numbers brings similar ones together.

use std::collections::HashMap;

use crate::matching::Corpus;
use crate::scorer::Text;

/// A symbol's statements go up to "at least this often".
const COUNTS: usize = 4;
/// The lowest bits, each shared by many rare symbols.
const SHARED: usize = 6;
/// No bit.
const NONE: u8 = 64;
/// Texts of each side that are looked at to learn from.
const SAMPLE: usize = 10_000;

/// The bits that a symbol sets when it is met for the first, second, ... time.
type Bits = [u8; COUNTS];

/// Gives texts their signatures.
pub(crate) struct Signer {
    narrow: Box<[Bits; 256]>,
    wide: HashMap<u32, Bits>,
}

/// The bit that rare symbols share with others.
fn shared(symbol: u32) -> Bits {
    let bit = symbol.wrapping_mul(0x9E37_79B1) >> 16;
    [(bit as usize % SHARED) as u8, NONE, NONE, NONE]
}

/// Each distinct symbol of a text, and how often it stands there.
fn runs(text: Text<'_>, symbols: &mut Vec<u32>, mut each: impl FnMut(u32, usize)) {
    symbols.clear();
    match text {
        Text::Bytes(bytes) => symbols.extend(bytes.iter().map(|byte| u32::from(*byte))),
        Text::Codes(codes) => symbols.extend_from_slice(codes),
    }
    symbols.sort_unstable();
    for run in symbols.chunk_by(|one, next| one == next) {
        each(run[0], run.len());
    }
}

impl Signer {
    /// Learns which statements tell the texts of these sides apart.
    pub(crate) fn learn(sides: [&Corpus; 2]) -> Self {
        let mut texts = 0_usize;
        let mut narrow = [[0_usize; COUNTS]; 256];
        let mut counts: HashMap<u32, [usize; COUNTS]> = HashMap::new();
        let mut symbols = Vec::new();
        for side in sides {
            let step = side.len().div_ceil(SAMPLE).max(1);
            for text in (0..side.len()).step_by(step).filter_map(|at| side.get(at)) {
                texts += 1;
                if let Text::Bytes(bytes) = text {
                    let mut seen = [0_u8; 256];
                    for byte in bytes.iter().map(|byte| usize::from(*byte)) {
                        if let Some(count) = narrow[byte].get_mut(usize::from(seen[byte])) {
                            *count += 1;
                            seen[byte] += 1;
                        }
                    }
                } else {
                    runs(text, &mut symbols, |symbol, times| {
                        let counts = counts.entry(symbol).or_default();
                        for count in &mut counts[..times.min(COUNTS)] {
                            *count += 1;
                        }
                    });
                }
            }
        }
        for (symbol, more) in (0..).zip(narrow) {
            let counts = counts.entry(symbol).or_default();
            for (count, more) in counts.iter_mut().zip(more) {
                *count += more;
            }
        }
        // The product of the shares of texts for which a statement holds and does not.
        let mut statements: Vec<(usize, u32, usize)> = counts
            .iter()
            .flat_map(|(symbol, counts)| {
                let telling = |count: usize| count.saturating_mul(texts - count);
                let statement = move |(times, count)| (telling(count), *symbol, times);
                counts.iter().copied().enumerate().map(statement)
            })
            .filter(|statement| statement.0 > 0)
            .collect();
        statements.sort_unstable_by(|one, other| {
            other
                .0
                .cmp(&one.0)
                .then((one.1, one.2).cmp(&(other.1, other.2)))
        });
        statements.truncate(64 - SHARED);
        let mut narrow = Box::new([[NONE; COUNTS]; 256]);
        let mut wide: HashMap<u32, Bits> = HashMap::new();
        for (symbol, bits) in (0..).zip(narrow.iter_mut()) {
            *bits = shared(symbol);
        }
        let mut owners = std::collections::HashSet::new();
        for (bit, (_, symbol, times)) in (SHARED as u8..64).rev().zip(statements) {
            let bits = match narrow.get_mut(symbol as usize) {
                Some(bits) => bits,
                None => wide.entry(symbol).or_insert([NONE; COUNTS]),
            };
            if owners.insert(symbol) {
                *bits = [NONE; COUNTS];
            }
            bits[times] = bit;
        }
        Self { narrow, wide }
    }

    /// A text's signature.
    pub(crate) fn sign(&self, text: Text<'_>, symbols: &mut Vec<u32>) -> u64 {
        let mut signature = 0_u64;
        let mut set = |bit: u8| signature |= 1_u64.checked_shl(bit.into()).unwrap_or(0);
        if let Text::Bytes(bytes) = text {
            let mut seen = [0_u8; 256];
            for byte in bytes {
                let times = &mut seen[usize::from(*byte)];
                if let Some(bit) = self.narrow[usize::from(*byte)].get(usize::from(*times)) {
                    set(*bit);
                    *times += 1;
                }
            }
        } else {
            runs(text, symbols, |symbol, times| {
                let bits = match self.narrow.get(symbol as usize) {
                    Some(bits) => *bits,
                    None => self.wide.get(&symbol).copied().unwrap_or(shared(symbol)),
                };
                bits.into_iter().take(times).for_each(&mut set);
            });
        }
        signature
    }
}

/// The low bytes of a text's first four symbols. Texts agree in at least as many of them as their
/// common prefix is long.
pub(crate) fn lead(text: Text<'_>) -> u32 {
    let mut lead = [0; 4];
    match text {
        Text::Bytes(bytes) => {
            for (to, byte) in lead.iter_mut().zip(bytes) {
                *to = *byte;
            }
        }
        Text::Codes(codes) => {
            for (to, code) in lead.iter_mut().zip(codes) {
                [*to, ..] = code.to_le_bytes();
            }
        }
    }
    u32::from_le_bytes(lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random;

    /// Symbols that the first text has beyond the second.
    fn surplus(one: &str, other: &str) -> u32 {
        let mut rest: Vec<char> = other.chars().collect();
        let mut surplus = 0;
        for symbol in one.chars() {
            match rest.iter().position(|candidate| *candidate == symbol) {
                Some(at) => drop(rest.swap_remove(at)),
                None => surplus += 1,
            }
        }
        surplus
    }

    #[test]
    fn no_signature_claims_more_than_its_text() {
        let mut seed = 7;
        let alphabet: Vec<char> = "aaabbcdefghijklmnopqrstuvwxyz äöüß日本語Жя"
            .chars()
            .collect();
        let texts: Vec<String> = (0..200)
            .map(|_| {
                let length = random(&mut seed) % 30;
                let letter = |_| alphabet[random(&mut seed) as usize % alphabet.len()];
                (0..length).map(letter).collect()
            })
            .collect();
        let corpus = |texts: &[String]| {
            Corpus::from_texts(texts.iter().map(|text| Some(text.as_str())), None)
        };
        let all = corpus(&texts);
        // Signatures hold for texts that were not learned from, too.
        for learned in [&all, &corpus(&texts[..3]), &corpus(&[])] {
            let signer = Signer::learn([learned, learned]);
            let mut symbols = Vec::new();
            let mut sign = |at| signer.sign(all.get(at).expect("a text"), &mut symbols);
            let signatures: Vec<u64> = (0..texts.len()).map(&mut sign).collect();
            for (one, left) in texts.iter().zip(&signatures) {
                for (other, right) in texts.iter().zip(&signatures) {
                    assert!(
                        (left & !right).count_ones() <= surplus(one, other),
                        "{one} {other}"
                    );
                }
            }
        }
    }
}
