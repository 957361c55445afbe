//! Texts prepared once to be scored many times: the choices of a search, the sides of a join.

use crate::interrupt::Pace;
use crate::kernels::affix::pair::to_u32;
use crate::kernels::block::WORD;
use crate::scorer::{Arrangement, Arranger, Processor, Text};
use crate::strings::views::Padded;

/// Texts with their symbols in one piece: bytes where they are the symbols, code points elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The symbols of texts whose symbols are bytes, and padding behind the last to read a word.
    bytes: Vec<u8>,
    /// The symbols of all other texts.
    codes: Vec<u32>,
    texts: Vec<TextRange>,
    longest: u32,
}

/// Where a text's symbols are.
#[derive(Clone, Copy, Debug)]
struct TextRange {
    start: usize,
    len: u32,
    form: Form,
}

/// How a text is kept, if it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Null,
    /// A processor that a user chose left nothing of the text.
    Emptied,
    Bytes,
    Codes,
}

impl Corpus {
    /// Texts, which a scorer's processor has seen. A text is set aside if a processor that a user chose
    /// leaves nothing of it: it matches nothing, however much two empty texts are alike.
    pub fn from_texts<'a>(
        texts: impl IntoIterator<Item = Option<&'a str>>,
        processor: Option<Processor>,
    ) -> Self {
        let mut corpus = Self::default();
        let mut pace = Pace::default();
        for text in texts {
            match (text, processor) {
                (None, _) => corpus.push(Form::Null, 0, 0),
                (Some(text), None) => corpus.push_text(text),
                (Some(text), Some(_)) if pace.ends(text.len()) => corpus.push(Form::Null, 0, 0),
                (Some(text), Some(processor)) => {
                    let processed = processor.apply(text);
                    if processed.is_empty() && processor.is_chosen() {
                        corpus.push(Form::Emptied, 0, 0);
                    } else {
                        corpus.push_text(&processed);
                    }
                }
            }
        }
        corpus.finish().arranged_by(processor)
    }

    /// Sequences of bytes that are symbols, whatever they stand for; a processor puts words in order,
    /// and nothing else.
    pub fn from_bytes<'a>(
        sequences: impl IntoIterator<Item = Option<&'a [u8]>>,
        processor: Option<Processor>,
    ) -> Self {
        let mut corpus = Self::default();
        for sequence in sequences {
            match sequence {
                Some(bytes) => corpus.push_bytes(bytes),
                None => corpus.push(Form::Null, 0, 0),
            }
        }
        corpus.finish().arranged_by(processor)
    }

    fn arranged_by(self, processor: Option<Processor>) -> Self {
        match processor.map(Processor::arrangement) {
            None | Some(Arrangement::AsIs) => self,
            Some(arrangement) => self.arranged(0..self.len(), arrangement),
        }
    }

    /// Texts with their words in another order.
    pub(crate) fn arranged(
        &self,
        texts: impl Iterator<Item = usize>,
        arrangement: Arrangement,
    ) -> Self {
        let mut corpus = Self::default();
        let mut arranger = Arranger::default();
        let mut pace = Pace::default();
        for at in texts {
            match self.get(at) {
                None => corpus.push(self.texts[at].form, 0, 0),
                Some(text) if pace.ends(text.len() as usize) => corpus.push(Form::Null, 0, 0),
                Some(text) => corpus.push_symbols(arranger.arrange(text, arrangement)),
            }
        }
        corpus.finish()
    }

    /// Whether a text was set aside, because a processor left nothing of it.
    pub fn has_emptied(&self) -> bool {
        self.texts.iter().any(|text| text.form == Form::Emptied)
    }

    /// Takes texts that were set aside, because a processor left nothing of them, for empty ones.
    #[must_use]
    pub fn with_emptied(mut self) -> Self {
        for text in &mut self.texts {
            if text.form == Form::Emptied {
                text.form = Form::Bytes;
            }
        }
        self
    }

    /// Pieces of other texts.
    pub(crate) fn from_symbols<'a>(texts: impl IntoIterator<Item = Text<'a>>) -> Self {
        let mut corpus = Self::default();
        for text in texts {
            corpus.push_symbols(text);
        }
        corpus.finish()
    }

    fn push_symbols(&mut self, text: Text<'_>) {
        match text {
            Text::Bytes(bytes) => self.push_bytes(bytes),
            Text::Codes(codes) if codes.iter().all(|code| *code < 0x80) => {
                let bytes: Vec<u8> = codes.iter().map(|code| *code as u8).collect();
                self.push_bytes(&bytes);
            }
            Text::Codes(codes) => {
                let start = self.codes.len();
                self.codes.extend_from_slice(codes);
                self.push(Form::Codes, start, codes.len());
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        if text.is_ascii() {
            return self.push_bytes(text.as_bytes());
        }
        let start = self.codes.len();
        self.codes.extend(text.chars().map(u32::from));
        self.push(Form::Codes, start, self.codes.len() - start);
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.push(Form::Bytes, start, bytes.len());
    }

    fn push(&mut self, form: Form, start: usize, len: usize) {
        let len = to_u32(len);
        self.longest = self.longest.max(len);
        self.texts.push(TextRange { start, len, form });
    }

    fn finish(mut self) -> Self {
        self.bytes.extend([0; WORD]);
        self.bytes.shrink_to_fit();
        self.codes.shrink_to_fit();
        self
    }

    /// How many texts there are, nulls included.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The length of the longest text.
    pub fn longest(&self) -> u32 {
        self.longest
    }

    /// The number of a text's symbols, zero for null.
    #[inline(always)]
    pub fn length(&self, at: usize) -> u32 {
        self.texts[at].len
    }

    /// Whether there is a text, and it was not set aside.
    #[inline(always)]
    pub fn has_text(&self, at: usize) -> bool {
        !matches!(self.texts[at].form, Form::Null | Form::Emptied)
    }

    /// Whether there is no text.
    #[inline(always)]
    pub fn is_null(&self, at: usize) -> bool {
        self.texts[at].form == Form::Null
    }

    /// A text's symbols, unless it is null or was set aside.
    #[inline(always)]
    pub fn get(&self, at: usize) -> Option<Text<'_>> {
        let TextRange { start, len, form } = self.texts[at];
        let range = start..start + len as usize;
        match form {
            Form::Null | Form::Emptied => None,
            Form::Bytes => Some(Text::Bytes(&self.bytes[range])),
            Form::Codes => Some(Text::Codes(&self.codes[range])),
        }
    }

    /// Whether a text's symbols are bytes.
    #[inline(always)]
    pub fn is_narrow(&self, at: usize) -> bool {
        self.texts[at].form == Form::Bytes
    }

    /// A text's symbols for a block, if they are bytes.
    #[inline(always)]
    pub fn padded(&self, at: usize) -> Option<Padded<'_>> {
        let TextRange { start, len, form } = self.texts[at];
        (form == Form::Bytes).then(|| Padded::new(&self.bytes[start..], len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_in_the_narrower_form() {
        let texts = [Some("abc"), None, Some(""), Some("naïve"), Some("x")];
        let corpus = Corpus::from_texts(texts, None);
        let naive: Vec<u32> = "naïve".chars().map(u32::from).collect();
        let got: Vec<_> = (0..corpus.len()).map(|at| corpus.get(at)).collect();
        let expected = [
            Some(Text::Bytes(b"abc")),
            None,
            Some(Text::Bytes(b"")),
            Some(Text::Codes(&naive)),
            Some(Text::Bytes(b"x")),
        ];
        assert_eq!(got, expected);
        assert_eq!(corpus.longest(), 5);
        let lengths: Vec<_> = (0..corpus.len()).map(|at| corpus.length(at)).collect();
        assert_eq!(lengths, [3, 0, 0, 5, 1]);
        assert!(corpus.is_null(1) && !corpus.is_null(2));
        assert!(corpus.padded(4).is_some() && corpus.padded(3).is_none());
    }

    #[test]
    fn what_a_chosen_processor_empties_is_set_aside() {
        let texts = || [Some("a!"), Some("?"), Some(""), None];
        let has_text = |corpus: &Corpus| [0, 1, 2, 3].map(|at| corpus.has_text(at));
        for processor in [Processor::Default, Processor::DefaultSortedWords] {
            let corpus = Corpus::from_texts(texts(), Some(processor));
            assert_eq!(has_text(&corpus), [true, false, false, false]);
            assert_eq!(corpus.get(1), None);
            assert!(!corpus.is_null(1) && !corpus.is_null(2) && corpus.is_null(3));
            assert!(corpus.has_emptied());
            let corpus = corpus.with_emptied();
            assert!(!corpus.has_emptied());
            assert_eq!(has_text(&corpus), [true, true, true, false]);
            assert_eq!(corpus.get(1), Some(Text::Bytes(b"")));
        }
        for processor in [None, Some(Processor::SortedWords)] {
            let corpus = Corpus::from_texts(texts(), processor);
            assert_eq!(has_text(&corpus), [true, true, true, false]);
        }
    }

    #[test]
    fn bytes_beyond_ascii_are_symbols_too() {
        let corpus = Corpus::from_bytes([Some(b"na\xC3\xAFve".as_slice()), None], None);
        assert_eq!(corpus.get(0), Some(Text::Bytes(b"na\xC3\xAFve")));
        assert_eq!(corpus.get(1), None);
    }
}
