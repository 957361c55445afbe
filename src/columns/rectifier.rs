//! Columns of numbers, rectified in their own dtype.

use polars::prelude::*;

use super::input::dtype::dtype_name;
use crate::sequences::rectifier::{Rectifier, Rectify};

/// Refuses a column that does not hold numbers.
///
/// # Errors
/// If it does not.
pub(crate) fn check_numbers(function: &str, field: &Field) -> PolarsResult<()> {
    match field.dtype() {
        DataType::Decimal(..) | DataType::Null => Ok(()),
        dtype if dtype.is_integer() || dtype.is_float() => Ok(()),
        dtype => polars_bail!(
            SchemaMismatch: "{function}: expected numbers for column {:?}, got {}",
            field.name().as_str(), dtype_name(dtype),
        ),
    }
}

/// Rectifies a column of numbers. A decimal is its digits, an integer; a float of 16 bits is computed
/// with 32.
///
/// # Errors
/// If Polars cannot cast a column to its own dtype.
pub(crate) fn rectified(column: &Series, rectifier: Rectifier) -> PolarsResult<Series> {
    Ok(match column.dtype() {
        DataType::Float64 => of(column.f64()?, rectifier),
        DataType::Float32 => of(column.f32()?, rectifier),
        DataType::Float16 => {
            let wide = column.cast(&DataType::Float32)?;
            rectified(&wide, rectifier)?.cast(&DataType::Float16)?
        }
        DataType::Int8 => of(column.i8()?, rectifier),
        DataType::Int16 => of(column.i16()?, rectifier),
        DataType::Int32 => of(column.i32()?, rectifier),
        DataType::Int64 => of(column.i64()?, rectifier),
        DataType::Int128 => of(column.i128()?, rectifier),
        DataType::Decimal(precision, scale) => {
            let digits = of(column.decimal()?.physical(), rectifier);
            let digits = digits.i128()?.clone();
            digits
                .into_decimal_unchecked(*precision, *scale)
                .into_series()
        }
        _ => column.clone(),
    })
}

fn of<T>(column: &ChunkedArray<T>, rectifier: Rectifier) -> Series
where
    T: PolarsNumericType<Native: Rectify>,
    ChunkedArray<T>: IntoSeries,
{
    let numbers = if rectifier.slope == 0.0 {
        column.apply_values(Rectify::positive)
    } else {
        column.apply_values(|number| number.leaky(rectifier))
    };
    numbers.into_series()
}
