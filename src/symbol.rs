//! What sequences are made of.

/// An element of a compared sequence.
pub trait Symbol: Copy + Ord + Send + Sync + 'static {
    /// How many bits a code has.
    const BITS: u32;

    /// A number that is equal for equal symbols and different for different ones.
    fn code(self) -> u32;

    /// The sequence as bytes, if its symbols are bytes.
    #[inline]
    fn as_bytes(sequence: &[Self]) -> Option<&[u8]> {
        let _ = sequence;
        None
    }
}

/// A byte, or a letter of ASCII.
impl Symbol for u8 {
    const BITS: u32 = u8::BITS;

    #[inline]
    fn code(self) -> u32 {
        self.into()
    }

    #[inline]
    fn as_bytes(sequence: &[u8]) -> Option<&[u8]> {
        Some(sequence)
    }
}

/// A code point, or a number that stands for another symbol.
impl Symbol for u32 {
    const BITS: u32 = u32::BITS;

    #[inline]
    fn code(self) -> u32 {
        self
    }
}
