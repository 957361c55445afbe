//! [`LoadOps`](crate::simd::LoadOps): codes of a sequence, of inline sequences, and transposed views.

use super::levels;
use crate::simd::*;

/// The most bytes of a sequence.
const ROOM: usize = MAX_SYMBOLS as usize;

/// Every length and every symbol in every place, with memory behind the sequence and without.
fn check_codes<const WORDS: usize>() {
    let bytes: Vec<u8> = (0..=u8::MAX).map(|at| at.wrapping_mul(37)).collect();
    let ascii: Vec<u8> = bytes.iter().map(|byte| byte % 0x7F).collect();
    for len in 0..=WORDS * WORD {
        for (start, behind) in (0..bytes.len() - ROOM).zip([0, 1, 5, ROOM].into_iter().cycle()) {
            for text in [&bytes, &ascii] {
                let memory = &text[start..][..(len + behind).min(ROOM)];
                let mut expected = [0; ROOM];
                for (code, byte) in expected.iter_mut().zip(&memory[..len]) {
                    *code = byte.wrapping_add(1);
                }
                let fits = memory[..len].iter().all(|byte| *byte < 0x7F);
                for (level, name) in levels() {
                    let (codes, high) =
                        dispatch!(level, isa => isa.codes::<WORDS>(memory, len as u32));
                    assert_eq!(high == 0, fits, "{} {len}", name);
                    let bits = codes.into_iter().fold(0, |all, codes| all | codes);
                    assert_eq!(bits & HIGH == 0, fits, "{} {len}", name);
                    let codes = codes.map(u64::to_le_bytes);
                    assert!(
                        !fits || codes.as_flattened() == &expected[..WORDS * WORD],
                        "{} {len}",
                        name
                    );
                }
            }
        }
    }
}

#[test]
fn every_level_reads_codes() {
    check_codes::<1>();
    check_codes::<2>();
    check_codes::<3>();
    check_codes::<4>();
    check_codes::<7>();
    check_codes::<8>();
    check_codes::<9>();
    check_codes::<16>();
}

fn check_inline<const WORDS: usize>(longest: usize) {
    let bytes: Vec<u8> = (0..=u8::MAX).map(|at| at.wrapping_mul(37)).collect();
    for (start, texts) in bytes.windows(12 * VIEWS).enumerate() {
        // What stands behind a text in its view has no meaning.
        let lengths = std::array::from_fn::<_, VIEWS, _>(|at| (start * 5 + at * 3) % (longest + 1));
        let mut views = [[0xEE; VIEW]; VIEWS];
        let mut codes = [[[0; WORD]; VIEWS]; WORDS];
        let mut fits = [true; VIEWS];
        for (at, length) in lengths.into_iter().enumerate() {
            let text = &texts[12 * at..][..12];
            views[at][..4].copy_from_slice(&(length as u32).to_ne_bytes());
            views[at][4..].copy_from_slice(text);
            for (index, byte) in text[..length].iter().enumerate() {
                codes[index / WORD][at][index % WORD] = byte.wrapping_add(1);
                fits[at] &= *byte < 0x7F;
            }
        }
        let lengths = lengths.map(|length| length as u32);
        for (level, name) in levels() {
            let inline = dispatch!(level, isa => isa.read_inline::<WORDS>(views.each_ref()));
            assert_eq!(inline.lengths, lengths, "{}", name);
            assert_eq!(inline.long, 0, "{}", name);
            for (at, fits) in fits.into_iter().enumerate() {
                let bits = inline.codes.iter().fold(0, |all, word| all | word[at]);
                assert_eq!(inline.high >> at & 1 == 0, fits, "{}", name);
                assert_eq!(bits & HIGH == 0, fits, "{}", name);
                for (word, codes) in inline.codes.iter().zip(&codes) {
                    let codes = u64::from_le_bytes(codes[at]);
                    assert!(!fits || word[at] == codes, "{}", name);
                }
            }
        }
    }
}

#[test]
fn every_level_reads_views() {
    check_inline::<1>(8);
    check_inline::<2>(12);
    check_inline::<3>(12);
}

#[test]
fn longer_sequences_do_not_fit() {
    fn check<const WORDS: usize>(longest: u32) {
        for length in [longest, longest + 1, 13, 128, 255, 256, 1 << 31, u32::MAX] {
            for at in 0..VIEWS {
                let mut views = [[b'a'; VIEW]; VIEWS];
                for view in &mut views {
                    view[..4].copy_from_slice(&3_u32.to_ne_bytes());
                }
                views[at][..4].copy_from_slice(&length.to_ne_bytes());
                for (level, name) in levels() {
                    let inline =
                        dispatch!(level, isa => isa.read_inline::<WORDS>(views.each_ref()));
                    let expected = u16::from(length > longest) << at;
                    assert_eq!(inline.long, expected, "{} {length}", name);
                }
            }
        }
    }
    check::<1>(8);
    check::<2>(12);
}

#[test]
fn every_level_compares_lengths() {
    let lengths = std::array::from_fn(|at| [0, 7, 8, 9, 1 << 31, u32::MAX][at % 6]);
    for than in [0, 7, 8, 1 << 31, u32::MAX] {
        let longer = (0..VIEWS).filter(|at| lengths[*at] > than);
        let expected = longer.map(|at| 1 << at).sum::<u16>();
        for (level, name) in levels() {
            let longer = dispatch!(level, isa => isa.longer(&lengths, than));
            assert_eq!(longer, expected, "{name}");
        }
    }
}

/// Rows with lengths above this one are translated.
const LONG: u8 = 100;

/// The lengths of views, and each byte of long ones, translated.
#[inline(always)]
fn transposed<I: Isa>(
    isa: I,
    views: &[[u8; VIEW]; BYTES],
    table: &[u8; SYMBOLS],
) -> Vec<[u8; BYTES]> {
    let mut columns = [Plane::ZERO; MAX_INLINE as usize];
    let mut lengths = Plane::ZERO;
    isa.transpose_views(views, &mut columns, &mut lengths);
    let mut mask = Plane::ZERO;
    for lanes in (0..8).step_by(I::WIDTH) {
        let least = isa.splat(u64::from_ne_bytes([LONG; 8]));
        let is_long = isa.load(&lengths, lanes).above_bytes(least);
        is_long.store(&mut mask, lanes);
    }
    let mut rows = vec![isa.in_rows(&lengths)];
    for column in &mut columns {
        isa.translate(table, column, &mask);
        rows.push(isa.in_rows(column));
    }
    rows
}

#[test]
fn every_level_transposes_views() {
    let mut views = [[0; VIEW]; BYTES];
    let table = std::array::from_fn(|at| (at * 7 + 3) as u8);
    for (row, view) in views.iter_mut().enumerate() {
        view[..4].copy_from_slice(&(row as u32 * row as u32 / 9).to_ne_bytes());
        for (index, byte) in view[4..].iter_mut().enumerate() {
            *byte = ((row * 37 + index * 11) % SYMBOLS) as u8;
        }
    }
    for (level, name) in levels() {
        let turned = dispatch!(level, isa => transposed(isa, &views, &table));
        for (row, view) in views.iter().enumerate() {
            let length = (row * row / 9).min(255);
            assert_eq!(usize::from(turned[0][row]), length, "{}", name);
            for (column, byte) in turned[1..].iter().zip(&view[4..]) {
                let translated = table[usize::from(*byte)];
                let expected = if length > usize::from(LONG) {
                    translated
                } else {
                    0
                };
                assert_eq!(column[row], expected, "{}", name);
            }
        }
    }
}
