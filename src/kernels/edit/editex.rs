//! Editex (J. Zobel, P. Dart, "Phonetic string matching: lessons from information retrieval", SIGIR 1996): an
//! edit distance of letters that sound alike.
//!
//! Letters of one group, such as B and P, are one apart, other symbols two. What is left out costs as much
//! as it is apart from the letter before it, so that double letters are free, and one if that letter is
//! silent (H, W). Beside an empty text each symbol costs two, as in the libraries that have the distance. O(m · n)
//! time and O(min(m, n)) memory, row by row; with a limit, the first row that is worse everywhere ends it.

use crate::interrupt::Pace;
use crate::kernels::affix;
use crate::kernels::match_masks::Scratch;
use crate::symbol::Symbol;

/// How far two symbols are apart at most.
pub const APART: u32 = 2;

/// The groups that each letter of A to Z belongs to, a bit each.
const GROUPS: [u16; 26] = {
    let groups: [&[u8]; 10] = [
        b"AEIOUY", b"BP", b"CKQ", b"DT", b"LR", b"MN", b"GJ", b"FPV", b"SXZ", b"CSZ",
    ];
    let mut table = [0; 26];
    let mut group = 0;
    while group < groups.len() {
        let mut letter = 0;
        while letter < groups[group].len() {
            table[(groups[group][letter] - b'A') as usize] |= 1 << group;
            letter += 1;
        }
        group += 1;
    }
    table
};

/// A symbol, a letter of ASCII as a capital, and its groups.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sound {
    code: u32,
    groups: u16,
}

/// Stands before the first symbol, and is like none.
const SILENCE: Sound = Sound {
    code: u32::MAX,
    groups: 0,
};

impl Sound {
    fn of(symbol: impl Symbol) -> Self {
        let code = symbol.code();
        match u8::try_from(code).map(|byte| byte.to_ascii_uppercase()) {
            Ok(letter @ b'A'..=b'Z') => Self {
                code: letter.into(),
                groups: GROUPS[usize::from(letter - b'A')],
            },
            _ => Self { code, groups: 0 },
        }
    }

    fn replaced(self, other: Self) -> u32 {
        if self == other {
            0
        } else if self.groups & other.groups != 0 {
            1
        } else {
            APART
        }
    }

    /// The cost of leaving out the symbol behind this one.
    fn left_out(self, next: Self) -> u32 {
        let is_silent = self.code == u32::from(b'H') || self.code == u32::from(b'W');
        if is_silent && self != next {
            1
        } else {
            self.replaced(next)
        }
    }
}

/// The Editex distance; with a limit, any number beyond it where the distance is worse.
pub fn editex<S: Symbol>(
    left: &[S],
    right: &[S],
    limit: Option<u32>,
    scratch: &mut Scratch,
) -> u32 {
    let (long, short) = affix::pair::longer_first(left, right);
    if short.is_empty() {
        return affix::pair::length(long).saturating_mul(APART);
    }
    let row = &mut scratch.names[0];
    row.clear();
    row.push(0);
    let mut before = SILENCE;
    let mut cost = 0;
    for &symbol in short {
        let sound = Sound::of(symbol);
        cost += before.left_out(sound);
        row.push(cost);
        before = sound;
    }
    let mut above = SILENCE;
    let mut pace = Pace::default();
    for &symbol in long {
        let sound = Sound::of(symbol);
        let deletion = above.left_out(sound);
        let mut diagonal = row[0];
        row[0] += deletion;
        let (mut best, mut current) = (row[0], row[0]);
        let mut before = SILENCE;
        for (cell, &symbol) in row[1..].iter_mut().zip(short) {
            let other = Sound::of(symbol);
            current = (*cell + deletion)
                .min(current + before.left_out(other))
                .min(diagonal + sound.replaced(other));
            diagonal = *cell;
            *cell = current;
            best = best.min(current);
            before = other;
        }
        if limit.is_some_and(|limit| best > limit) || pace.ends(short.len()) {
            return best;
        }
        above = sound;
    }
    row[short.len()]
}
