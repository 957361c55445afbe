//! Numbers for symbols by where they first stand in a table.

use super::{Codes, Group, OTHER, ROUND, Symbols};
use crate::simd::Isa;

/// Numbers symbols by where they first stand in a table; those that do not are others.
#[inline(always)]
pub(crate) fn write_places<I: Isa>(
    isa: I,
    symbols: &Symbols,
    table: &[[u16; ROUND]],
    codes: &mut Codes,
) {
    let (written, _) = codes.as_chunks_mut();
    for ((group, there), written) in symbols.groups().zip(written) {
        let codes = find(isa, group, table, 0, isa.splat_half(OTHER));
        isa.write_codes(codes, there, written);
    }
}

/// Replaces the numbers that 32 symbols have so far by where they first stand in a table, of which
/// `before` numbers are taken.
#[inline(always)]
pub(crate) fn find<I: Isa>(
    isa: I,
    symbols: &Group,
    table: &[[u16; ROUND]],
    before: usize,
    mut numbers: I::Halves,
) -> I::Halves {
    let symbols = isa.halves(symbols);
    let mut number = isa.splat_half((before + table.len() * ROUND + 1) as u16);
    for round in table.iter().rev() {
        for symbol in round.iter().rev() {
            number = isa.less_one(number);
            numbers = isa.where_equal(symbols, isa.splat_half(*symbol), number, numbers);
        }
    }
    numbers
}
