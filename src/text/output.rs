//! The outputs of functions of text.

/// What a function of text may give: a text, texts, a record of texts, a number, numbers, or yes or no.
pub trait Output: Default {
    /// Makes the output empty again, and keeps its memory.
    fn clear(&mut self);

    /// Bytes that the output takes at the peak, here and in a column that grows: nothing to speak of, if it has
    /// one size.
    fn bytes(&self) -> usize {
        0
    }
}

impl Output for bool {
    fn clear(&mut self) {
        *self = false;
    }
}

impl Output for u64 {
    fn clear(&mut self) {
        *self = 0;
    }
}

impl Output for Vec<u64> {
    fn clear(&mut self) {
        self.clear();
    }

    fn bytes(&self) -> usize {
        3 * size_of::<u64>() * self.len()
    }
}

/// A text, behind those given before it: what is written stays where it is until a column
/// is made of all of it. Only then is it checked to be UTF-8, at once.
#[derive(Debug, Default)]
pub struct Text {
    /// The earlier texts, this one, and room.
    memory: Vec<u8>,
    start: usize,
    end: usize,
}

impl Text {
    /// Lets `write` fill room for so many bytes and say how many of them belong to the text. Every byte
    /// can be written, and those that are not wanted overwritten: there is no branch to foresee.
    /// What is written must be UTF-8.
    #[inline]
    pub fn write(&mut self, room: usize, write: impl FnOnce(&mut [u8]) -> usize) {
        let needed = self.end + room;
        if self.memory.len() < needed {
            self.memory.resize(2 * needed, 0);
        }
        self.end += write(&mut self.memory[self.end..needed]);
    }

    /// Adds a text.
    pub fn push_str(&mut self, text: &str) {
        self.write(text.len(), |room| {
            room.copy_from_slice(text.as_bytes());
            text.len()
        });
    }

    /// Adds a code point.
    pub fn push(&mut self, symbol: char) {
        self.write(symbol.len_utf8(), |room| symbol.encode_utf8(room).len());
    }

    /// The text so far.
    ///
    /// # Panics
    /// If something else than UTF-8 was written.
    pub fn as_str(&self) -> &str {
        let text = std::str::from_utf8(&self.memory[self.start..self.end]);
        text.expect("functions of text write UTF-8")
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Ends the text, so that the next one begins behind it. The number of bytes of all texts so far.
    pub fn close(&mut self) -> usize {
        self.start = self.end;
        self.end
    }

    /// The bytes of all texts.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.memory.truncate(self.end);
        self.memory
    }
}

impl Extend<char> for Text {
    fn extend<I: IntoIterator<Item = char>>(&mut self, symbols: I) {
        symbols.into_iter().for_each(|symbol| self.push(symbol));
    }
}

impl<'a> Extend<&'a str> for Text {
    fn extend<I: IntoIterator<Item = &'a str>>(&mut self, texts: I) {
        texts.into_iter().for_each(|text| self.push_str(text));
    }
}

impl Output for Text {
    fn clear(&mut self) {
        self.end = self.start;
    }

    fn bytes(&self) -> usize {
        3 * (self.end - self.start)
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
    /// Bytes that a piece takes: its range, and a view in a column that grows.
    const PIECE: usize = size_of::<(usize, usize)>() + 2 * 16;

    /// Bytes that so many pieces of a text take.
    pub(super) fn peak_bytes(text: &str, pieces: usize) -> usize {
        Self::PIECE * pieces + 3 * text.len()
    }

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

impl Output for Pieces {
    fn clear(&mut self) {
        self.text.clear();
        self.ranges.clear();
    }

    fn bytes(&self) -> usize {
        3 * self.text.len() + Self::PIECE * self.ranges.len()
    }
}

/// Two texts that have names, see [`TextFunction::FIELDS`](super::TextFunction::FIELDS).
#[derive(Debug, Default)]
pub struct Record(pub [String; 2]);

impl Output for Record {
    fn clear(&mut self) {
        self.0.iter_mut().for_each(String::clear);
    }

    fn bytes(&self) -> usize {
        3 * self.0.iter().map(String::len).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_one_behind_the_other() {
        let mut text = Text::default();
        text.push_str("one");
        assert_eq!(text.as_str(), "one");
        assert_eq!(text.close(), 3);
        assert!(text.is_empty());
        text.push('é');
        text.clear();
        text.extend(["z", "w"]);
        text.write(9, |room| {
            room.fill(b'o');
            1
        });
        assert_eq!(text.as_str(), "zwo");
        assert_eq!(text.close(), 6);
        assert_eq!(text.into_bytes(), b"onezwo");
    }
}
