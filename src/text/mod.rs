//! Functions of text: cleaning, keys, codes of sounds, grams and their hashes. They know no column.
//!
//! | module | functions |
//! |---|---|
//! | [`default_process`], [`normalize`] | ways to make texts comparable |
//! | [`fingerprint`] | OpenRefine's keys |
//! | [`words`], [`ngrams`] | the pieces of a text |
//! | [`sketch`] | hashes of pieces that stand for a text |
//! | [`soundex`], [`metaphone`], [`double_metaphone`], [`nysiis`] | codes of sounds |
//! | [`match_rating`], [`daitch_mokotoff`], [`codec`] | more of them |
//! | [`fold`], [`invisible`] | letters without accents, and signs that are not seen, for the others |

use serde::de::DeserializeOwned;

pub mod codec;
pub mod daitch_mokotoff;
pub mod default_process;
pub mod double_metaphone;
pub mod fingerprint;
pub mod fold;
pub mod invisible;
pub mod match_rating;
pub mod metaphone;
pub mod ngrams;
pub mod normalize;
pub mod nysiis;
mod output;
pub mod sketch;
pub mod soundex;
pub mod words;

pub use output::{Output, Pieces, Record, Text};

/// Makes something of one text. The fields of the implementing type are the function's parameters,
/// and the keyword arguments of the expression that computes it.
pub trait TextFunction: DeserializeOwned + Send + Sync + 'static {
    /// What comes out.
    type Output: Output;
    /// Memory that is used again from text to text.
    type Scratch: Default;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// The names of the output's parts, where it is a [`Record`].
    const FIELDS: &'static [&'static str] = &[];

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Why the output for a text might be too large, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn fits(&self, _text: &str) -> Result<(), String> {
        Ok(())
    }

    /// The most bytes that making the output for a text takes, the output and a column that grows by it included.
    fn peak_bytes(&self, text: &str) -> usize {
        ROOM * text.len()
    }

    /// Writes the output for a text to `output`, which is empty before. False where the text has
    /// none.
    fn apply(&self, text: &str, scratch: &mut Self::Scratch, output: &mut Self::Output) -> bool;
}

/// Bytes that most functions take for a byte of text: copies that grow, as wide symbols or in another form.
pub const ROOM: usize = 8;

/// Makes something of two texts. Everything else is as for [`TextFunction`].
pub trait PairFunction: DeserializeOwned + Send + Sync + 'static {
    /// What comes out.
    type Output: Output;
    /// Memory that is used again from pair to pair.
    type Scratch: Default;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// The names of the output's parts, where it has several.
    const FIELDS: &'static [&'static str] = &[];

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// The most bytes that making the output for two texts takes, but for edits, which are counted when they are known.
    fn peak_bytes(&self, left: &str, right: &str) -> usize {
        ROOM * (left.len() + right.len())
    }

    /// Writes the output for two texts to `output`, which is empty before. False where they have
    /// none.
    ///
    /// # Errors
    /// One sentence, if the output cannot be found.
    fn apply(
        &self,
        left: &str,
        right: &str,
        scratch: &mut Self::Scratch,
        output: &mut Self::Output,
    ) -> Result<bool, String>;
}

/// Extends a text with ASCII, which is faster than letter by letter.
fn extend_ascii(text: &mut String, bytes: impl Iterator<Item = u8>) {
    let mut whole = std::mem::take(text).into_bytes();
    whole.extend(bytes);
    *text = String::from_utf8(whole).expect("ASCII after a text is a text");
}

#[cfg(test)]
mod testing {
    use super::{Pieces, Text, TextFunction};

    /// The output for one text.
    pub(super) fn output<F: TextFunction>(function: &F, text: &str) -> Option<F::Output> {
        let mut output = F::Output::default();
        let exists = function.apply(text, &mut F::Scratch::default(), &mut output);
        exists.then_some(output)
    }

    /// The text that is the output for one text.
    pub(super) fn text<F: TextFunction<Output = Text>>(function: &F, text: &str) -> Option<String> {
        output(function, text).map(|output| output.as_str().to_owned())
    }

    /// The pieces of one text.
    pub(super) fn pieces<F: TextFunction<Output = Pieces>>(
        function: &F,
        text: &str,
    ) -> Vec<String> {
        let pieces = output(function, text).expect("every text has pieces");
        pieces.iter().map(str::to_owned).collect()
    }
}
