//! One expression for each function of one text or two, so that query plans show its name.

use polars::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::door::symbol;
use crate::columns;
use crate::registry::{
    for_each_alignment_function, for_each_pair_function, for_each_text_function,
};
use crate::text::{PairFunction, TextFunction};

/// What Python sends along with the columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "F: DeserializeOwned")]
struct Arguments<F> {
    /// The function's own parameters, which are its fields.
    parameters: F,
}

fn field<F: TextFunction<Output: columns::IntoColumn>>(
    fields: &[Field],
    arguments: &Arguments<F>,
) -> PolarsResult<Field> {
    let parameters = arguments.parameters.check();
    parameters.map_err(|wrong| polars_err!(InvalidOperation: "{}: {wrong}", F::NAME))?;
    columns::text_field::<F>(fields)
}

fn compute<F: TextFunction<Output: columns::IntoColumn>>(
    inputs: &[Series],
    arguments: &Arguments<F>,
) -> PolarsResult<Series> {
    field(&[inputs[0].field().into_owned()], arguments)?;
    columns::of_each_text(&inputs[0], &arguments.parameters)
}

fn pair_field<F: PairFunction<Output: columns::IntoColumn>>(
    fields: &[Field],
    arguments: &Arguments<F>,
) -> PolarsResult<Field> {
    let parameters = arguments.parameters.check();
    parameters.map_err(|wrong| polars_err!(InvalidOperation: "{}: {wrong}", F::NAME))?;
    columns::pair_field::<F>(fields)
}

fn compute_pairs<F: PairFunction<Output: columns::IntoColumn>>(
    inputs: &[Series],
    arguments: &Arguments<F>,
) -> PolarsResult<Series> {
    let fields = inputs.iter().map(|input| input.field().into_owned());
    pair_field(&fields.collect::<Vec<_>>(), arguments)?;
    columns::of_each_pair(&inputs[0], &inputs[1], &arguments.parameters)
}

macro_rules! export {
    ($($name:ident: $module:ident::$function:ident,)*) => {
        $(
            mod $name {
                use super::*;

                fn output(
                    fields: &[Field],
                    kwargs: Arguments<crate::text::$module::$function>,
                ) -> PolarsResult<Field> {
                    field(fields, &kwargs)
                }

                symbol!($name, output, $name);

                fn $name(
                    inputs: &[Series],
                    kwargs: Arguments<crate::text::$module::$function>,
                ) -> PolarsResult<Series> {
                    compute(inputs, &kwargs)
                }
            }
        )*
    };
}

for_each_text_function!(export);

macro_rules! export_pairs {
    ($($name:ident: $function:ty,)*) => {
        $(
            mod $name {
                use super::*;

                fn output(
                    fields: &[Field],
                    kwargs: Arguments<$function>,
                ) -> PolarsResult<Field> {
                    pair_field(fields, &kwargs)
                }

                symbol!($name, output, $name);

                fn $name(
                    inputs: &[Series],
                    kwargs: Arguments<$function>,
                ) -> PolarsResult<Series> {
                    compute_pairs(inputs, &kwargs)
                }
            }
        )*
    };
}

for_each_alignment_function!(export_pairs);
for_each_pair_function!(export_pairs);
