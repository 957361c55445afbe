//! A word, and what stands around a place in it.

/// A word in capital letters.
pub(super) struct Word<'a> {
    /// Its letters, of ASCII.
    pub(super) letters: &'a [u8],
    /// Whether it looks Slavic or German.
    pub(super) is_slavo_germanic: bool,
}

impl<'a> Word<'a> {
    /// Looks at a word once.
    pub(super) fn new(letters: &'a [u8]) -> Self {
        let holds = |part: &[u8]| letters.windows(part.len()).any(|window| window == part);
        Self {
            letters,
            is_slavo_germanic: holds(b"W") || holds(b"K") || holds(b"CZ"),
        }
    }

    /// The letter at a place; zero beyond both ends.
    pub(super) fn at(&self, place: isize) -> u8 {
        let letter = usize::try_from(place)
            .ok()
            .and_then(|place| self.letters.get(place));
        letter.copied().unwrap_or(0)
    }

    /// Whether one of the letters stands at a place.
    pub(super) fn is_any(&self, place: isize, letters: &[u8]) -> bool {
        letters.contains(&self.at(place))
    }

    /// Whether a vowel stands at a place; Y is one.
    pub(super) fn is_vowel(&self, place: isize) -> bool {
        self.is_any(place, b"AEIOUY")
    }

    /// Whether one of the parts begins at a place.
    pub(super) fn has(&self, place: isize, parts: &[&str]) -> bool {
        let rest = usize::try_from(place)
            .ok()
            .and_then(|place| self.letters.get(place..));
        rest.is_some_and(|rest| parts.iter().any(|part| rest.starts_with(part.as_bytes())))
    }

    /// Whether a place is the word's last.
    pub(super) fn is_last(&self, place: isize) -> bool {
        place + 1 == self.letters.len() as isize
    }

    /// Whether the word begins as German and Dutch names do.
    pub(super) fn is_germanic(&self) -> bool {
        self.has(0, &["VAN ", "VON ", "SCH"])
    }

    /// Two letters where the next one is among those given, else one.
    pub(super) fn with_next(&self, place: isize, letters: &[u8]) -> usize {
        1 + usize::from(self.is_any(place + 1, letters))
    }
}
