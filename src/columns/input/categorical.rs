//! Dictionary columns: each category, and each distinct pair of categories, is looked at once.

use polars::prelude::*;

/// The distinct pairs of two dictionary columns.
pub(crate) struct Distinct {
    /// The left text of each pair.
    pub(crate) left: Series,
    /// The right text of each pair.
    pub(crate) right: Series,
    /// For each row its pair, or null.
    pub(crate) index: IdxCa,
}

/// Finds the distinct pairs, if both columns are dictionaries (or one is and the other is a literal)
/// and there cannot be many more pairs than rows, so that a table of all pairs stays small.
pub(crate) fn distinct_pairs(
    left: &Series,
    right: &Series,
    height: usize,
) -> PolarsResult<Option<Distinct>> {
    let is_literal = |side: &Series| side.len() == 1;
    let is_dictionary =
        |side: &Series| matches!(side.dtype(), DataType::Categorical(..) | DataType::Enum(..));
    let both = [left, right]
        .iter()
        .all(|side| is_literal(side) || is_dictionary(side));
    if height <= 1 || !both {
        return Ok(None);
    }
    let (left_codes, right_codes) = (codes(left)?, codes(right)?);
    let width = |codes: &UInt32Chunked| codes.max().map_or(0, |code| code as usize + 1);
    let (rows, columns) = (width(&left_codes), width(&right_codes));
    if rows.saturating_mul(columns) > height {
        return Ok(None);
    }
    const UNSEEN: IdxSize = IdxSize::MAX;
    let mut table = vec![UNSEEN; rows * columns];
    let (mut left_rows, mut right_rows) = (Vec::new(), Vec::new());
    let mut index = Vec::with_capacity(height);
    for row in 0..height {
        let at = |codes: &UInt32Chunked| codes.get(if codes.len() == 1 { 0 } else { row });
        index.push(
            at(&left_codes)
                .zip(at(&right_codes))
                .map(|(left_code, right_code)| {
                    let pair = &mut table[left_code as usize * columns + right_code as usize];
                    if *pair == UNSEEN {
                        *pair = idx(left_rows.len());
                        left_rows.push(idx(if is_literal(left) { 0 } else { row }));
                        right_rows.push(idx(if is_literal(right) { 0 } else { row }));
                    }
                    *pair
                }),
        );
    }
    let texts = |side: &Series, rows: Vec<IdxSize>| {
        side.take(&IdxCa::from_vec(PlSmallStr::EMPTY, rows))?
            .cast(&DataType::String)
    };
    Ok(Some(Distinct {
        left: texts(left, left_rows)?,
        right: texts(right, right_rows)?,
        index: IdxCa::new(PlSmallStr::EMPTY, index),
    }))
}

/// The distinct texts of a dictionary column and, for each row, its text, if there cannot be many more
/// texts than rows.
pub(crate) fn distinct_texts(column: &Series) -> PolarsResult<Option<(Series, IdxCa)>> {
    let anything = Series::new(PlSmallStr::EMPTY, [""]);
    let distinct = distinct_pairs(column, &anything, column.len())?;
    Ok(distinct.map(|distinct| (distinct.left, distinct.index)))
}

/// A number for each value: the category, or zero for a literal.
fn codes(side: &Series) -> PolarsResult<UInt32Chunked> {
    if side.len() == 1 {
        let code = (side.null_count() == 0).then_some(0);
        return Ok(UInt32Chunked::new(PlSmallStr::EMPTY, [code]));
    }
    Ok(side
        .to_physical_repr()
        .cast(&DataType::UInt32)?
        .u32()?
        .rechunk()
        .into_owned())
}

/// A row number; a column has no more rows than fit.
fn idx(row: usize) -> IdxSize {
    row as IdxSize
}
