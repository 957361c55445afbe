//! The lift from sequences to columns: rows, nulls, literals, dtypes, blocks and threads. It knows
//! the traits [`DynMetric`](crate::metrics::DynMetric) and [`TextFunction`](crate::text::TextFunction), and
//! nothing by name.
//!
//! [`input`] says what columns are compared by, and brings texts to string views, lists to symbols, and
//! integers to numbers. [`pairwise`](mod@pairwise) cuts the rows into chunks, which [`threads`](crate::threads) shares out, and takes
//! them to kernels, block by block or one by one, and their numbers to the [`output`], where numbers, texts and
//! lists become columns. A column of text goes the same way through [`functions`], and so do two where more than a
//! number is asked for. A [`search`] goes through lists of choices, those of equal [`keys`] if rows have any, and the
//! scores of a row become one in [`mean`](mod@mean). Whole columns, each a value of a list, meet in
//! [`join`](mod@join), the rows of one are put together in [`groups`](mod@groups), pairs of rows are cut down in
//! [`partners`], and those of a [`rectifier`] keep their dtype. What is no text is read by [`values`](mod@values).

mod functions;
mod groups;
mod input;
mod join;
mod keys;
mod mean;
mod output;
mod pairwise;
mod partners;
mod rectifier;
mod search;
mod values;

pub(crate) use functions::{of_each_pair, of_each_text, pair_field, text_field};
pub(crate) use groups::{
    GroupOutput, Grouping, groups, groups_field, groups_of_matches, groups_of_pairs, lists_by_key,
    matches_field,
};
pub(crate) use input::bytes::{Symbols, symbols_dtype};
pub(crate) use input::choices::forget_choices;
pub(crate) use input::dtype::{OBJECT, common_height, dtype_name};
pub(crate) use input::integers::{Integers, check_integers, look_up, two_integers};
pub(crate) use input::lists::{ListColumn, check_list, check_size, ranks, steps, write_indices};
pub(crate) use join::{JoinArguments, join, join_field};
pub(crate) use mean::{mean, mean_field};
pub(crate) use output::builders::IntoColumn;
pub(crate) use output::strings::{LARGEST_TEXT, cut_texts, write_texts, write_texts_of};
pub(crate) use pairwise::{output_field, pairwise};
pub(crate) use partners::{OnePartner, check_one_partner, one_partner};
pub(crate) use rectifier::{check_numbers, rectified};
pub(crate) use search::SearchArguments;
pub(crate) use values::{value_scores, value_scores_field};
