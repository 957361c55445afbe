//! One expression for each metric, so that query plans show its name.

use polars::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::argument::Argument;
use super::door::{read, symbol};
use crate::columns;
use crate::measure::{Cutoff, Measure, Reading, Unit};
use crate::metrics::{AnyMetric, Bounds, DynMetric};
use crate::registry::for_each_metric;

/// What Python sends along with the two columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    measure: Measure,
    score_cutoff: Option<Cutoff>,
    /// What texts are compared by.
    unit: Unit,
    /// The metric's own parameters, which are its fields.
    parameters: Argument,
}

/// What is asked of any metric.
struct Comparison {
    metric: AnyMetric,
    unit: Unit,
    measure: Measure,
    score_cutoff: Option<Cutoff>,
}

/// The comparison by a metric whose parameters were sent.
fn comparison<M: Bounds + DeserializeOwned>(arguments: Arguments) -> PolarsResult<Comparison>
where
    AnyMetric: From<Box<dyn DynMetric<M::Raw>>>,
{
    let Arguments {
        measure,
        score_cutoff,
        unit,
        parameters,
    } = arguments;
    let metric = AnyMetric::checked(read::<M>(M::NAME, parameters)?);
    Ok(Comparison {
        metric: metric.map_err(|wrong| polars_err!(InvalidOperation: "{wrong}"))?,
        unit,
        measure,
        score_cutoff,
    })
}

impl Comparison {
    fn field(&self, fields: &[Field]) -> PolarsResult<Field> {
        if self.score_cutoff.is_some_and(|cutoff| cutoff.0.is_nan()) {
            polars_bail!(
                InvalidOperation: "{}: expected a number for score_cutoff, got NaN",
                self.metric.profile().name,
            );
        }
        columns::output_field(fields, &self.metric, self.unit, self.measure)
    }

    fn compute(&self, inputs: &[Series]) -> PolarsResult<Series> {
        let fields: Vec<Field> = inputs
            .iter()
            .map(|input| input.field().into_owned())
            .collect();
        self.field(&fields)?;
        let reading = Reading {
            measure: self.measure,
            score_cutoff: self
                .score_cutoff
                .map(|cutoff| cutoff.worst(self.measure.sense())),
        };
        columns::pairwise(&inputs[0], &inputs[1], &self.metric, self.unit, reading)
    }
}

macro_rules! export {
    ($($name:ident: $metric:ident,)*) => {
        $(
            mod $name {
                use super::*;

                fn output(fields: &[Field], arguments: Arguments) -> PolarsResult<Field> {
                    comparison::<crate::metrics::$metric>(arguments)?.field(fields)
                }

                symbol!($name, output, $name);

                fn $name(inputs: &[Series], arguments: Arguments) -> PolarsResult<Series> {
                    comparison::<crate::metrics::$metric>(arguments)?.compute(inputs)
                }
            }
        )*
    };
}

for_each_metric!(export);
