//! The lift from sequences to columns: rows, nulls, literals, dtypes, blocks and threads. It knows
//! the traits [`Metric`](crate::metrics::Metric) and [`TextFunction`](crate::text::TextFunction), and
//! nothing by name.
//!
//! [`compared`] says what two columns are compared by; [`inputs`] brings texts to string views and
//! [`elements`] lists to symbols; [`pairwise`] cuts the rows into chunks, which [`threads`](crate::threads) shares out; [`gather`] takes a chunk's
//! rows to kernels, block by block, [`rows`] one by one, and their numbers to the [`output`];
//! [`categories`] has each distinct pair of a dictionary compared once. A column of text goes the
//! same way through [`texts`], and so do two where more than a number is asked for; the answers become
//! a column in [`answers`]. [`numbers`] are columns of
//! integers, looked up or taken to what [`writing`] makes texts of. A [`search`] goes through lists of
//! [`choices`]. Whole columns, each a value of a list ([`lists`]), meet in [`join`], and the rows of one
//! are put together in [`groups`]. What a function of lists answers is [`places`] among their elements,
//! and [`rectified`] numbers keep their dtype. [`symbols`] are bytes, of a text or not.

mod answers;
mod categories;
mod choices;
mod compared;
mod comparison;
mod cutoffs;
mod elements;
mod gather;
mod groups;
mod inputs;
mod join;
mod lists;
mod literal;
mod numbers;
mod output;
mod pairwise;
mod places;
mod rectified;
mod room;
mod row_by_row;
mod rows;
mod search;
mod short;
mod symbols;
mod texts;
mod waiting;
mod writing;

pub(crate) use answers::Collect;
pub(crate) use groups::{Answer, Grouping, groups, groups_field};
pub(crate) use inputs::common_height;
pub(crate) use join::{Order, join, join_field};
pub(crate) use numbers::{Integers, check_integers, look_up, two_integers};
pub(crate) use output::Value;
pub(crate) use pairwise::{output_field, pairwise};
pub(crate) use places::{Lists, check_list, check_size, ranks, steps, write_places};
pub(crate) use rectified::{check_numbers, rectified};
pub(crate) use search::Question;
pub(crate) use symbols::{Symbols, symbols_dtype};
pub(crate) use texts::{of_each_pair, of_each_text, pair_field, text_field};
pub(crate) use writing::{LARGEST_TEXT, cut_texts, write_texts};
