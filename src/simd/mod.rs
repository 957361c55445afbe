//! Vectors of bits, and the instruction sets they exist for.
//!
//! A block kernel is written once, as an `#[inline(always)]` function that is generic over [`Isa`].
//! [`dispatch!`] calls it inside one of three thin shells compiled for AVX-512, for AVX2, and for the
//! baseline of the target (the portable one, which is also what aarch64 gets). A value of an instruction set is the proof that the processor has it: it is made
//! only after detection, and vectors are made only from such a value, so bodies are safe code.
//!
//! This module, with those below it, is the only one of the kernels with `unsafe` in it.
//!
//! The `POLARS_RESEMBLE_ISA` environment variable (`avx512`, `avx2` or `portable`) lowers the level,
//! so that tests can run each shell by name.

#![allow(
    unsafe_code,
    reason = "SIMD intrinsics, and shells compiled for features found at run time"
)]

mod byte_search;
mod compress_indices;
mod division;
mod gather_views;
mod inline_views;
mod portable;
mod short_text;
mod small_word_lists;
mod symbol_codes;
mod transpose_bytes;
mod transpose_views;
mod u16x32;
mod utf8;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_MM_HINT_T0, _MM_HINT_T1, _mm_prefetch};
use std::ops::{BitAnd, BitOr, BitXor, Not};
use std::sync::OnceLock;

pub use byte_search::{BYTES, Bytewise};
pub use compress_indices::{Placewise, SIXTEEN};
pub use division::{EIGHT, Ratiowise};
pub use gather_views::{Findwise, Found, Sources};
pub use inline_views::{HELD, Held, VIEW, VIEWS, Viewwise};
pub use portable::Portable;
pub use short_text::Shortwise;
pub use small_word_lists::{FewWords, Marks, Room, Token, WORDS, Wordwise};
pub use symbol_codes::{Codewise, HIGH, bit_of_each};
pub use transpose_bytes::Squarewise;
pub use transpose_views::{SYMBOLS, Turnwise};
pub use u16x32::{HALVES, Halfwise, SLOTS};
pub use utf8::{Begins, Utf8wise};
#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx512};

/// Symbols in a word.
pub const WORD: usize = 8;
/// The most words a side may have; longer sequences are compared one pair at a time.
pub const MAX_WORDS: usize = 16;
/// The most symbols a side may have.
pub const MAX_SYMBOLS: u32 = (MAX_WORDS * WORD) as u32;

/// 512 bits in memory, one for each pair of a block.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Plane(pub [u64; 8]);

impl Plane {
    /// All bits clear.
    pub const ZERO: Self = Self([0; 8]);
    /// All bits set.
    pub const ONES: Self = Self([!0; 8]);

    /// Bytes, the first ones in the first element, from its lowest byte on.
    #[inline(always)]
    pub fn of_bytes(bytes: &[u8; BYTES]) -> Self {
        let mut plane = Self::ZERO;
        let (words, _) = bytes.as_chunks();
        for (element, word) in plane.0.iter_mut().zip(words) {
            *element = u64::from_le_bytes(*word);
        }
        plane
    }

    /// The same bytes.
    #[inline(always)]
    pub fn to_bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        let (words, _) = bytes.as_chunks_mut();
        for (word, element) in words.iter_mut().zip(self.0) {
            *word = element.to_le_bytes();
        }
        bytes
    }

    /// The elements of neighbouring planes.
    pub fn elements(planes: &mut [Self]) -> &mut [u64] {
        let elements = planes.as_mut_ptr().cast();
        // SAFETY: a plane is an array of eight elements, and nothing else.
        unsafe { std::slice::from_raw_parts_mut(elements, 8 * planes.len()) }
    }
}

