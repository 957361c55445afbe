use super::*;
use crate::simd::{Isa, Kernel, Level};

struct Decode<'a> {
    memory: &'a [u8],
    len: u32,
    points: &'a mut [u16; BYTES],
    found: &'a mut Option<Begins>,
}

impl Kernel for Decode<'_> {
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let begins = isa.begins(self.memory, self.len);
        isa.code_points(self.memory, self.len, begins.leads, self.points);
        *self.found = Some(begins);
    }
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
                let leads = leads.fold(0_u64, |leads, (place, _)| leads | 1 << place);
                let are_narrow = here.chars().all(|point| u32::from(point) < 1 << 16);
                let expected = Some(Begins { leads, are_narrow });
                for memory in [&text.as_bytes()[start..], here.as_bytes()] {
                    for level in Level::available() {
                        let (mut points, mut found) = ([0; BYTES], None);
                        level.run(Decode {
                            memory,
                            len: len as u32,
                            points: &mut points,
                            found: &mut found,
                        });
                        assert_eq!(found, expected, "{} {here}", level.name());
                        for (point, found) in here.chars().zip(points) {
                            if are_narrow {
                                assert_eq!(u32::from(point), u32::from(found), "{}", level.name());
                            }
                        }
                    }
                }
            }
        }
    }
}
