use std::iter;

use super::*;
use crate::simd::{Isa, Kernel, Level};

struct Masks<'a> {
    sequence: &'a [u8],
    byte: u8,
    masks: &'a mut [u64; 3],
    places: &'a mut [u8; BYTES],
}

impl Kernel for Masks<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let bytes = isa.bytes(self.sequence);
        *self.masks = [
            isa.equal(bytes, self.byte),
            isa.equal(isa.backwards(bytes), self.byte),
            isa.within(bytes, 9, self.byte),
        ];
        *self.places = isa.places(self.masks[2]);
    }
}

struct Words<'a> {
    words: &'a [u64; WORDS],
    word: u64,
    equal: &'a mut u64,
    smaller: &'a mut u32,
}

impl Kernel for Words<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        *self.equal = isa.equal_words(self.words, self.word);
        *self.smaller = isa.smaller_words(self.words, self.word);
    }
}

#[test]
fn every_level_compares_words() {
    let mut words: [u64; WORDS] =
        std::array::from_fn(|at| (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    words[9] = words[3];
    for word in words.into_iter().chain([1, u64::MAX]) {
        let expected = (0..WORDS).filter(|at| words[*at] == word);
        let expected = expected.map(|at| 1 << at).sum::<u64>();
        let fewer = words.iter().filter(|other| **other < word).count() as u32;
        for level in Level::available() {
            let (mut equal, mut smaller) = (0, 0);
            level.run(Words {
                words: &words,
                word,
                equal: &mut equal,
                smaller: &mut smaller,
            });
            assert_eq!((equal, smaller), (expected, fewer), "{}", level.name());
        }
    }
}

#[test]
fn every_level_finds_bytes() {
    let text: Vec<u8> = (0..100).map(|at: u8| at.wrapping_mul(37)).collect();
    for len in [0, 1, 31, 32, 33, 63, 64, 65, 100] {
        for byte in [0, 9, 37, 200, u8::MAX] {
            let padded: Vec<u8> = text[..len].iter().copied().chain([0; BYTES]).collect();
            let mask = |is_found: &dyn Fn(u8) -> bool| {
                let found = (0..BYTES).filter(|at| is_found(padded[*at]));
                found.map(|at| 1 << at).sum::<u64>()
            };
            let equal = mask(&|other| other == byte);
            let expected = [
                equal,
                equal.reverse_bits(),
                mask(&|other| (9..=byte).contains(&other)),
            ];
            for level in Level::available() {
                let (mut masks, mut places) = ([0; 3], [0; BYTES]);
                level.run(Masks {
                    sequence: &text[..len],
                    byte,
                    masks: &mut masks,
                    places: &mut places,
                });
                // A range that ends before it begins has no meaning.
                let compared = if byte < 9 { 2 } else { 3 };
                assert_eq!(masks[..compared], expected[..compared], "{}", level.name());
                let found = (0..BYTES as u8).filter(|at| masks[2] >> at & 1 == 1);
                let found = found.chain(iter::repeat(0)).take(BYTES);
                assert!(found.eq(places), "{}", level.name());
            }
        }
    }
}
