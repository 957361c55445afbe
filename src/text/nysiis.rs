//! The code of the New York State Identification and Intelligence System (R. L. Taft, "Name search
//! techniques", 1970), without its limit of six letters.

use std::collections::HashMap;

use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

use super::TextFunction;

/// The NYSIIS code of a name, as in jellyfish.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nysiis {}

/// Memory for one name: its letters, and its code while it is made.
#[derive(Debug, Default)]
pub struct Name {
    upper: String,
    letters: Vec<u32>,
    key: Vec<u32>,
}

/// Letters of more than one code point are numbered from here on.
const CLUSTER: u32 = char::MAX as u32 + 1;

impl TextFunction for Nysiis {
    type Answer = String;
    type Scratch = Name;
    const NAME: &'static str = "nysiis";

    fn apply(&self, text: &str, name: &mut Name, answer: &mut String) -> bool {
        name.upper.clear();
        name.letters.clear();
        if text.is_ascii() && !text.contains('\r') {
            name.upper.push_str(text);
            name.upper.make_ascii_uppercase();
            name.letters.extend(name.upper.bytes().map(u32::from));
            nysiis(name);
            answer.extend(name.key.iter().copied().filter_map(char::from_u32));
            return true;
        }
        name.upper.push_str(&text.to_uppercase());
        let upper = std::mem::take(&mut name.upper);
        let mut numbers = HashMap::new();
        let mut clusters = Vec::new();
        name.letters.extend(upper.graphemes(true).map(|letter| {
            let mut symbols = letter.chars();
            match (symbols.next(), symbols.next()) {
                (Some(symbol), None) => symbol.into(),
                _ => *numbers.entry(letter).or_insert_with(|| {
                    clusters.push(letter);
                    CLUSTER + (clusters.len() - 1) as u32
                }),
            }
        }));
        name.upper.push_str(&upper);
        nysiis(name);
        for &letter in &name.key {
            match char::from_u32(letter) {
                Some(symbol) => answer.push(symbol),
                None => answer.push_str(clusters[(letter - CLUSTER) as usize]),
            }
        }
        true
    }
}

const fn letter(letter: u8) -> u32 {
    letter as u32
}

const A: u32 = letter(b'A');
const C: u32 = letter(b'C');
const D: u32 = letter(b'D');
const E: u32 = letter(b'E');
const F: u32 = letter(b'F');
const G: u32 = letter(b'G');
const H: u32 = letter(b'H');
const I: u32 = letter(b'I');
const K: u32 = letter(b'K');
const M: u32 = letter(b'M');
const N: u32 = letter(b'N');
const O: u32 = letter(b'O');
const P: u32 = letter(b'P');
const Q: u32 = letter(b'Q');
const S: u32 = letter(b'S');
const U: u32 = letter(b'U');
const V: u32 = letter(b'V');
const W: u32 = letter(b'W');
const Y: u32 = letter(b'Y');
const Z: u32 = letter(b'Z');

fn is_vowel(letter: u32) -> bool {
    matches!(letter, A | E | I | O | U)
}

/// Makes the key from the letters.
fn nysiis(
    Name {
        upper,
        letters,
        key,
    }: &mut Name,
) {
    key.clear();
    change_beginning(upper, letters);
    change_end(upper, letters);
    let Some(&first) = letters.first() else {
        return;
    };
    key.push(first);
    let mut place = 1;
    while let Some(&letter) = letters.get(place) {
        let before = letters[place - 1];
        let next = letters.get(place + 1).copied();
        let mut sound = [None, Some(letter)];
        match letter {
            E if next == Some(V) => {
                place += 1;
                sound = [Some(A), Some(F)];
            }
            A | E | I | O | U => sound[1] = Some(A),
            Q => sound[1] = Some(G),
            Z => sound[1] = Some(S),
            M => sound[1] = Some(N),
            K => sound[1] = Some(if next == Some(N) { N } else { C }),
            S if letters[place..].starts_with(&[S, C, H]) => {
                place += 2;
                sound = [Some(S), Some(S)];
            }
            P if next == Some(H) => {
                place += 1;
                sound[1] = Some(F);
            }
            H if !is_vowel(before) => sound[1] = Some(before),
            H if !next.is_some_and(is_vowel) => sound[1] = Some(A),
            W if is_vowel(before) => sound[1] = Some(before),
            _ => {}
        }
        if key.last().copied() != sound[1] {
            key.extend(sound.into_iter().flatten());
        }
        place += 1;
    }
    if key.len() > 1 && key.ends_with(&[S]) {
        key.pop();
    }
    if key.ends_with(&[A, Y]) {
        key.remove(key.len() - 2);
    }
    if key.len() > 1 && key.ends_with(&[A]) {
        key.pop();
    }
}

fn change_beginning(upper: &str, letters: &mut Vec<u32>) {
    if upper.starts_with("MAC") {
        letters[1] = C;
    } else if upper.starts_with("KN") {
        letters.remove(0);
    } else if upper.starts_with('K') {
        letters[0] = C;
    } else if upper.starts_with("PH") || upper.starts_with("PF") {
        letters[..2].fill(F);
    } else if upper.starts_with("SCH") {
        letters[1..3].fill(S);
    }
}

fn change_end(upper: &str, letters: &mut Vec<u32>) {
    let end = if upper.ends_with("IE") || upper.ends_with("EE") {
        Y
    } else if ["DT", "RT", "RD", "NT", "ND"]
        .iter()
        .any(|end| upper.ends_with(end))
    {
        D
    } else {
        return;
    };
    letters.truncate(letters.len().saturating_sub(2));
    letters.push(end);
}
