//! Choices that a row is compared with only if keys of both are equal.
//!
//! Rows and choices are numbered by their keys, choices with equal keys are put together, and so are the rows of one
//! list: a row is searched in a part of the choices, and no row looks at a choice with another key.

use std::ops::Range;

use polars::prelude::*;

use super::input::choices::ChoiceLists;
use super::input::dtype::{OBJECT, TextKind, dtype_name};

/// Rows and choices put together by their keys.
pub(crate) struct KeyedChoices {
    /// The rows in their new order, unless it is the old one.
    pub(crate) rows: Option<Vec<IdxSize>>,
    /// Where each choice, in the new order, was among the values of the lists.
    pub(crate) values: Vec<IdxSize>,
    /// And where it was in its list.
    pub(crate) positions: Vec<u32>,
    /// Where the choices of each row, in the new order, are now; `None` where its list is null.
    pub(crate) ranges: Vec<Option<Range<usize>>>,
}

/// Refuses keys that cannot be equal: each of a row, and as many lists of them beside the choices.
///
/// # Errors
/// If there are not as many on both sides, or their dtypes are unlike.
pub(crate) fn check_keys(function: &str, fields: &[Field]) -> PolarsResult<()> {
    let (rows, lists) = fields.split_at(fields.len() / 2);
    if rows.len() != lists.len() {
        polars_bail!(
            InvalidOperation: "{function}: expected as many keys of choices as of rows, got {} for {}",
            lists.len(), rows.len(),
        );
    }
    for (row, list) in rows.iter().zip(lists) {
        let (DataType::List(key) | DataType::Array(key, _)) = list.dtype() else {
            polars_bail!(
                SchemaMismatch: "{function}: expected choices_by to be a List, such as \
                pl.col(\"key\").implode(), got {}", dtype_name(list.dtype()),
            );
        };
        if common(row.dtype(), key).is_none() {
            polars_bail!(
                SchemaMismatch: "{function}: expected keys of one dtype that is neither nested nor Object, got {} for \
                column {:?} and {} for choices_by", dtype_name(row.dtype()), row.name().as_str(), dtype_name(key),
            );
        }
    }
    Ok(())
}

/// The dtype in which values of two dtypes can be equal.
pub(super) fn common(one: &DataType, other: &DataType) -> Option<DataType> {
    let has_values = |dtype: &DataType| !dtype.is_nested() && *dtype != OBJECT;
    match (one, other) {
        (DataType::Null, dtype) | (dtype, DataType::Null) if has_values(dtype) => {
            Some(dtype.clone())
        }
        (one, other) if one.is_integer() && other.is_integer() && one != other => {
            Some(DataType::Int128)
        }
        (one, other) => match (TextKind::of_dtype(one), TextKind::of_dtype(other)) {
            (Some(TextKind::Text), Some(TextKind::Text)) => Some(DataType::String),
            _ => (one == other && has_values(one)).then(|| one.clone()),
        },
    }
}

impl KeyedChoices {
    /// Puts rows and choices together; `inputs` are the keys of so many rows, then those of the choices.
    ///
    /// # Errors
    /// If there is not one key for each row and each choice.
    pub(crate) fn new(
        function: &str,
        inputs: &[Series],
        lists: &ChoiceLists,
        height: usize,
    ) -> PolarsResult<Self> {
        let (rows, keys) = inputs.split_at(inputs.len() / 2);
        let rows = rows.iter().map(|key| match key.len() {
            1 => Ok(key.new_from_index(0, height)),
            len if len == height => Ok(key.clone()),
            len => polars_bail!(
                ShapeMismatch: "{function}: expected one key for each row, got {len} for {height} rows"
            ),
        });
        let rows: Vec<Series> = rows.collect::<PolarsResult<_>>()?;
        let keys = keys
            .iter()
            .map(|key| keys_of_choices(function, key, lists))
            .collect::<PolarsResult<Vec<Series>>>()?;
        let Numbers {
            rows: row_numbers,
            choices: choice_numbers,
            count,
        } = numbers(&rows, &keys, height)?;
        if lists.len() == 1 {
            let Some(list) = lists.row(0) else {
                return Ok(Self {
                    rows: None,
                    values: Vec::new(),
                    positions: Vec::new(),
                    ranges: vec![None; height],
                });
            };
            let (order, starts) = together(&choice_numbers[list.clone()], count);
            let (rows, _) = together(&row_numbers, count);
            // Rows without a key come last, and find nothing.
            let keyless = (0..height).filter(|row| row_numbers[*row].is_none());
            let rows: Vec<IdxSize> = rows
                .into_iter()
                .chain(keyless.map(|row| row as IdxSize))
                .collect();
            let range = |row: &IdxSize| match row_numbers[*row as usize] {
                Some(number) => starts[number as usize]..starts[number as usize + 1],
                None => 0..0,
            };
            return Ok(Self {
                ranges: rows.iter().map(|row| Some(range(row))).collect(),
                rows: Some(rows),
                values: order.iter().map(|at| at + list.start as IdxSize).collect(),
                positions: order,
            });
        }
        let (mut values, mut positions) = (Vec::new(), Vec::new());
        let mut ranges = Vec::with_capacity(height);
        for (row, number) in row_numbers.iter().enumerate() {
            let start = values.len();
            ranges.push(lists.row(row).map(|list| {
                let agree = |at: &usize| number.is_some() && choice_numbers[*at] == *number;
                for at in list.clone().filter(agree) {
                    values.push(at as IdxSize);
                    positions.push((at - list.start) as u32);
                }
                start..values.len()
            }));
        }
        Ok(Self {
            rows: None,
            values,
            positions,
            ranges,
        })
    }