/// A register full of bits; every operation works on all of them at once.
pub trait Bits:
    Copy + BitAnd<Output = Self> + BitOr<Output = Self> + BitXor<Output = Self> + Not<Output = Self>
{
    /// Shifts each 64-bit element left.
    fn shift_left(self, by: u32) -> Self;
    /// Shifts each 64-bit element right, filling with zeros.
    fn shift_right(self, by: u32) -> Self;
    /// The larger byte at each place.
    fn max_bytes(self, other: Self) -> Self;
    /// The smaller byte at each place.
    fn min_bytes(self, other: Self) -> Self;
    /// The sum of the bytes at each place, modulo 256.
    fn add_bytes(self, other: Self) -> Self;
    /// All bits of the bytes that are equal.
    fn equal_bytes(self, other: Self) -> Self;
    /// The product of the 16-bit numbers at each place, modulo 65536.
    fn multiply_shorts(self, other: Self) -> Self;
    /// All bits of the 16-bit numbers, below 32768, that are greater than the other one.
    fn greater_shorts(self, other: Self) -> Self;
    /// Writes the register to the plane's elements from `group` on.
    fn store(self, plane: &mut Plane, group: usize);

    /// `self | second | third`.
    #[inline(always)]
    fn or3(self, second: Self, third: Self) -> Self {
        self | second | third
    }

    /// `self | (second & !third)`.
    #[inline(always)]
    fn or_but(self, second: Self, third: Self) -> Self {
        self | (second & !third)
    }

    /// `self | !(second | third)`.
    #[inline(always)]
    fn or_neither(self, second: Self, third: Self) -> Self {
        self | !(second | third)
    }

    /// `(self | !second) & !third`.
    #[inline(always)]
    fn or_not_but(self, second: Self, third: Self) -> Self {
        (self | !second) & !third
    }

    /// `(self | second) & !third`.
    #[inline(always)]
    fn either_but(self, second: Self, third: Self) -> Self {
        (self | second) & !third
    }

    /// `self & !(second | third)`.
    #[inline(always)]
    fn and_neither(self, second: Self, third: Self) -> Self {
        self & !(second | third)
    }

    /// `self ^ (second & !third)`.
    #[inline(always)]
    fn flip_but(self, second: Self, third: Self) -> Self {
        self ^ (second & !third)
    }

    /// `(self ^ second) & !third`.
    #[inline(always)]
    fn differ_but(self, second: Self, third: Self) -> Self {
        (self ^ second) & !third
    }

    /// The sum of three bits.
    #[inline(always)]
    fn sum3(self, second: Self, third: Self) -> Self {
        self ^ second ^ third
    }

    /// What the sum of three bits carries.
    #[inline(always)]
    fn carry3(self, second: Self, third: Self) -> Self {
        (self & second) | ((self ^ second) & third)
    }

    /// All bits of the bytes that are greater than the other one.
    #[inline(always)]
    fn above_bytes(self, other: Self) -> Self {
        !self.min_bytes(other).equal_bytes(self)
    }

    /// Twice the bytes under the mask, and all bits of the others.
    #[inline(always)]
    fn twice_under(self, mask: Self) -> Self {
        self.add_bytes(self) | !mask
    }

    /// One is taken from the bytes where `this` is not smaller than `other`; `ones` are bytes of one.
    #[inline(always)]
    fn less_where_at_least(self, ones: Self, this: Self, other: Self) -> Self {
        let _ = ones;
        self.add_bytes(this.max_bytes(other).equal_bytes(this))
    }

    /// Where `one` and `other` are equal the bytes change places, elsewhere the smaller one comes first.
    #[inline(always)]
    fn comb_bytes(self, down: Self, one: Self, other: Self) -> (Self, Self) {
        let first = (self | one.equal_bytes(other)).min_bytes(down);
        (first, first.sum3(self, down))
    }

    /// The bits of `self` outside the mask change places with those of `lower` under it, which lie `by`
    /// places to the right.
    #[inline(always)]
    fn cross(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
        let crossed = (self.shift_right(by) ^ lower) & mask;
        (self ^ crossed.shift_left(by), lower ^ crossed)
    }

    /// The same for a mask of whole bytes.
    #[inline(always)]
    fn cross_bytes(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
        self.cross(lower, mask, by)
    }

    /// Bit by bit: `self` where `mask` is set, otherwise `other`.
    #[inline(always)]
    fn or_else(self, mask: Self, other: Self) -> Self {
        (self & mask) | (other & !mask)
    }
}

/// An instruction set that the processor is known to have.
pub trait Isa:
    Copy
    + Bytewise
    + Codewise
    + Findwise
    + Halfwise
    + Placewise
    + Ratiowise
    + Shortwise
    + Squarewise
    + Turnwise
    + Utf8wise
    + Viewwise
    + Wordwise
{
    /// Its register.
    type Bits: Bits;
    /// How many 64-bit elements of a [`Plane`] one register holds.
    const WIDTH: usize;
    /// A register with every 64-bit element equal to `element`.
    fn splat(self, element: u64) -> Self::Bits;
    /// A register read from the plane's elements from `group` on.
    fn load(self, plane: &Plane, group: usize) -> Self::Bits;
}

/// A body to be run inside a shell. `run` and all it calls must be `#[inline(always)]`: what is not
/// inlined is compiled for the baseline and called once per instruction.
pub trait Kernel {
    /// The body.
    fn run<I: Isa>(self, isa: I);
}

