//! Every operation of every level, against the portable level or a plain loop.

mod bytes;
mod gather_views;
mod halves;
mod lanes;
mod loads;
mod utf8;
mod words;

use super::Level;

/// The levels to be checked, each with its name.
fn levels() -> impl Iterator<Item = (Level, &'static str)> {
    Level::available()
        .into_iter()
        .map(|level| (level, level.name()))
}

/// Numbers without a pattern (Steele and Vigna's SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}
