//! Columns of lists, whose elements are the symbols that are compared.
//!
//! A null element is equal to null and to nothing else. Numbers that do not lie too far apart are
//! symbols as they are, counted from the least one; all other elements are numbered pair by pair.

use polars::prelude::*;
use polars_arrow::array::{Array, BinaryViewArray, MutableBinaryViewArray};
use polars_arrow::bitmap::Bitmap;

use super::compare_as::ElementKind;
use super::dtype::Sequences;
use super::lists::ListColumn;
use crate::strings::interner::{Element, Numbering};

/// Symbols that are no letters of a text, row by row.
pub(crate) trait Pairs {
    /// The left and the right symbols of a row.
    fn pair(&mut self, row: usize) -> [&[u32]; 2];
}

/// The symbol of a null among numbers that are symbols.
const NULL: u32 = u32::MAX;

/// The most elements of a list, so that lengths of two lists can be added.
const LONGEST: usize = i32::MAX as usize;

/// A column of lists.
pub(crate) struct Elements {
    lists: ListColumn,
    values: Values,
}

/// The elements of all lists.
enum Values {
    /// Symbols.
    Symbols(Vec<u32>),
    /// Bytes that are equal where elements are.
    Bytes(BinaryViewArray),
}

impl Elements {
    /// Reads two columns whose elements are of one kind.
    ///
    /// # Errors
    /// If a list is too long, or a number too large.
    pub(crate) fn of_both(
        function: &str,
        kind: ElementKind,
        left: &Series,
        right: &Series,
    ) -> PolarsResult<[Self; 2]> {
        let lists = both([left, right].map(|side| {
            let lists = ListColumn::new(function, side)?;
            let longest = lists.longest();
            polars_ensure!(
                longest <= LONGEST,
                ComputeError: "{function}: expected lists of at most {LONGEST} elements, got {longest} \
                for column {:?}", side.name().as_str(),
            );
            Ok(lists)
        }))?;
        let values = lists.each_ref().map(|lists| &lists.values);
        let [left_values, right_values] = match kind {
            ElementKind::Text | ElementKind::Binary => both(values.map(texts))?,
            _ => numbers(function, values)?,
        };
        let [left, right] = lists;
        let new = |lists, values| Self { lists, values };
        Ok([new(left, left_values), new(right, right_values)])
    }

    /// The most elements of a row.
    pub(crate) fn longest(&self) -> u32 {
        // No list is longer than `LONGEST`.
        self.lists.longest() as u32
    }

    /// Whether every row is null because the one that stands for all is.
    pub(crate) fn is_null_literal(&self) -> bool {
        self.lists.len() == 1 && !self.lists.is_valid(0)
    }

    /// Which rows are not null, if any is. A literal is not asked.
    pub(crate) fn validity(&self) -> Option<&Bitmap> {
        let validity = self.lists.validity();
        validity.filter(|validity| self.lists.len() > 1 && validity.unset_bits() > 0)
    }
}

/// Both sides, if there are both.
fn both<T>([left, right]: [PolarsResult<T>; 2]) -> PolarsResult<[T; 2]> {
    Ok([left?, right?])
}

/// Elements that are texts or bytes.
fn texts(values: &Series) -> PolarsResult<Values> {
    Ok(Values::Bytes(Sequences::new(values)?.into_array()))
}

/// Elements that are numbers.
fn numbers(function: &str, values: [&Series; 2]) -> PolarsResult<[Values; 2]> {
    let [Ok(left), Ok(right)] = values.map(|side| side.strict_cast(&DataType::Int64)) else {
        return both(values.map(|side| {
            let wide = side.strict_cast(&DataType::Int128).map_err(|_| {
                polars_err!(
                    ComputeError: "{function}: expected integers within Int128 for column {:?}, got larger \
                    ones", side.name().as_str(),
                )
            })?;
            Ok(bytes(wide.i128()?.iter(), i128::to_le_bytes))
        }));
    };
    let sides = [left.i64()?, right.i64()?];
    let least = sides.iter().filter_map(|side| side.min()).min();
    let most = sides.iter().filter_map(|side| side.max()).max();
    let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
    Ok(sides.map(|side| {
        if most.abs_diff(least) >= u64::from(NULL) {
            return bytes(side.iter(), i64::to_le_bytes);
        }
        let symbol = |number: i64| number.wrapping_sub(least) as u32;
        Values::Symbols(if side.null_count() == 0 {
            side.into_no_null_iter().map(symbol).collect()
        } else {
            side.iter()
                .map(|number| number.map_or(NULL, symbol))
                .collect()
        })
    }))
}

/// Numbers as bytes.
fn bytes<T, const N: usize>(
    numbers: impl Iterator<Item = Option<T>>,
    to_bytes: impl Fn(T) -> [u8; N],
) -> Values {
    let mut array = MutableBinaryViewArray::<[u8]>::with_capacity(numbers.size_hint().0);
    for number in numbers {
        array.push(number.map(&to_bytes));
    }
    Values::Bytes(array.freeze())
}

/// The lists of one row after another, as symbols.
pub(crate) struct ElementPairs<'a> {
    sides: [&'a Elements; 2],
    numbering: Numbering<'a>,
    symbols: [Vec<u32>; 2],
    /// The side that stands for all rows, if one does: it is numbered once.
    literal: Option<usize>,
    /// How many elements the literal has numbered.
    kept: usize,
}

impl<'a> ElementPairs<'a> {
    /// Prepares what stands for all rows.
    pub(crate) fn new(sides: &'a [Elements; 2]) -> Self {
        let mut pairs = Self {
            sides: sides.each_ref(),
            numbering: Numbering::default(),
            symbols: Default::default(),
            literal: None,
            kept: 0,
        };
        if let Some(literal) = sides.iter().position(|side| side.lists.len() == 1) {
            pairs.number(literal, 0);
            pairs.literal = Some(literal);
            pairs.kept = pairs.numbering.len();
        }
        pairs
    }

    /// Numbers one side's elements of a row, if they have to be.
    fn number(&mut self, side: usize, row: usize) {
        let Elements { lists, values } = self.sides[side];
        if let Values::Bytes(values) = values {
            let symbols = &mut self.symbols[side];
            symbols.clear();
            let (views, validity) = (values.views(), values.validity());
            symbols.extend(lists.range(row).map(|at| {
                let view = views[at];
                let is_null = validity.is_some_and(|validity| !validity.get_bit(at));
                self.numbering.number(if is_null {
                    Element::Null
                } else if view.is_inline() {
                    Element::Inline(view.as_u128())
                } else {
                    Element::Long(values.value(at))
                })
            }));
        }
    }
}

impl Pairs for ElementPairs<'_> {
    fn pair(&mut self, row: usize) -> [&[u32]; 2] {
        self.numbering.keep(self.kept);
        for side in 0..2 {
            if self.literal != Some(side) {
                self.number(side, row);
            }
        }
        std::array::from_fn(|side| {
            let Elements { lists, values } = self.sides[side];
            match values {
                Values::Symbols(symbols) => &symbols[lists.range(row)],
                Values::Bytes(_) => &self.symbols[side][..],
            }
        })
    }
}
