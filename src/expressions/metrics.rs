//! One expression for each metric, so that query plans show its name.

use polars::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::door::symbol;
use crate::columns;
use crate::measure::{Cutoff, Measure, Reading, Unit};
use crate::metrics::Metric;
use crate::registry::for_each_metric;

/// What Python sends along with the two columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "M: DeserializeOwned")]
struct Arguments<M> {
    measure: Measure,
    score_cutoff: Option<Cutoff>,
    /// What texts are compared by.
    unit: Unit,
    /// The metric's own parameters, which are its fields.
    parameters: M,
}

fn field<M: Metric>(fields: &[Field], arguments: &Arguments<M>) -> PolarsResult<Field> {
    let parameters = arguments.parameters.check();
    parameters.map_err(|wrong| polars_err!(InvalidOperation: "{}: {wrong}", M::NAME))?;
    if arguments
        .score_cutoff
        .is_some_and(|cutoff| cutoff.0.is_nan())
    {
        polars_bail!(InvalidOperation: "{}: expected a number for score_cutoff, got NaN", M::NAME);
    }
    columns::output_field(
        fields,
        &arguments.parameters,
        arguments.unit,
        arguments.measure,
    )
}

fn compute<M: Metric<Raw: columns::Value>>(
    inputs: &[Series],
    arguments: &Arguments<M>,
) -> PolarsResult<Series> {
    let fields: Vec<Field> = inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect();
    field(&fields, arguments)?;
    let Arguments {
        measure,
        score_cutoff,
        unit,
        parameters,
    } = arguments;
    let reading = Reading {
        measure: *measure,
        score_cutoff: score_cutoff.map(|cutoff| cutoff.worst(measure.sense())),
    };
    columns::pairwise(&inputs[0], &inputs[1], parameters, *unit, reading)
}

macro_rules! export {
    ($($name:ident: $metric:ident,)*) => {
        $(
            mod $name {
                use super::*;

                fn output(
                    fields: &[Field],
                    kwargs: Arguments<crate::metrics::$metric>,
                ) -> PolarsResult<Field> {
                    field(fields, &kwargs)
                }

                symbol!($name, output, $name);

                fn $name(
                    inputs: &[Series],
                    kwargs: Arguments<crate::metrics::$metric>,
                ) -> PolarsResult<Series> {
                    compute(inputs, &kwargs)
                }
            }
        )*
    };
}

for_each_metric!(export);
