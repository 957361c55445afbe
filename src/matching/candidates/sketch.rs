//! What is known of a text before it is compared, and the sides of a join as candidates are looked for.

use std::ops::Range;

use super::signature::{Signer, lead};
use crate::matching::texts::corpus::Corpus;

/// The texts of one side.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) corpus: &'a Corpus,
    /// Where they are in the corpus.
    pub(crate) texts: &'a [usize],
    /// What is known of them, sorted by length, and those of right texts by signature.
    pub(crate) sketches: &'a [Sketch],
}

impl Side<'_> {
    /// Which of the sketches are of texts of each length.
    pub(crate) fn lengths(&self) -> impl Iterator<Item = (u32, Range<usize>)> {
        let groups = self
            .sketches
            .chunk_by(|one, next| one.length == next.length);
        groups.scan(0, |start, group| {
            let range = *start..*start + group.len();
            *start = range.end;
            Some((group[0].length, range))
        })
    }
}

/// What is known of a text before it is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sketch {
    /// The number of symbols.
    pub(crate) length: u32,
    /// The bag of symbols.
    pub(crate) signature: u64,
    /// The first symbols.
    pub(crate) lead: u32,
    /// Which of the distinct texts it is.
    pub(crate) text: u32,
}

/// The sketches of texts in the order in which they are looked for: by length, and as they lie in memory.
pub(crate) fn query_sketches(corpus: &Corpus, texts: &[usize], signer: &Signer) -> Vec<Sketch> {
    let mut sketches = in_order(corpus, texts, signer);
    sketches.sort_by_key(|sketch| sketch.length);
    sketches
}

/// The sketches of texts, by length and signature.
pub(crate) fn sketches(corpus: &Corpus, texts: &[usize], signer: &Signer) -> Vec<Sketch> {
    let mut sketches = in_order(corpus, texts, signer);
    sketches.sort_unstable_by_key(|sketch| (sketch.length, sketch.signature, sketch.text));
    sketches
}

fn in_order(corpus: &Corpus, texts: &[usize], signer: &Signer) -> Vec<Sketch> {
    let mut symbols = Vec::new();
    let sketch = |(number, at): (u32, &usize)| {
        corpus.get(*at).map(|text| Sketch {
            length: text.len(),
            signature: signer.sign(text, &mut symbols),
            lead: lead(text),
            text: number,
        })
    };
    (0..).zip(texts).filter_map(sketch).collect()
}
