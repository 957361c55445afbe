//! [`ByteOps`](crate::simd::ByteOps): code points.

use super::levels;
use crate::simd::*;

/// The leads of a text, and its code points.
#[inline(always)]
fn decoded<I: Isa>(isa: I, memory: &[u8], len: u32) -> (Begins, [u16; BYTES]) {
    let mut points = [0; BYTES];
    let begins = isa.begins(memory, len);
    isa.code_points(memory, len, begins.leads, &mut points);
    (begins, points)
}

#[test]
fn every_level_finds_and_computes_code_points() {
    let texts = [
        "aß\u{7ff}\u{800}€\u{ffff}\0z",
        "plain",
        "ąęė",
        "語",
        "wide 🚀",
        "é\u{10000}",
    ];
    for text in texts.map(|text| text.repeat(20)) {
        for (start, _) in text.char_indices().take(12) {
            for (len, _) in text[start..].char_indices() {
                if len > BYTES {
                    break;
                }
                let here = &text[start..][..len];
                let leads = here.char_indices();
                let leads = leads.fold(0_u64, |leads, (index, _)| leads | 1 << index);
                let are_narrow = here.chars().all(|point| u32::from(point) < 1 << 16);
                let expected = Begins { leads, are_narrow };
                for memory in [&text.as_bytes()[start..], here.as_bytes()] {
                    for (level, name) in levels() {
                        let (found, points) =
                            dispatch!(level, isa => decoded(isa, memory, len as u32));
                        assert_eq!(found, expected, "{} {here}", name);
                        for (point, found) in here.chars().zip(points) {
                            if are_narrow {
                                assert_eq!(u32::from(point), u32::from(found), "{}", name);
                            }
                        }
                    }
                }
            }
        }
    }
}
