use super::testing::{random, random_block};
use super::*;
use crate::simd::{Level, VIEW};
use crate::strings::views::Views;
use crate::strings::views::testing::views_of;

#[test]
fn pairs_from_views_are_the_pushed_ones() {
    for words in 1..=MAX_WORDS {
        let (_, pairs) = random_block(words * WORD, 127, LANES);
        let sides: (Vec<_>, Vec<_>) = pairs.iter().map(|pair| (&pair.0[..], &pair.1[..])).unzip();
        let (left, right) = (views_of(&sides.0), views_of(&sides.1));
        let sources = [&left, &right].map(|(views, buffer)| [&views[..], &buffer[..]]);
        let [left, right] = sources.each_ref().map(|sources| Views::new(sources));
        let (mut staged, mut pushed) = (Block::new(words), Block::new(words));
        for first in [0, 500] {
            let rows: Vec<u32> = (first..LANES as u32).collect();
            staged.clear();
            staged.stage(
                Level::best(),
                rows.iter().map(|row| left.padded(*row as usize)),
                rows.iter().map(|row| right.padded(*row as usize)),
            );
            pushed.clear();
            let (mut admitted, mut fitting) = (Vec::new(), Vec::new());
            let refused = staged.admit(&rows, &mut admitted, |_, _| true);
            for row in rows {
                let (left, right) = &pairs[row as usize];
                if pushed.push(left.into(), right.into()) {
                    fitting.push(row);
                } else {
                    assert!(refused.unfit.contains(&row));
                }
            }
            assert_eq!(admitted, fitting);
            assert_eq!(staged.len(), pushed.len());
            for pair in 0..staged.len() {
                let codes = |side: &Side| side.codes(pair, &mut [0; MAX_SYMBOLS as usize]).to_vec();
                assert_eq!(codes(&staged.left), codes(&pushed.left));
                assert_eq!(codes(&staged.right), codes(&pushed.right));
            }
        }
    }
}

#[test]
fn rows_are_the_sequences_they_have() {
    for words in [1, 2, 3, 4, 5, 8, 9, MAX_WORDS] {
        check_rows(words);
    }
}

fn check_rows(words: usize) {
    let (_, mut pairs) = random_block(words * WORD, 127, LANES);
    // Some symbols do not fit.
    for (at, (left, right)) in pairs.iter_mut().enumerate() {
        let symbol = left.first_mut().or(right.first_mut());
        match (at % 8, symbol) {
            (1, Some(symbol)) => *symbol = 0x7F,
            (2, Some(symbol)) => *symbol = 0xC3,
            (3, Some(symbol)) => *symbol = 0xFF,
            _ => {}
        }
    }
    let sides: (Vec<_>, Vec<_>) = pairs.iter().map(|pair| (&pair.0[..], &pair.1[..])).unzip();
    let (left, right) = (views_of(&sides.0), views_of(&sides.1));
    let sources = [&left, &right].map(|(views, buffer)| [&views[..], &buffer[..]]);
    let [left, right] = sources.each_ref().map(|sources| Views::new(sources));
    let first = 3;
    let rows: Vec<u32> = (0..LANES as u32 - 9).step_by(3).collect();
    for level in Level::available() {
        let [mut held, mut beside, mut staged] = [words; 3].map(Block::new);
        // Some parts have fewer rows than are looked at together.
        for part in rows.chunks(37) {
            held.stage_rows(level, [left, right], first, part);
            beside.stage_rows_vs_literal(level, (true, 5), right, first, part);
            let [left, right] = [left, right].map(|side| side.find(first, part));
            staged.stage(level, left, right);
            let [of_held, of_beside, of_staged] = [&mut held, &mut beside, &mut staged]
                .map(|block| block.admit(part, &mut Vec::new(), |_, _| true));
            assert_eq!(of_held, of_staged);
            assert!(of_beside.unfit.len() <= of_held.unfit.len());
        }
        assert!(held.len() > rows.len() / 2 && held.len() < rows.len());
        assert_eq!(held.len(), staged.len());
        for pair in 0..held.len() {
            let codes = |side: &Side| side.codes(pair, &mut [0; MAX_SYMBOLS as usize]).to_vec();
            assert_eq!(codes(&held.left), codes(&staged.left), "{}", level.name());
            assert_eq!(codes(&held.right), codes(&staged.right), "{}", level.name());
        }
        assert!(beside.left.lengths.iter().all(|length| *length == 5));
    }
}

