//! Small numbers that stand for the grams of a text: MinHash (A. Broder, "On the resemblance and containment
//! of documents", 1997) and SimHash (M. Charikar, "Similarity estimation techniques from rounding
//! algorithms", 2002).
//!
//! The numbers are the same on every platform and in every version. A gram's hash is XXH3 with 64 bits
//! of its UTF-8, with the seed. The i-th of several hashes is `mix(hash + i * GOLDEN)` modulo 2^64, where `mix`
//! is the finalizer of SplitMix64, a bijection, so that each orders the grams in its own way.

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::TextFunction;
use super::ngrams::{at_least_one, grams};
use super::words::words;
use crate::interrupt::Pace;

/// The fractional part of the golden ratio, as SplitMix64 has it.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Hands the hash of each gram of `ngram` code points, or of each word, to `each`, which does so much work with it.
fn for_each_hash(
    text: &str,
    ngram: Option<u32>,
    seed: u64,
    work: usize,
    mut each: impl FnMut(u64),
) {
    let mut pace = Pace::default();
    let mut hash = |gram: &str| {
        each(xxh3_64_with_seed(gram.as_bytes(), seed));
        !pace.ends(work)
    };
    match ngram {
        Some(n) => grams(text, n as usize).all(|(start, end)| hash(&text[start..end])),
        None => words(text).all(hash),
    };
}

fn check_ngram(ngram: Option<u32>) -> Result<(), String> {
    ngram.map_or(Ok(()), |n| at_least_one("ngram", n))
}

/// The smallest hash of a text's grams under each of several hash functions: two texts agree in about
/// as many of them as their sets of grams overlap (Jaccard).
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minhash {
    /// How many hash functions.
    pub num_hashes: u32,
    /// Code points in a gram; words if there is none.
    pub ngram: Option<u32>,
    /// Another seed gives other functions.
    pub seed: u64,
}

/// The most hash functions that may be asked for.
const MOST: u32 = 1 << 16;

impl TextFunction for Minhash {
    type Output = Vec<u64>;
    type Scratch = ();
    const NAME: &'static str = "minhash";

    fn check(&self) -> Result<(), String> {
        at_least_one("num_hashes", self.num_hashes)?;
        if self.num_hashes > MOST {
            let got = self.num_hashes;
            return Err(format!(
                "expected num_hashes to be at most {MOST}, got {got}"
            ));
        }
        check_ngram(self.ngram)
    }

    fn peak_bytes(&self, _text: &str) -> usize {
        3 * size_of::<u64>() * self.num_hashes as usize
    }

    fn apply(&self, text: &str, (): &mut (), output: &mut Vec<u64>) -> bool {
        output.resize(self.num_hashes as usize, u64::MAX);
        for_each_hash(text, self.ngram, self.seed, output.len(), |mut hash| {
            for least in &mut *output {
                *least = mix(hash).min(*least);
                hash = hash.wrapping_add(GOLDEN);
            }
        });
        true
    }
}

/// The bits that most of a text's grams have: texts that share most grams differ in few bits.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simhash {
    /// Code points in a gram; words if there is none.
    pub ngram: Option<u32>,
    /// How many of the 64 bits are used, from the lowest on.
    pub bits: u32,
}

impl TextFunction for Simhash {
    type Output = u64;
    type Scratch = ();
    const NAME: &'static str = "simhash";

    fn check(&self) -> Result<(), String> {
        if !(1..=u64::BITS).contains(&self.bits) {
            return Err(format!(
                "expected bits to be within 1..64, got {}",
                self.bits
            ));
        }
        check_ngram(self.ngram)
    }

    fn peak_bytes(&self, _text: &str) -> usize {
        0
    }

    /// Each gram votes for its bits, as often as it occurs; a bit without a majority is zero.
    fn apply(&self, text: &str, (): &mut (), output: &mut u64) -> bool {
        let mut votes = [0_i64; 64];
        for_each_hash(text, self.ngram, 0, votes.len(), |hash| {
            for (bit, votes) in votes.iter_mut().enumerate() {
                *votes += (2 * (hash >> bit & 1)) as i64 - 1;
            }
        });
        let majorities = votes.iter().enumerate().take(self.bits as usize);
        *output = majorities
            .map(|(bit, votes)| u64::from(*votes > 0) << bit)
            .sum();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::output;

    #[test]
    fn numbers_never_change() {
        // The hash of no bytes is in the specification of XXH3.
        assert_eq!(xxh3_64_with_seed(b"", 0), 0x2d06_8005_38d3_94c2);
        // The first numbers of SplitMix64 that starts with 0, as published with xoshiro.
        assert_eq!(mix(GOLDEN), 0xe220_a839_7b1d_cdaf);
        assert_eq!(mix(GOLDEN.wrapping_mul(2)), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn likeness_is_estimated() {
        let minhash = Minhash {
            num_hashes: 512,
            ngram: Some(2),
            seed: 0,
        };
        let sketch = |text: &str| output(&minhash, text).expect("every text has a sketch");
        let (left, right) = (sketch("abcdefgh"), sketch("abcdefxy"));
        let equal = left
            .iter()
            .zip(&right)
            .filter(|(left, right)| left == right)
            .count();
        // Five grams of nine are shared.
        assert!((equal as f64 / 512.0 - 5.0 / 9.0).abs() < 0.1);
        assert_eq!(sketch(""), [u64::MAX; 512]);
    }

    #[test]
    fn like_texts_differ_in_few_bits() {
        let simhash = |text: &str| {
            let function = Simhash {
                ngram: Some(3),
                bits: 64,
            };
            output(&function, text).expect("every text has a sketch")
        };
        let apart = |left, right| (simhash(left) ^ simhash(right)).count_ones();
        let text = "the quick brown fox jumps over the lazy dog";
        assert!(apart(text, "the quick brown fox jumped over the lazy dog") < 16);
        assert!(apart(text, "colourless green ideas sleep furiously tonight") > 16);
        assert_eq!(simhash(""), 0);
    }
}
