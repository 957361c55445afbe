//! How texts lie in memory where an instruction set reads them: words of eight symbols, planes of 512 bits,
//! views of sixteen bytes.

/// Symbols in a word.
pub const WORD: usize = 8;
/// The most words that a side of a block may have; longer sequences are compared one pair at a time.
pub const MAX_WORDS: usize = 16;
/// The most symbols that a side of a block may have.
pub const MAX_SYMBOLS: u32 = (MAX_WORDS * WORD) as u32;

/// Bytes that are searched together: one for each bit of a mask.
pub const BYTES: usize = u64::BITS as usize;
/// Bytes whose indices are listed together.
pub const SIXTEEN: usize = 16;
/// Numbers that are divided together.
pub const EIGHT: usize = 8;

/// Symbols of sixteen bits that are compared together.
pub const HALVES: usize = 32;
/// Entries of a table of symbols of sixteen bits.
pub const SLOTS: usize = 64;
/// A product of sixteen bits is shifted right by this to become a slot.
pub(super) const SLOT_SHIFT: u32 = u16::BITS - SLOTS.ilog2();

/// Bytes of a view: four of the length, then an inline sequence, or its first four bytes, buffer and offset.
pub const VIEW: usize = 16;
/// Views that are read together.
pub const VIEWS: usize = 16;
/// The most bytes of an inline sequence, which lies in its view.
pub const MAX_INLINE: u32 = 12;

/// Symbols of ASCII, each with an entry in a table.
pub const SYMBOLS: usize = 128;

/// The high bit of every byte of a word.
pub const HIGH: u64 = 0x8080_8080_8080_8080;

/// A bit for each byte of a word, the lowest first, if no byte is more than one. A multiplication collects them:
/// it adds the word to itself, shifted by 7, 14, 21 and so on, so that all bits meet in the highest byte.
#[inline(always)]
pub const fn bit_of_each(bytes: u64) -> u64 {
    bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The numbers 0 to 63: the index of each byte of a register.
#[cfg(target_arch = "x86_64")]
pub(super) const INDICES: [u8; BYTES] = {
    let (mut indices, mut at) = ([0; BYTES], 0);
    while at < BYTES {
        indices[at] = at as u8;
        at += 1;
    }
    indices
};

/// The low `len` bits: those of the bytes of a text.
#[inline(always)]
pub(super) fn low_bits(len: u32) -> u64 {
    u64::MAX.unbounded_shr(u64::BITS.saturating_sub(len))
}

/// 512 bits in memory, one for each pair of a block.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Plane(pub [u64; 8]);

impl Plane {
    /// All bits clear.
    pub const ZERO: Self = Self([0; 8]);
    /// All bits set.
    pub const ONES: Self = Self([!0; 8]);

    /// A plane of bytes. The first eight are the first element, from its lowest byte on.
    #[inline(always)]
    pub fn of_bytes(bytes: &[u8; BYTES]) -> Self {
        let mut plane = Self::ZERO;
        let (words, _) = bytes.as_chunks();
        for (element, word) in plane.0.iter_mut().zip(words) {
            *element = u64::from_le_bytes(*word);
        }
        plane
    }

    /// The bytes of a plane, in the order of [`of_bytes`](Self::of_bytes).
    #[inline(always)]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        let (words, _) = bytes.as_chunks_mut();
        for (word, element) in words.iter_mut().zip(self.0) {
            *word = element.to_le_bytes();
        }
        bytes
    }

    /// The elements of neighbouring planes, eight of each.
    #[allow(unsafe_code, reason = "a slice of planes is one of their elements")]
    pub fn elements(planes: &mut [Self]) -> &mut [u64] {
        let elements = planes.as_mut_ptr().cast();
        // SAFETY: a plane is an array of eight elements, and nothing else.
        unsafe { std::slice::from_raw_parts_mut(elements, 8 * planes.len()) }
    }
}
