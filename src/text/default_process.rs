//! RapidFuzz's `default_process`, which makes texts comparable: everything that is neither a letter nor
//! a number becomes a space, letters become small ones, and spaces at both ends go.
//!
//! Each code point is treated by itself: runs of spaces stay, marks are separators, and a letter becomes
//! small without regard to its neighbours. Text of ASCII goes byte by byte.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::{Text, TextFunction, extend_ascii};

/// The text that RapidFuzz's `default_process` makes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultProcess {}

impl TextFunction for DefaultProcess {
    type Output = Text;
    type Scratch = ();
    const NAME: &'static str = "default_process";

    fn apply(&self, text: &str, (): &mut (), output: &mut Text) -> bool {
        let text = trimmed(text);
        if text.is_ascii() {
            output.write(text.len(), |room| {
                for (room, byte) in room.iter_mut().zip(text.bytes()) {
                    *room = process_ascii(byte);
                }
                text.len()
            });
        } else {
            output.extend(text.chars().map(process));
        }
        true
    }
}

/// The text without what becomes a space at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|symbol| process(symbol) == ' ')
}

/// Appends the processed text to another one.
pub fn default_process(text: &str, processed: &mut String) {
    let text = trimmed(text);
    if text.is_ascii() {
        return extend_ascii(processed, text.bytes().map(process_ascii));
    }
    processed.reserve(text.len());
    processed.extend(text.chars().map(process));
}

/// What a byte of ASCII becomes, without a branch or a table, so that many are looked at together.
fn process_ascii(byte: u8) -> u8 {
    let small = byte | 0x20;
    let letter = if small.wrapping_sub(b'a') < 26 {
        small
    } else {
        b' '
    };
    if byte.wrapping_sub(b'0') < 10 {
        byte
    } else {
        letter
    }
}

/// What one code point becomes. Most alphabets are looked up.
fn process(symbol: char) -> char {
    if symbol.is_ascii() {
        return process_ascii(symbol as u8).into();
    }
    let known = PROCESSED.get(symbol as usize);
    known.copied().unwrap_or_else(|| process_any(symbol))
}

/// What the code points of Latin, Greek, Cyrillic, Hebrew and others up to Arabic become.
static PROCESSED: LazyLock<Vec<char>> =
    LazyLock::new(|| ('\0'..'\u{700}').map(process_any).collect());

fn process_any(symbol: char) -> char {
    let group = symbol.general_category_group();
    let is_kept = matches!(
        group,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    );
    if is_kept && !is_young(symbol as u32) {
        symbol.to_lowercase().next().unwrap_or(symbol)
    } else {
        ' '
    }
}

fn is_young(code: u32) -> bool {
    let run = YOUNG.partition_point(|&(_, last)| last < code);
    YOUNG.get(run).is_some_and(|&(first, _)| first <= code)
}

