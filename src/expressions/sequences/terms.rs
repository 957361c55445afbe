//! One expression for each sequence of integers, so that query plans show its name.

use polars::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{failed, fields_of, one};
use crate::columns::{self, Integers};
use crate::expressions::door::symbol;
use crate::registry::for_each_sequence;
use crate::sequences::number::Number;
use crate::sequences::terms::{self, Sequence, Table};
use crate::sequences::whole::Whole;

/// What Python sends along with the column.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "S: DeserializeOwned")]
struct Arguments<S> {
    dtype: Output,
    overflow: Overflow,
    modulus: Option<u64>,
    /// The sequence's own parameters, which are its fields.
    parameters: S,
}

/// The dtypes that terms come in.
#[derive(Clone, Copy, Debug, Deserialize)]
enum Output {
    UInt64,
    Int64,
    UInt128,
    Float64,
    String,
}

/// What becomes of a row whose term does not fit.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Overflow {
    Raise,
    Null,
}

impl Output {
    fn dtype(self) -> DataType {
        match self {
            Self::UInt64 => DataType::UInt64,
            Self::Int64 => DataType::Int64,
            Self::UInt128 => DataType::UInt128,
            Self::Float64 => DataType::Float64,
            Self::String => DataType::String,
        }
    }
}

impl<S: Sequence> Arguments<S> {
    /// A row's term: null is an answer to a term that does not fit only if that was asked for.
    fn kept<V>(&self, n: Whole, term: Option<V>) -> Result<Option<V>, String> {
        match (term, self.overflow) {
            (None, Overflow::Raise) => Err(format!(
                "expected n whose term fits {:?}, got {n}",
                self.dtype
            )),
            (term, _) => Ok(term),
        }
    }

    fn numbers<V>(&self, integers: &Integers) -> Result<Series, String>
    where
        V: PolarsNumericType<Native: Number>,
        ChunkedArray<V>: IntoSeries,
    {
        let sequence = &self.parameters;
        let terms = if let Some(modulus) = self.modulus {
            columns::look_up::<V>(integers, (0, &[]), &|n| {
                let residue = terms::residue(sequence, n, modulus);
                self.kept(
                    n,
                    residue.and_then(|residue| V::Native::from_exact(&residue.into())),
                )
            })
        } else {
            let table = Table::new(sequence, || integers.largest());
            columns::look_up::<V>(integers, (table.below, &table.values), &|n| {
                self.kept(n, table.beyond(sequence, n)?)
            })
        };
        Ok(terms?.into_series())
    }

    /// The digits of each distinct term are computed once, and shared by all rows that have it.
    fn texts(&self, integers: &Integers) -> Result<(StringChunked, IdxCa), String> {
        let sequence = &self.parameters;
        let table: Table<u128> = Table::new(sequence, || integers.largest());
        let (firsts, rows) = integers.distinct();
        let texts = columns::write_texts_of(&firsts, integers.len(), |row, text| {
            let n = integers.get(row);
            let term = if let Some(modulus) = self.modulus {
                terms::residue(sequence, n, modulus).map(|residue| residue.to_string())
            } else if let Some(term) = table.get(n) {
                Some(term.to_string())
            } else {
                terms::exact(sequence, n)?.map(|term| term.to_string())
            };
            let term = self.kept(n, term)?;
            text.extend(term.as_deref());
            Ok(term.is_some())
        })?;
        Ok((texts, rows))
    }
}

fn field<S>(function: &str, fields: &[Field], arguments: &Arguments<S>) -> PolarsResult<Field> {
    let field = one(function, fields)?;
    columns::check_integers(function, field)?;
    Ok(Field::new(field.name().clone(), arguments.dtype.dtype()))
}

fn compute<S: Sequence>(
    function: &str,
    inputs: &[Series],
    arguments: &Arguments<S>,
) -> PolarsResult<Series> {
    let field = field(function, &fields_of(inputs), arguments)?;
    let failed = |sentence: String| failed(function, &inputs[0], &sentence);
    arguments.parameters.check().map_err(failed)?;
    if arguments.modulus == Some(0) {
        return Err(failed("expected a modulus of at least 1, got 0".into()));
    }
    let integers = Integers::new(function, &inputs[0])?;
    let terms = match arguments.dtype {
        Output::UInt64 => arguments.numbers::<UInt64Type>(&integers),
        Output::Int64 => arguments.numbers::<Int64Type>(&integers),
        Output::UInt128 => arguments.numbers::<UInt128Type>(&integers),
        Output::Float64 => arguments.numbers::<Float64Type>(&integers),
        Output::String => {
            let (texts, rows) = arguments.texts(&integers).map_err(failed)?;
            Ok(texts.into_series().take(&rows)?)
        }
    };
    Ok(terms.map_err(failed)?.with_name(field.name().clone()))
}

macro_rules! export {
    ($($name:ident: $sequence:ty,)*) => {
        $(
            mod $name {
                use super::*;

                fn output(fields: &[Field], kwargs: Arguments<$sequence>) -> PolarsResult<Field> {
                    field(stringify!($name), fields, &kwargs)
                }

                symbol!($name, output, $name);

                fn $name(inputs: &[Series], kwargs: Arguments<$sequence>) -> PolarsResult<Series> {
                    compute(stringify!($name), inputs, &kwargs)
                }
            }
        )*
    };
}

for_each_sequence!(export);
