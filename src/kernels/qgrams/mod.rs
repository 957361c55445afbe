//! Collections of grams: how they are counted, and what two of them have in common.

/// How often a gram counts that stands more than once in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Once: collections are sets.
    Once,
    /// Each time: collections are bags, and share a gram as often as the one that has fewer.
    Each,
    /// Its count is a coordinate of a vector: sizes are squared lengths, and what is common is the
    /// scalar product.
    Squares,
}

/// What a text is made of.
#[derive(Clone, Copy, Debug)]
pub struct Grams {
    /// Symbols in a gram; `None` for words.
    pub ngram: Option<u32>,
    /// How repeated grams count.
    pub counting: Counting,
}

/// The sizes of two collections, and of what they have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Size of the left collection.
    pub left: u64,
    /// Size of the right collection.
    pub right: u64,
    /// Size of what both have.
    pub common: u64,
}

impl Overlap {
    /// What two texts that are their own only gram have in common, one of them perhaps empty.
    #[inline]
    pub fn of_whole(left: usize, right: usize, equal: bool) -> Self {
        Self {
            left: u64::from(left > 0),
            right: u64::from(right > 0),
            common: u64::from(equal && left > 0),
        }
    }

    /// Counts a gram by how often each side has it.
    #[inline]
    pub(crate) fn count(&mut self, left: usize, right: usize, counting: Counting) {
        let of = |left: usize, right: usize| match counting {
            Counting::Once => u64::from(left > 0 && right > 0),
            Counting::Each => left.min(right) as u64,
            Counting::Squares => left as u64 * right as u64,
        };
        self.left += of(left, left);
        self.right += of(right, right);
        self.common += of(left, right);
    }
}
pub mod block;
pub mod pair;
pub mod short_pair;