/// Letters and numbers that came with Unicode 14 or later: RapidFuzz 3.14 knows those of Unicode 13.
#[rustfmt::skip]
const YOUNG: &[(u32, u32)] = &[
    (0x558, 0x558), (0x58b, 0x58c), (0x870, 0x887), (0x889, 0x88f), (0x8b5, 0x8b5), (0x8c8, 0x8c9),
    (0xc5c, 0xc5d), (0xcdc, 0xcdd), (0x170d, 0x170d), (0x171f, 0x171f), (0x1b4c, 0x1b4c),
    (0x1c89, 0x1c8a), (0x208f, 0x208f), (0x209d, 0x209f), (0x2c2f, 0x2c2f), (0x2c5f, 0x2c5f),
    (0x9ffd, 0x9fff), (0xa7c0, 0xa7c1), (0xa7cb, 0xa7dd), (0xa7e2, 0xa7e2), (0xa7f1, 0xa7f4),
    (0xab6c, 0xab6d), (0x10570, 0x1057a), (0x1057c, 0x1058a), (0x1058c, 0x10592),
    (0x10594, 0x10595), (0x10597, 0x105a1), (0x105a3, 0x105b1), (0x105b3, 0x105b9),
    (0x105bb, 0x105bc), (0x105c0, 0x105f3), (0x10780, 0x10785), (0x10787, 0x107b0),
    (0x107b2, 0x107bf), (0x10940, 0x10959), (0x10d40, 0x10d65), (0x10d6f, 0x10d85),
    (0x10ec2, 0x10ec7), (0x10ed9, 0x10eee), (0x10f70, 0x10f81), (0x11071, 0x11072),
    (0x11075, 0x11075), (0x1123f, 0x11240), (0x11380, 0x11389), (0x1138b, 0x1138b),
    (0x1138e, 0x1138e), (0x11390, 0x113b5), (0x113b7, 0x113b7), (0x113d1, 0x113d1),
    (0x113d3, 0x113d3), (0x116d0, 0x116e3), (0x11740, 0x11746), (0x11ab0, 0x11abf),
    (0x11b0a, 0x11b0a), (0x11bc0, 0x11be0), (0x11bf0, 0x11bf9), (0x11db0, 0x11ddb),
    (0x11de0, 0x11de9), (0x11df1, 0x11df1), (0x11f02, 0x11f02), (0x11f04, 0x11f10),
    (0x11f12, 0x11f33), (0x11f50, 0x11f59), (0x1246f, 0x1246f), (0x12475, 0x1247f),
    (0x12550, 0x12686), (0x12f90, 0x12ff0), (0x1342f, 0x1342f), (0x13441, 0x13446),
    (0x13460, 0x143fa), (0x16100, 0x1611d), (0x16130, 0x16139), (0x16a70, 0x16abe),
    (0x16ac0, 0x16ac9), (0x16d40, 0x16d6c), (0x16d70, 0x16d79), (0x16ea0, 0x16eb8),
    (0x16ebb, 0x16ed3), (0x16ff2, 0x16ff6), (0x187f8, 0x187ff), (0x18cd6, 0x18cda),
    (0x18cff, 0x18cff), (0x18d09, 0x18d20), (0x18d80, 0x18df2), (0x18e00, 0x19191),
    (0x191a0, 0x191d2), (0x1aff0, 0x1aff3), (0x1aff5, 0x1affb), (0x1affd, 0x1affe),
    (0x1b11f, 0x1b128), (0x1b132, 0x1b132), (0x1b155, 0x1b155), (0x1b168, 0x1b168),
    (0x1ccf0, 0x1ccf9), (0x1d2c0, 0x1d2d3), (0x1d6a6, 0x1d6a6), (0x1df00, 0x1df81),
    (0x1df90, 0x1df96), (0x1dfcd, 0x1dfff), (0x1e030, 0x1e06d), (0x1e290, 0x1e2ad),
    (0x1e4d0, 0x1e4eb), (0x1e4f0, 0x1e4f9), (0x1e5d0, 0x1e5ed), (0x1e5f0, 0x1e5fa),
    (0x1e6c0, 0x1e6de), (0x1e6e0, 0x1e6e2), (0x1e6e4, 0x1e6e5), (0x1e6e7, 0x1e6ed),
    (0x1e6f0, 0x1e6f4), (0x1e6fe, 0x1e6ff), (0x1e7e0, 0x1e7e6), (0x1e7e8, 0x1e7eb),
    (0x1e7ed, 0x1e7ee), (0x1e7f0, 0x1e7fe), (0x2a6de, 0x2a6df), (0x2b735, 0x2b73f),
    (0x2b81e, 0x2b81e), (0x2cea2, 0x2cead), (0x2ebf0, 0x2ee5d), (0x31350, 0x33479),
    (0x3d000, 0x3fc3f),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing;

    fn processed(text: &str) -> String {
        testing::text(&DefaultProcess {}, text).expect("every text is processed")
    }

    #[test]
    fn letters_and_numbers_are_kept() {
        assert_eq!(processed("  Hello, World!  "), "hello  world");
        assert_eq!(processed("a_b"), "a b");
        assert_eq!(processed("Ünïcode ² ½ Ⅳ"), "ünïcode ² ½ ⅳ");
        assert_eq!(processed("--"), "");
        assert_eq!(processed(""), "");
    }

    #[test]
    fn code_points_are_treated_one_by_one() {
        assert_eq!(processed("e\u{301}"), "e");
        assert_eq!(processed("e\u{301}e"), "e e");
        assert_eq!(processed("İ"), "i");
        assert_eq!(processed("ΌΣΟΣ"), "όσοσ");
        assert_eq!(processed("\u{1c89}"), "");
    }

    #[test]
    fn young_letters_are_in_order() {
        assert!(YOUNG.iter().all(|(first, last)| first <= last));
        assert!(YOUNG.windows(2).all(|runs| runs[0].1 < runs[1].0));
    }
}
