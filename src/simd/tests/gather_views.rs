//! [`LoadOps`](crate::simd::LoadOps): sequences that are located, and read.

use super::levels;
use crate::simd::gather_views::MANY;
use crate::simd::*;

/// The lengths of sequences, a mask of those that are not read, and one of those with a high code. Rows that follow
/// one another need no numbers. `None` if the level does not locate sequences.
#[inline(always)]
fn located<I: Isa, const WORDS: usize>(
    isa: I,
    sources: &Sources<'_>,
    first: usize,
    rows: Option<&[u32; VIEWS]>,
    words: &mut [[u64; ROOM]; WORDS],
) -> Option<([u32; VIEWS], u16, u16)> {
    I::LOCATES.then(|| {
        let located = match rows {
            Some(rows) => isa.locate(sources, first, rows),
            None => isa.locate_in_order(sources, first),
        };
        let high = isa.read(&located, words, 3);
        (located.lengths, located.unread, high)
    })
}

/// Rows in a column that are looked at.
const ROOM: usize = 20;

/// Texts of all lengths, each in one of so many buffers or in its view.
fn check<const WORDS: usize>(buffers: usize) {
    let text = |row: usize| -> Vec<u8> {
        let length = row * 7 % (WORDS * WORD + 9);
        let byte = |at: usize| (row * 31 + at * 37) as u8 % if row % 5 == 4 { 255 } else { 127 };
        (0..length).map(byte).collect()
    };
    let mut memory = vec![Vec::new(); buffers];
    let mut views = vec![[0xEE; VIEW]; 200];
    let mut is_last = vec![true; views.len()];
    for (row, view) in views.iter_mut().enumerate() {
        let text = text(row);
        view[..4].copy_from_slice(&(text.len() as u32).to_ne_bytes());
        if text.len() <= 12 {
            view[4..][..text.len()].copy_from_slice(&text);
            continue;
        }
        let buffer = row % buffers;
        let offset = memory[buffer].len() as u32;
        view[8..12].copy_from_slice(&(buffer as u32).to_ne_bytes());
        view[12..].copy_from_slice(&offset.to_ne_bytes());
        memory[buffer].extend(text);
    }
    for (row, view) in views.iter().enumerate() {
        let (fields, _) = view.as_chunks();
        let [_, _, buffer, offset] = [0, 1, 2, 3].map(|at| u32::from_ne_bytes(fields[at]) as usize);
        let behind = if text(row).len() <= 12 {
            (views.len() - row) * VIEW
        } else {
            memory[buffer].len() - offset
        };
        is_last[row] = behind < 3 * 64;
    }
    let slices: Vec<_> = memory.iter().map(Vec::as_slice).collect();
    let Some(sources) = Sources::new(&views, !0, &slices) else {
        panic!("{buffers} buffers are not many")
    };
    let picked = std::array::from_fn(|at| (at * 11 % (3 * VIEWS)) as u32);
    let in_order = std::array::from_fn(|at| at as u32);
    let firsts = 0..views.len() - 3 * VIEWS;
    for (first, is_picked) in firsts.flat_map(|first| [(first, false), (first, true)]) {
        let rows = if is_picked { picked } else { in_order };
        for (level, name) in levels() {
            let mut words = [[0; ROOM]; WORDS];
            let picked = is_picked.then_some(&rows);
            let found = dispatch!(level, isa => located(isa, &sources, first, picked, &mut words));
            let Some((lengths, unread, high)) = found else {
                continue;
            };
            for (at, row) in rows.into_iter().enumerate() {
                let row = first + row as usize;
                let text = text(row);
                assert_eq!(lengths[at] as usize, text.len(), "{}", name);
                if unread >> at & 1 == 1 {
                    assert!(is_last[row], "{}", name);
                    continue;
                }
                let here = &text[..text.len().min(WORDS * WORD)];
                let fits = here.iter().all(|byte| *byte < 0x7F);
                assert_eq!(high >> at & 1 == 0, fits, "{}", name);
                let mut expected = [[0; WORD]; WORDS];
                for (code, byte) in expected.as_flattened_mut().iter_mut().zip(here) {
                    *code = byte.wrapping_add(1);
                }
                let codes = words.map(|word| word[3 + at]);
                let bits = codes.into_iter().fold(0, |all, codes| all | codes);
                assert_eq!(bits & HIGH == 0, fits, "{}", name);
                if fits {
                    assert_eq!(codes.map(u64::to_le_bytes), expected, "{}", name);
                }
            }
        }
    }
}

#[test]
fn every_level_that_locates_reads_sequences() {
    for buffers in [1, 8, 9, 16, 17, 40] {
        check::<2>(buffers);
        check::<3>(buffers);
        check::<4>(buffers);
        check::<5>(buffers);
        check::<8>(buffers);
        check::<9>(buffers);
        check::<16>(buffers);
    }
}

#[test]
fn too_many_buffers_are_not_listed() {
    let slices = [&[0][..]; MANY + 1];
    assert!(Sources::new(&[], !0, &slices[1..]).is_some());
    assert!(Sources::new(&[], !0, &slices).is_none());
}

#[test]
fn views_that_point_nowhere_are_not_read() {
    let buffer = [b'x'; 300];
    let slices = [&buffer[..]];
    for (source, offset) in [(0, 290), (0, u32::MAX), (1, 0), (7, 100), (u32::MAX, 5)] {
        for length in [13, 200, u32::MAX] {
            let mut view = [0; VIEW];
            for (at, field) in [(0, length), (8, source), (12, offset)] {
                view[at..at + 4].copy_from_slice(&u32::to_ne_bytes(field));
            }
            let views = [view; 32];
            let Some(sources) = Sources::new(&views, !0, &slices) else {
                panic!("one buffer is not many")
            };
            for (level, _) in levels() {
                // There is a row 31, but no row 32.
                for (first, rows) in [
                    (30, Some(&[1; VIEWS])),
                    (31, Some(&[1; VIEWS])),
                    (16, None),
                    (17, None),
                    (40, None),
                ] {
                    let mut words = [[0; ROOM]; 4];
                    let found =
                        dispatch!(level, isa => located(isa, &sources, first, rows, &mut words));
                    let unread = found.map(|(_, unread, _)| unread);
                    assert!(unread.is_none_or(|unread| unread == u16::MAX));
                }
            }
        }
    }
}
