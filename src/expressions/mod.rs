//! The symbols that Polars calls, one module for each kind of function.

#![allow(
    unsafe_code,
    unsafe_op_in_unsafe_fn,
    reason = "these are the functions of Polars' plugin interface, and the handler of a signal"
)]

mod adjusted;
mod argument;
mod combine;
mod door;
mod groups;
mod interrupt;
mod join;
mod metrics;
mod partners;
mod progress;
mod search;
mod sequences;
mod text;
mod values;
mod warning;
