//! Functions of text: cleaning, keys, codes of sounds, grams and their hashes. They know no column.
//!
//! | module | functions |
//! |---|---|
//! | [`default_process`], [`normalize`] | ways to make texts comparable |
//! | [`fingerprint`] | OpenRefine's keys |
//! | [`words`], [`ngrams`] | the pieces of a text |
//! | [`sketch`] | hashes of pieces that stand for a text |
//! | [`soundex`], [`metaphone`], [`double_metaphone`], [`nysiis`], [`match_rating`], [`codec`] | codes of sounds |
//! | [`fold`] | letters without accents, for the others |

use serde::de::DeserializeOwned;

pub mod codec;
pub mod default_process;
pub mod double_metaphone;
pub mod fingerprint;
pub mod fold;
pub mod match_rating;
pub mod metaphone;
pub mod ngrams;
pub mod normalize;
pub mod nysiis;
pub mod sketch;
pub mod soundex;
pub mod words;

/// Makes something of one text. The fields of the implementing type are the function's parameters,
/// and the keyword arguments of the expression that computes it.
pub trait TextFunction: DeserializeOwned + Send + Sync + 'static {
    /// What comes out.
    type Answer: Answer;
    /// Memory that is used again from text to text.
    type Scratch: Default;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// The names of the answer's parts, where it is a [`Record`].
    const FIELDS: &'static [&'static str] = &[];

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Why the answer for a text might be too large, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn fits(&self, _text: &str) -> Result<(), String> {
        Ok(())
    }

    /// Writes the answer for a text to `answer`, which is empty before. False where the text has
    /// none.
    fn apply(&self, text: &str, scratch: &mut Self::Scratch, answer: &mut Self::Answer) -> bool;
}

/// Makes something of two texts. Everything else is as for [`TextFunction`].
pub trait PairFunction: DeserializeOwned + Send + Sync + 'static {
    /// What comes out.
    type Answer: Answer;
    /// Memory that is used again from pair to pair.
    type Scratch: Default;
    /// The name in the registry, in Python and in query plans.
    const NAME: &'static str;
    /// The names of the answer's parts, where it has several.
    const FIELDS: &'static [&'static str] = &[];

    /// Says what is wrong with the parameters, if anything is.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Writes the answer for two texts to `answer`, which is empty before. False where they have
    /// none.
    ///
    /// # Errors
    /// One sentence, if the answer cannot be found.
    fn apply(
        &self,
        left: &str,
        right: &str,
        scratch: &mut Self::Scratch,
        answer: &mut Self::Answer,
    ) -> Result<bool, String>;
}

/// What a function of text may answer: a text, texts, a record of texts, a number, numbers, or yes or no.
pub trait Answer: Default {
    /// Makes the answer empty again, and keeps its memory.
    fn clear(&mut self);
}

impl Answer for String {
    fn clear(&mut self) {
        self.clear();
    }
}

impl Answer for bool {
    fn clear(&mut self) {
        *self = false;
    }
}

impl Answer for u64 {
    fn clear(&mut self) {
        *self = 0;
    }
}

impl Answer for Vec<u64> {
    fn clear(&mut self) {
        self.clear();
    }
}

/// Several texts, each a piece of one text; pieces may overlap.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The text that the pieces are cut from.
    pub text: String,
    /// Where each piece begins and ends, in bytes.
    pub ranges: Vec<(usize, usize)>,
}

impl Pieces {
    /// Adds a text of its own.
    pub fn push(&mut self, piece: &str) {
        let start = self.text.len();
        self.text.push_str(piece);
        self.ranges.push((start, self.text.len()));
    }

    /// The pieces, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let piece = |&(start, end): &(usize, usize)| &self.text[start..end];
        self.ranges.iter().map(piece)
    }
}

impl Answer for Pieces {
    fn clear(&mut self) {
        self.text.clear();
        self.ranges.clear();
    }
}

/// Two texts that have names, see [`TextFunction::FIELDS`].
#[derive(Debug, Default)]
pub struct Record(pub [String; 2]);

impl Answer for Record {
    fn clear(&mut self) {
        self.0.iter_mut().for_each(String::clear);
    }
}

/// Lets `write` fill so many bytes and say how many of them are the answer, which is ASCII. Every byte can
/// be written, and those that are not wanted overwritten: there is no branch to foresee.
fn write_ascii(answer: &mut String, room: usize, write: impl FnOnce(&mut [u8]) -> usize) {
    let mut bytes = std::mem::take(answer).into_bytes();
    bytes.resize(room, 0);
    let length = write(&mut bytes);
    bytes.truncate(length);
    *answer = String::from_utf8(bytes).expect("what is written is ASCII");
}

/// Lets `write` extend the bytes of a text with ASCII, which is faster than letter by letter.
fn extend_ascii(text: &mut String, bytes: impl Iterator<Item = u8>) {
    let mut whole = std::mem::take(text).into_bytes();
    whole.extend(bytes);
    *text = String::from_utf8(whole).expect("ASCII after a text is a text");
}

#[cfg(test)]
mod testing {
    use super::{Pieces, TextFunction};

    /// The answer for one text.
    pub(super) fn answer<F: TextFunction>(function: &F, text: &str) -> Option<F::Answer> {
        let mut answer = F::Answer::default();
        let exists = function.apply(text, &mut F::Scratch::default(), &mut answer);
        exists.then_some(answer)
    }

    /// The pieces of one text.
    pub(super) fn pieces<F: TextFunction<Answer = Pieces>>(
        function: &F,
        text: &str,
    ) -> Vec<String> {
        let pieces = answer(function, text).expect("every text has pieces");
        pieces.iter().map(str::to_owned).collect()
    }
}