/// An instruction set chosen at run time.
#[derive(Clone, Copy, Debug)]
pub enum Level {
    /// 512-bit registers.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    /// 256-bit registers.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// Whatever the target guarantees: 128-bit registers on x86-64 and aarch64.
    Portable(Portable),
}

impl Level {
    /// The levels this processor has, best first.
    pub fn available() -> Vec<Self> {
        let mut levels = Vec::with_capacity(3);
        #[cfg(target_arch = "x86_64")]
        {
            levels.extend(Avx512::detect().map(Self::Avx512));
            levels.extend(Avx2::detect().map(Self::Avx2));
        }
        levels.push(Self::Portable(Portable));
        levels
    }

    /// The level to use: the best one, or a lower one that `POLARS_RESEMBLE_ISA` names.
    pub fn best() -> Self {
        static BEST: OnceLock<Level> = OnceLock::new();
        *BEST.get_or_init(|| {
            let wanted = std::env::var("POLARS_RESEMBLE_ISA").unwrap_or_default();
            let levels = Self::available();
            levels
                .iter()
                .find(|level| level.name() == wanted)
                .copied()
                .unwrap_or(levels[0])
        })
    }

    /// The name that `POLARS_RESEMBLE_ISA` knows it by.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "avx512",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            Self::Portable(_) => "portable",
        }
    }

    /// Whether it compares a byte with [`BYTES`] others at once; see [`Bytewise::IS_WIDE`].
    pub fn is_wide(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => Avx512::IS_WIDE,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => Avx2::IS_WIDE,
            Self::Portable(_) => Portable::IS_WIDE,
        }
    }

    /// Whether turning short sequences takes a few instructions; see [`Turnwise::TURNS`].
    pub fn turns(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => Avx512::TURNS,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => Avx2::TURNS,
            Self::Portable(_) => Portable::TURNS,
        }
    }

    /// Runs a kernel in this level's shell.
    pub fn run<K: Kernel>(self, kernel: K) {
        dispatch!(self, isa => kernel.run(isa));
    }
}

/// Evaluates an expression in a level's shell, where `isa` is the level's instruction set:
/// `dispatch!(level, isa => longest(isa, lengths))`.
///
/// The expression is compiled once for each instruction set, and so is what it calls, as far as that is
/// `#[inline(always)]`: a call of anything else is compiled for the baseline. Its value is returned; `return` and
/// `?` leave the expression only.
macro_rules! dispatch {
    ($level:expr, $isa:ident => $body:expr) => {
        match $level {
            #[cfg(target_arch = "x86_64")]
            $crate::simd::Level::Avx512(isa) => isa.run(
                #[inline(always)]
                |$isa| $body,
            ),
            #[cfg(target_arch = "x86_64")]
            $crate::simd::Level::Avx2(isa) => isa.run(
                #[inline(always)]
                |$isa| $body,
            ),
            $crate::simd::Level::Portable(isa) => isa.run(
                #[inline(always)]
                |$isa| $body,
            ),
        }
    };
}
pub(crate) use dispatch;

/// Asks the processor to fetch a sequence that will be read soon, or its beginning: what comes after
/// `FETCHED` cache lines, it finds out for itself.
#[inline(always)]
pub fn prefetch(sequence: &[u8]) {
    if let Some(last) = sequence.len().checked_sub(1) {
        for line in 0..FETCHED {
            prefetch_one(&sequence[last.min(LINE * line)]);
        }
    }
}

/// Asks the processor to fetch something small that will be read soon.
#[inline(always)]
pub fn prefetch_one<T>(item: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        let item: *const T = item;
        // SAFETY: every x86-64 processor has the instruction, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(item.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = item;
}

/// Asks the processor to fetch memory that will be read next.
#[inline(always)]
pub fn prefetch_all(memory: &[u8]) {
    for byte in memory.iter().step_by(LINE) {
        prefetch_one(byte);
    }
}

/// Asks the processor to fetch memory that will be read later, into a larger cache.
#[inline(always)]
pub fn prefetch_early(memory: &[u8]) {
    #[cfg(target_arch = "x86_64")]
    for byte in memory.iter().step_by(LINE) {
        let byte: *const u8 = byte;
        // SAFETY: every x86-64 processor has the instruction, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(byte.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = memory;
}

/// Bytes of a cache line.
const LINE: usize = 64;
/// Cache lines that a sequence is fetched from: as many as one of 128 bytes may lie in.
const FETCHED: usize = 3;