    /// A column of the rows in their new order, brought back to the old one.
    ///
    /// # Errors
    /// None that data can reach.
    pub(crate) fn in_old_order(&self, column: &Series) -> PolarsResult<Series> {
        let Some(rows) = &self.rows else {
            return Ok(column.clone());
        };
        let mut places: Vec<IdxSize> = vec![0; rows.len()];
        for (place, row) in (0..).zip(rows) {
            places[*row as usize] = place;
        }
        column.take(&IdxCa::from_vec(PlSmallStr::EMPTY, places))
    }
}

/// The keys of all choices, one for each value of the lists.
fn keys_of_choices(function: &str, keys: &Series, lists: &ChoiceLists) -> PolarsResult<Series> {
    let keys = match keys.dtype() {
        DataType::Array(inner, _) => keys.cast(&DataType::List(inner.clone()))?,
        _ => keys.clone(),
    };
    let keys = keys.list()?.rechunk().into_owned();
    let array = keys.downcast_as_array();
    let ends = array.offsets().as_slice().windows(2).enumerate();
    if keys.len() != lists.len() {
        polars_bail!(
            ShapeMismatch: "{function}: expected as many lists of keys as of choices, got {} for {}",
            keys.len(), lists.len(),
        );
    }
    let mut picked: Vec<Option<IdxSize>> = vec![None; lists.values.len()];
    for (row, ends) in ends {
        let Some(list) = lists.row(row) else {
            continue;
        };
        let is_null = array.validity().is_some_and(|valid| !valid.get_bit(row));
        let range = ends[0] as usize..ends[1] as usize;
        if !is_null && range.len() != list.len() {
            polars_bail!(
                ShapeMismatch: "{function}: expected one key for each choice, got {} for {} choices",
                range.len(), list.len(),
            );
        }
        if !is_null {
            for (at, key) in list.clone().zip(range) {
                picked[at] = Some(key as IdxSize);
            }
        }
    }
    keys.get_inner().take(&IdxCa::from_iter(picked))
}

/// Keys by their numbers, `None` where one is null.
pub(super) struct Numbers {
    pub(super) rows: Vec<Option<u32>>,
    pub(super) choices: Vec<Option<u32>>,
    /// How many numbers there are.
    count: usize,
}

/// Numbers the keys of rows and of choices, equal ones alike.
pub(super) fn numbers(rows: &[Series], choices: &[Series], height: usize) -> PolarsResult<Numbers> {
    let mut columns = Vec::with_capacity(rows.len());
    for (at, (row, choice)) in rows.iter().zip(choices).enumerate() {
        let dtype = common(row.dtype(), choice.dtype()).unwrap_or_else(|| row.dtype().clone());
        let mut keys = row.cast(&dtype)?;
        keys.append(&choice.cast(&dtype)?)?;
        columns.push(
            keys.rechunk()
                .with_name(at.to_string().into())
                .into_column(),
        );
    }
    let len = columns.first().map_or(0, Column::len);
    let frame = DataFrame::new(len, columns.clone())?;
    let groups = frame.group_by_with_series(columns.clone(), false, false)?;
    let groups = groups.get_groups();
    let mut numbers: Vec<Option<u32>> = vec![None; len];
    for (number, rows) in (0..).zip(groups.iter()) {
        match rows {
            GroupsIndicator::Idx((_, rows)) => {
                rows.iter()
                    .for_each(|row| numbers[*row as usize] = Some(number));
            }
            GroupsIndicator::Slice([first, count]) => {
                numbers[first as usize..(first + count) as usize].fill(Some(number));
            }
        }
    }
    for keys in &columns {
        for (number, is_known) in numbers.iter_mut().zip(keys.is_not_null().iter()) {
            *number = number.filter(|_| is_known == Some(true));
        }
    }
    Ok(Numbers {
        choices: numbers.split_off(height),
        rows: numbers,
        count: groups.len(),
    })
}

/// The positions that have a number, by their numbers, and where those of each begin.
fn together(numbers: &[Option<u32>], count: usize) -> (Vec<IdxSize>, Vec<usize>) {
    let mut starts = vec![0; count + 1];
    for number in numbers.iter().flatten() {
        starts[*number as usize + 1] += 1;
    }
    for number in 0..count {
        starts[number + 1] += starts[number];
    }
    let mut next = starts.clone();
    let mut order: Vec<IdxSize> = vec![0; starts[count]];
    for (at, number) in (0..).zip(numbers) {
        if let Some(number) = number {
            let place = &mut next[*number as usize];
            order[*place] = at;
            *place += 1;
        }
    }
    (order, starts)
}
