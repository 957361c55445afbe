//! Numbers for symbols by their first positions in a table.

use super::{Codes, Group, OTHER, ROUND, Symbols};
use crate::simd::Isa;

/// Numbers symbols by their first positions in a table; symbols outside it are one number, [`OTHER`].
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

/// Replaces the numbers of 32 symbols by their first positions in a table, counted from `before`, if they are in it.
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
