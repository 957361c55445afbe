//! Functions of nucleotide sequences.

use polars::prelude::*;
use serde::Deserialize;

use super::{Arguments, failed, one};
use crate::columns::{self, Symbols};
use crate::expressions::door::symbol;
use crate::sequences::biology::codons::{Code, Frame};
use crate::sequences::biology::content::{Ambiguous, Content, gc_content as content};
use crate::sequences::biology::kmers::Kmers;
use crate::sequences::biology::{Alphabet, complement, invalid_symbol};

/// What becomes of a sequence with a symbol that is none of IUPAC's.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Invalid {
    Raise,
    Null,
}

impl Invalid {
    /// Null, or the sentence about a sequence that a function refused.
    fn answer(self, sequence: &[u8]) -> Result<bool, String> {
        match self {
            Self::Null => Ok(false),
            Self::Raise => Err(invalid_symbol(sequence)
                .unwrap_or_else(|| "expected codons of bases or of gaps, got one of both".into())),
        }
    }
}

/// The field of a function whose result is made of symbols.
fn field_of(
    function: &str,
    fields: &[Field],
    dtype: impl Fn(DataType) -> DataType,
) -> PolarsResult<Field> {
    let field = one(function, fields)?;
    let symbols = columns::symbols_dtype(function, field)?;
    Ok(Field::new(field.name().clone(), dtype(symbols)))
}

/// Gives the result its name, or the error its place.
fn named(function: &str, column: &Series, result: Result<Series, String>) -> PolarsResult<Series> {
    let result = result.map_err(|sentence| failed(function, column, &sentence))?;
    Ok(result.with_name(column.name().clone()))
}

const REVERSE_COMPLEMENT: &str = "reverse_complement";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReverseComplement {
    alphabet: Alphabet,
    invalid: Invalid,
}

fn reverse_complement_field(
    fields: &[Field],
    _: Arguments<ReverseComplement>,
) -> PolarsResult<Field> {
    field_of(REVERSE_COMPLEMENT, fields, |symbols| symbols)
}

symbol!(
    reverse_complement,
    reverse_complement_field,
    reverse_complement
);

fn reverse_complement(
    inputs: &[Series],
    kwargs: Arguments<ReverseComplement>,
) -> PolarsResult<Series> {
    let ReverseComplement { alphabet, invalid } = kwargs.parameters;
    let symbols = Symbols::new(REVERSE_COMPLEMENT, &inputs[0])?;
    let strands = symbols.write(
        |length| length,
        |sequence, strand| {
            if complement::reverse_complement(sequence, alphabet, strand) {
                return Ok(true);
            }
            invalid.answer(sequence)
        },
    );
    named(REVERSE_COMPLEMENT, &inputs[0], strands)
}

const GC_CONTENT: &str = "gc_content";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GcContent {
    ambiguous: Ambiguous,
    invalid: Invalid,
}

fn gc_content_field(fields: &[Field], _: Arguments<GcContent>) -> PolarsResult<Field> {
    field_of(GC_CONTENT, fields, |_| DataType::Float64)
}

symbol!(gc_content, gc_content_field, gc_content);

fn gc_content(inputs: &[Series], kwargs: Arguments<GcContent>) -> PolarsResult<Series> {
    let GcContent { ambiguous, invalid } = kwargs.parameters;
    let symbols = Symbols::new(GC_CONTENT, &inputs[0])?;
    let shares = symbols.measure(|sequence| match content(sequence, ambiguous) {
        Content::Share(share) => Ok(Some(share)),
        Content::Nothing => Ok(None),
        Content::Invalid => invalid.answer(sequence).map(|_| None),
    });
    named(GC_CONTENT, &inputs[0], shares)
}

const TRANSLATE: &str = "translate";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Translate {
    frame: i8,
    table: u8,
    invalid: Invalid,
}

fn translate_field(fields: &[Field], _: Arguments<Translate>) -> PolarsResult<Field> {
    field_of(TRANSLATE, fields, |symbols| symbols)
}

symbol!(translate, translate_field, translate);

fn translate(inputs: &[Series], kwargs: Arguments<Translate>) -> PolarsResult<Series> {
    let Translate {
        frame,
        table,
        invalid,
    } = kwargs.parameters;
    let (Some(frame), Some(code)) = (Frame::new(frame), Code::new(table)) else {
        polars_bail!(
            InvalidOperation: "{TRANSLATE}: expected a frame within 1..3 or -3..-1 and a table of NCBI's, \
            got {frame} and {table}"
        );
    };
    let symbols = Symbols::new(TRANSLATE, &inputs[0])?;
    let proteins = symbols.write(
        |length| frame.codons(length),
        |sequence, protein| {
            if code.translate(sequence, frame, protein) {
                return Ok(true);
            }
            invalid.answer(sequence)
        },
    );
    named(TRANSLATE, &inputs[0], proteins)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KmerParameters {
    k: usize,
    canonical: bool,
    alphabet: Alphabet,
    invalid: Invalid,
}

impl KmerParameters {
    /// Checks that there are not too many k-mers, and cuts them.
    fn cut(
        &self,
        function: &str,
        column: &Series,
        counted: Option<[&str; 2]>,
    ) -> PolarsResult<Series> {
        let kmers = Kmers {
            k: self.k.max(1),
            canonical: self.canonical,
            alphabet: self.alphabet,
        };
        let symbols = Symbols::new(function, column)?;
        let lengths = symbols.iter().flatten().map(<[u8]>::len);
        let total = lengths.map(|length| kmers.count(length)).sum();
        let lists = columns::check_size(total).and_then(|()| {
            symbols.cut(kmers.k, counted, |sequence, text, pieces| {
                let mut starts = vec![];
                if !kmers.cut(sequence, text, &mut starts) {
                    return self.invalid.answer(sequence);
                }
                if counted.is_some() {
                    pieces.extend(kmers.tally(text, &mut starts));
                } else {
                    pieces.extend(starts.into_iter().map(|start| (start, 1)));
                }
                Ok(true)
            })
        });
        named(function, column, lists)
    }
}

fn list_of(inner: DataType) -> DataType {
    DataType::List(inner.into())
}

const KMERS: &str = "kmers";

fn kmers_field(fields: &[Field], _: Arguments<KmerParameters>) -> PolarsResult<Field> {
    field_of(KMERS, fields, list_of)
}

symbol!(kmers, kmers_field, kmers);

fn kmers(inputs: &[Series], kwargs: Arguments<KmerParameters>) -> PolarsResult<Series> {
    kwargs.parameters.cut(KMERS, &inputs[0], None)
}

const KMER_COUNTS: &str = "kmer_counts";
const COUNTED: [&str; 2] = ["kmer", "count"];

fn kmer_counts_field(fields: &[Field], _: Arguments<KmerParameters>) -> PolarsResult<Field> {
    field_of(KMER_COUNTS, fields, |symbols| {
        let parts = COUNTED.into_iter().zip([symbols, DataType::UInt32]);
        let parts = parts.map(|(name, dtype)| Field::new(name.into(), dtype));
        list_of(DataType::Struct(parts.collect()))
    })
}

symbol!(kmer_counts, kmer_counts_field, kmer_counts);

fn kmer_counts(inputs: &[Series], kwargs: Arguments<KmerParameters>) -> PolarsResult<Series> {
    kwargs
        .parameters
        .cut(KMER_COUNTS, &inputs[0], Some(COUNTED))
}
