//! One expression for each function of two texts about their alignment, so that query plans show its name.

use polars::prelude::*;
use pyo3_polars::derive::polars_expr;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::alignment::AlignmentFunction;
use crate::columns;
use crate::registry::for_each_alignment_function;

/// What Python sends along with the two columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "F: DeserializeOwned")]
struct Arguments<F> {
    /// The function's own parameters, which are its fields.
    parameters: F,
}

fn field<F: AlignmentFunction<Answer: columns::Collect>>(
    fields: &[Field],
    arguments: &Arguments<F>,
) -> PolarsResult<Field> {
    let parameters = arguments.parameters.check();
    parameters.map_err(|wrong| polars_err!(InvalidOperation: "{}: {wrong}", F::NAME))?;
    columns::alignment_field::<F>(fields)
}

fn compute<F: AlignmentFunction<Answer: columns::Collect>>(
    inputs: &[Series],
    arguments: &Arguments<F>,
) -> PolarsResult<Series> {
    let fields: Vec<Field> = inputs
        .iter()
        .map(|input| input.field().into_owned())
        .collect();
    field(&fields, arguments)?;
    columns::of_each_alignment(&inputs[0], &inputs[1], &arguments.parameters)
}

macro_rules! export {
    ($($name:ident: $module:ident::$function:ident,)*) => {
        $(
            mod $name {
                use super::*;

                fn output(
                    fields: &[Field],
                    kwargs: Arguments<crate::alignment::$module::$function>,
                ) -> PolarsResult<Field> {
                    field(fields, &kwargs)
                }

                #[polars_expr(output_type_func_with_kwargs=output)]
                fn $name(
                    inputs: &[Series],
                    kwargs: Arguments<crate::alignment::$module::$function>,
                ) -> PolarsResult<Series> {
                    compute(inputs, &kwargs)
                }
            }
        )*
    };
}

for_each_alignment_function!(export);
