//! [`ByteOps`](crate::simd::ByteOps): masks, indices and short texts.

use std::iter;

use super::{levels, random};
use crate::simd::*;

/// The masks of a byte, from both ends, and of the bytes from 9 to it; and the indices of the last ones.
#[inline(always)]
fn masks<I: Isa>(isa: I, sequence: &[u8], byte: u8) -> ([u64; 3], [u8; BYTES]) {
    let bytes = isa.bytes(sequence);
    let masks = [
        isa.equal(bytes, byte),
        isa.equal(isa.backwards(bytes), byte),
        isa.within(bytes, 9, byte),
    ];
    (masks, isa.indices(masks[2]))
}

#[test]
fn every_level_compares_words() {
    let mut words: [u64; SIXTEEN] =
        std::array::from_fn(|at| (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    words[9] = words[3];
    for word in words.into_iter().chain([1, u64::MAX]) {
        let expected = (0..SIXTEEN).filter(|at| words[*at] == word);
        let expected = expected.map(|at| 1 << at).sum::<u64>();
        let fewer = words.iter().filter(|other| **other < word).count() as u32;
        for (level, name) in levels() {
            let found = dispatch!(level, isa => (
                isa.equal_words(&words, word),
                isa.smaller_words(&words, word),
            ));
            assert_eq!(found, (expected, fewer), "{name}");
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
            for (level, name) in levels() {
                let (masks, indices) = dispatch!(level, isa => masks(isa, &text[..len], byte));
                // A range that ends before it begins has no meaning.
                let compared = if byte < 9 { 2 } else { 3 };
                assert_eq!(masks[..compared], expected[..compared], "{}", name);
                let found = (0..BYTES as u8).filter(|at| masks[2] >> at & 1 == 1);
                let found = found.chain(iter::repeat(0)).take(BYTES);
                assert!(found.eq(indices), "{}", name);
            }
        }
    }
}

#[test]
fn every_level_finds_places() {
    for bytes in [[7; SIXTEEN], *b"abracadabra, abr", *b"abcdefghijklmnop"] {
        for byte in [7, b'a', b'b', b'p', 0] {
            let there = (100..).zip(bytes).filter(|(_, other)| *other == byte);
            let expected: Vec<_> = there.map(|(index, _)| index).collect();
            for (level, name) in levels() {
                let (indices, count) = dispatch!(level, isa => isa.indices_of(byte, &bytes, 100));
                assert_eq!(indices[..count], expected, "{name}");
            }
        }
    }
}

/// What a level says of two short texts, of which the first is read from memory of this length.
#[inline(always)]
fn comparisons<I: Isa>(isa: I, memory: &[u8], len: u32, other: &[u8]) -> (bool, [u32; 3], u64) {
    let ends = |memory, len| (isa.beginning(memory, len), isa.ending(memory, len));
    let (one, last) = ends(memory, len);
    let (other, other_last) = ends(other, other.len() as u32);
    let counts = [
        one.equal_first(other),
        last.equal_last(other_last),
        one.differing(other),
    ];
    (one.are_codes(other), counts, one.continuations())
}

#[test]
fn every_level_compares_short_texts() {
    let mut seed = 3;
    for trial in 0..4_000 {
        let letters = [2, 3, 0x7F, 0x100][trial % 4];
        let text = |seed: &mut u64| -> Vec<u8> {
            let len = random(seed) % 17;
            (0..len).map(|_| (random(seed) % letters) as u8).collect()
        };
        let (one, other) = (text(&mut seed), text(&mut seed));
        let memory = [
            &one[..],
            &other,
            &[0xEE; 64][..random(&mut seed) as usize % 65],
        ]
        .concat();
        let are_codes = one.iter().chain(&other).all(|byte| *byte < 0x7F);
        let goes_on = |(at, byte): (usize, &u8)| u64::from(byte & 0xC0 == 0x80) << at;
        let continuations: u64 = one.iter().enumerate().map(goes_on).sum();
        let count = |pairs: &mut dyn Iterator<Item = (Option<&u8>, Option<&u8>)>| {
            pairs.take_while(|(one, other)| one == other).count() as u32
        };
        let longest = one.len().max(other.len());
        let first = count(&mut (0..longest).map(|at| (one.get(at), other.get(at))));
        let last = |text: &[u8], at: usize| text.len().checked_sub(at + 1);
        let last = count(&mut (0..longest).map(|at| {
            let [one, other] = [&one, &other].map(|text| last(text, at).map(|at| &text[at]));
            (one, other)
        }));
        let differing = (0..longest)
            .filter(|at| one.get(*at) != other.get(*at))
            .count() as u32;
        for (level, name) in levels() {
            let len = one.len() as u32;
            let found = dispatch!(level, isa => comparisons(isa, &memory, len, &other));
            assert_eq!(found.0, are_codes, "{name} {one:?} {other:?}");
            // Where the texts are equal, all that is behind them is equal too.
            let expected = [first, last, differing];
            let found_counts = found.1.map(|count| count.min(longest as u32));
            if are_codes {
                assert_eq!(found_counts, expected, "{name} {one:?} {other:?}");
            }
            assert_eq!(found.2, continuations, "{name} {one:?}");
        }
    }
}