#[test]
fn rows_fill_blocks_in_their_order() {
    let mut seed = 42;
    let mut misfits = Vec::new();
    for words in [1, 2, 3, 4, 8, 9, MAX_WORDS] {
        // A few are too long, or not of ASCII.
        let texts: Vec<Vec<u8>> = (0..LANES + 9)
            .map(|at| {
                let longest = words * WORD + if at % 16 == 3 { 300 } else { 0 };
                let length = random(&mut seed) as usize % (longest + 1);
                let byte = |at: usize| {
                    if at == 77 {
                        0xC3
                    } else {
                        b'a' + (at % 26) as u8
                    }
                };
                (at..at + length).map(byte).collect()
            })
            .collect();
        let slices: Vec<_> = texts.iter().map(Vec::as_slice).collect();
        let (mut views, buffer) = views_of(&slices);
        // Views of nulls point nowhere.
        let is_null = |pair: usize| pair % 7 == 5;
        let (elements, _) = views.as_chunks_mut::<VIEW>();
        for (pair, view) in elements[7..].iter_mut().enumerate() {
            if is_null(pair) {
                *view = [0xEE; VIEW];
            }
        }
        let sources = [&views[..], &buffer[..]];
        let views = Views::new(&sources);
        for level in Level::available() {
            let mut blocks = [false, true].map(|is_left| Block::with_literal(words, (is_left, 5)));
            for (count, is_left, mostly_inline) in [
                (LANES, true, true),
                (LANES - 3, false, false),
                (1, true, false),
                (LANES - 9, false, true),
            ] {
                let valid: Vec<_> = (0..count).map(|pair| !is_null(pair)).collect();
                let rows = InOrder {
                    views,
                    first: 7,
                    valid: &valid,
                    mostly_inline,
                };
                misfits.clear();
                let block = &mut blocks[usize::from(is_left)];
                block.fill_vs_literal(level, is_left, rows, &mut misfits);
                assert_eq!(block.len(), count);
                let (known, side) = if is_left {
                    (&block.left, &block.right)
                } else {
                    (&block.right, &block.left)
                };
                assert!(known.lengths[..count].iter().all(|length| *length == 5));
                let mut expected = Vec::new();
                for (pair, text) in texts[7..][..count].iter().enumerate() {
                    let codes = side.codes(pair, &mut [0; MAX_SYMBOLS as usize]).to_vec();
                    if is_null(pair) {
                        assert!(codes.is_empty());
                        continue;
                    }
                    if text.is_ascii() && text.len() <= words * WORD {
                        let plus_one: Vec<_> = text.iter().map(|byte| byte + 1).collect();
                        assert_eq!(codes, plus_one, "{}", level.name());
                    } else {
                        expected.push(pair as u32);
                        assert!(codes.is_empty());
                    }
                    let behind = &side.word(words - 1, pair).to_le_bytes()[..];
                    assert!(codes.len() == words * WORD || behind.ends_with(&[0]));
                }
                assert_eq!(misfits, expected, "{}", level.name());
            }
        }
    }
}

#[test]
fn codes_are_the_bytes_plus_one() {
    let mut block = Block::new(3);
    assert!(block.push(b"kitten".into(), b"a sitting of 20 bytes".into()));
    assert!(!block.push(b"na\xC3\xAFve".into(), b"naive".into()));
    assert!(!block.push(b"\x7F".into(), b"".into()));
    assert!(block.push(b"\0".into(), b"".into()));
    assert_eq!(block.len(), 2);
    let mut codes = [0; MAX_SYMBOLS as usize];
    assert_eq!(block.left.codes(0, &mut codes), b"ljuufo");
    assert_eq!(block.right.codes(0, &mut codes), b"b!tjuujoh!pg!31!czuft");
    assert_eq!(block.left.codes(1, &mut codes), [1]);
    assert!(block.right.codes(1, &mut codes).is_empty());
}
