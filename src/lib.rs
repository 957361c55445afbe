//! String distances, fuzzy matching and sequence functions as Polars expressions.
//!
//! Data goes down through the modules, imports follow it, and nothing points back up:
//!
//! | module | what it does | what it knows |
//! |---|---|---|
//! | `expressions` | the symbols that Polars calls | columns, registry |
//! | `columns` | rows, nulls, literals, dtypes, blocks, threads | Polars, the [`metrics::DynMetric`] trait |
//! | [`matching`] | search and join, on prepared texts | scorer, threads |
//! | [`scorer`] | a metric chosen by its name, with its measure | registry, text |
//! | [`registry`] | the lists of metrics and of text functions | metrics, text |
//! | [`alignment`] | functions of two texts about their alignment | kernels |
//! | [`sequences`] | integer sequences, lists, biological sequences | |
//! | [`text`] | functions of one text: cleaning, keys, codes, grams | |
//! | [`metrics`] | what a metric is, and one file per metric: parameters, maximum, which kernel | kernels |
//! | [`kernels`] | algorithms on slices and on blocks of 512 pairs, a folder per family | strings, simd |
//! | [`strings`] | how texts lie in memory and become symbols and words | simd |
//! | [`simd`] | instruction sets | |
//! | [`memory`] | how large an answer may get | |
//! | [`threads`] | all cores, but no more than there are | |
//! | [`measure`] | what a raw number counts, and its four readings | |
//! | [`symbol`] | what sequences are made of | |
//! | [`interrupt`] | the wish to end all work now | |
//!
//! A distance is computed in `kernels`; nulls and literals are handled in `columns`, once for all;
//! a metric is added with a file in `metrics` and a line in `registry` (CONTRIBUTING.md has the
//! Python side). Without the feature `plugin` only what is below `columns` is built, in seconds.

#![deny(unsafe_code)]

pub mod alignment;
#[cfg(feature = "plugin")]
mod columns;
#[cfg(feature = "plugin")]
mod expressions;
pub mod interrupt;
pub mod kernels;
pub mod matching;
pub mod measure;
pub mod memory;
pub mod metrics;
pub mod registry;
pub mod scorer;
pub mod sequences;
pub mod simd;
pub mod strings;
pub mod symbol;
pub mod text;
pub mod threads;

#[cfg(feature = "plugin")]
mod python;
