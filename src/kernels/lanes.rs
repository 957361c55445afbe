//! Vectors of bits, and the instruction sets they exist for.
//!
//! A block kernel is written once, as an `#[inline(always)]` body that is generic over [`Isa`], and
//! wrapped in [`Kernel`]. [`Level::run`] calls that body inside one of three thin shells compiled for
//! AVX-512, for AVX2, and for the baseline of the target (the portable one, which is also what
//! aarch64 gets). A value of an instruction set is the proof that the processor has it: it is made
//! only after detection, and vectors are made only from such a value, so bodies are safe code.
//!
//! This module is the only one of the kernels with `unsafe` in it.
//!
//! The `POLARS_RESEMBLE_ISA` environment variable (`avx512`, `avx2` or `portable`) lowers the level,
//! so that tests can run each shell by name.

#![allow(
    unsafe_code,
    reason = "SIMD intrinsics, and shells compiled for features found at run time"
)]

use std::ops::{BitAnd, BitOr, BitXor, Not};
use std::sync::OnceLock;

/// 512 bits in memory, one for each pair of a block.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Plane(pub [u64; 8]);

impl Plane {
    /// All bits clear.
    pub const ZERO: Self = Self([0; 8]);
}

/// A register full of bits; every operation works on all of them at once.
pub trait Bits:
    Copy + BitAnd<Output = Self> + BitOr<Output = Self> + BitXor<Output = Self> + Not<Output = Self>
{
    /// Shifts each 64-bit element left.
    fn shift_left(self, by: u32) -> Self;
    /// Shifts each 64-bit element right, filling with zeros.
    fn shift_right(self, by: u32) -> Self;
    /// Writes the register to the plane's elements from `group` on.
    fn store(self, plane: &mut Plane, group: usize);

    /// `self | second | third`.
    #[inline(always)]
    fn or3(self, second: Self, third: Self) -> Self {
        self | second | third
    }

    /// `self | !(second | third)`.
    #[inline(always)]
    fn or_neither(self, second: Self, third: Self) -> Self {
        self | !(second | third)
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

    /// Bit by bit: `self` where `mask` is set, otherwise `other`.
    #[inline(always)]
    fn or_else(self, mask: Self, other: Self) -> Self {
        (self & mask) | (other & !mask)
    }
}

/// An instruction set that the processor is known to have.
pub trait Isa: Copy {
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

    /// Runs a kernel in this level's shell.
    pub fn run<K: Kernel>(self, kernel: K) {
        match self {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: an `Avx512` exists only where `detect` found the shell's features.
            Self::Avx512(isa) => unsafe { x86::shell_avx512(isa, kernel) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: an `Avx2` exists only where `detect` found the shell's features.
            Self::Avx2(isa) => unsafe { x86::shell_avx2(isa, kernel) },
            Self::Portable(isa) => kernel.run(isa),
        }
    }
}

/// Asks the processor to fetch a sequence that will be read soon.
#[inline(always)]
pub fn prefetch(sequence: &[u8]) {
    #[cfg(target_arch = "x86_64")]
    for line in sequence.chunks(64) {
        // SAFETY: every x86-64 processor has the instruction, and it reads nothing.
        unsafe {
            std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(
                line.as_ptr().cast(),
            )
        };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = sequence;
}

/// The baseline of the target; pairs of words, which every 64-bit target has registers for.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

/// A register of [`Portable`].
#[derive(Clone, Copy)]
pub struct Pair([u64; 2]);

impl Isa for Portable {
    type Bits = Pair;
    const WIDTH: usize = 2;

    #[inline(always)]
    fn splat(self, element: u64) -> Pair {
        Pair([element; 2])
    }

    #[inline(always)]
    fn load(self, plane: &Plane, group: usize) -> Pair {
        Pair([plane.0[group], plane.0[group + 1]])
    }
}

impl Bits for Pair {
    #[inline(always)]
    fn shift_left(self, by: u32) -> Self {
        Self([self.0[0] << by, self.0[1] << by])
    }

    #[inline(always)]
    fn shift_right(self, by: u32) -> Self {
        Self([self.0[0] >> by, self.0[1] >> by])
    }

    #[inline(always)]
    fn store(self, plane: &mut Plane, group: usize) {
        plane.0[group] = self.0[0];
        plane.0[group + 1] = self.0[1];
    }
}

impl BitAnd for Pair {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }
}

impl BitOr for Pair {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }
}

impl BitXor for Pair {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self([self.0[0] ^ other.0[0], self.0[1] ^ other.0[1]])
    }
}

impl Not for Pair {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self([!self.0[0], !self.0[1]])
    }
}

#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::ops::{BitAnd, BitOr, BitXor, Not};

    use super::{Bits, Isa, Kernel, Plane};

    /// Proof of AVX-512 (F, BW, VL, VPOPCNTDQ) and everything below it.
    #[derive(Clone, Copy, Debug)]
    pub struct Avx512(());

    /// Proof of AVX2, BMI and POPCNT.
    #[derive(Clone, Copy, Debug)]
    pub struct Avx2(());

    /// A register of [`Avx512`].
    #[derive(Clone, Copy)]
    pub struct Zmm(__m512i);

    /// A register of [`Avx2`].
    #[derive(Clone, Copy)]
    pub struct Ymm(__m256i);

    impl Avx512 {
        pub(super) fn detect() -> Option<Self> {
            (Avx2::detect().is_some()
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vpopcntdq"))
            .then_some(Self(()))
        }
    }

    impl Avx2 {
        pub(super) fn detect() -> Option<Self> {
            (is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt"))
            .then_some(Self(()))
        }
    }

    #[target_feature(
        enable = "avx512f,avx512bw,avx512vl,avx512vpopcntdq,avx2,bmi1,bmi2,lzcnt,popcnt"
    )]
    pub(super) fn shell_avx512<K: Kernel>(isa: Avx512, kernel: K) {
        kernel.run(isa);
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) fn shell_avx2<K: Kernel>(isa: Avx2, kernel: K) {
        kernel.run(isa);
    }

    /// One register type: its instruction set, width, and the intrinsics behind each operation.
    macro_rules! register {
        (
            $isa:ident, $bits:ident, $width:literal,
            $and:ident, $or:ident, $xor:ident, $set:ident, $left:ident, $right:ident,
            $load:ident, $store:ident
            $(, $ternary:ident)?
        ) => {
            impl Isa for $isa {
                type Bits = $bits;
                const WIDTH: usize = $width;

                #[inline(always)]
                fn splat(self, element: u64) -> $bits {
                    // SAFETY: `self` proves the instruction set.
                    unsafe { $bits($set(element.cast_signed())) }
                }

                #[inline(always)]
                fn load(self, plane: &Plane, group: usize) -> $bits {
                    let elements: &[u64; $width] = plane.0[group..group + $width]
                        .try_into()
                        .expect("the slice has the register's width");
                    // SAFETY: `self` proves the instruction set; the array is as wide as the load.
                    unsafe { $bits($load(elements.as_ptr().cast())) }
                }
            }

            impl Bits for $bits {
                #[inline(always)]
                fn shift_left(self, by: u32) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($left(self.0, _mm_cvtsi32_si128(by.cast_signed()))) }
                }

                #[inline(always)]
                fn shift_right(self, by: u32) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($right(self.0, _mm_cvtsi32_si128(by.cast_signed()))) }
                }

                #[inline(always)]
                fn store(self, plane: &mut Plane, group: usize) {
                    let elements: &mut [u64; $width] = (&mut plane.0[group..group + $width])
                        .try_into()
                        .expect("the slice has the register's width");
                    // SAFETY: `self` was made from the proof of the instruction set; the array is
                    // as wide as the store.
                    unsafe { $store(elements.as_mut_ptr().cast(), self.0) }
                }

                $(
                    register!(@ternary or3 0b1111_1110 $ternary);
                    register!(@ternary or_neither 0b1111_0001 $ternary);
                    register!(@ternary sum3 0b1001_0110 $ternary);
                    register!(@ternary carry3 0b1110_1000 $ternary);
                )?
            }

            register!(@operator BitAnd bitand $bits $and);
            register!(@operator BitOr bitor $bits $or);
            register!(@operator BitXor bitxor $bits $xor);

            impl Not for $bits {
                type Output = Self;

                #[inline(always)]
                fn not(self) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($xor(self.0, $set(-1))) }
                }
            }
        };
        (@ternary $method:ident $table:literal $intrinsic:ident) => {
            #[inline(always)]
            fn $method(self, second: Self, third: Self) -> Self {
                // SAFETY: `self` was made from the proof of the instruction set.
                unsafe { Self($intrinsic::<$table>(self.0, second.0, third.0)) }
            }
        };
        (@operator $operator:ident $method:ident $bits:ident $intrinsic:ident) => {
            impl $operator for $bits {
                type Output = Self;

                #[inline(always)]
                fn $method(self, other: Self) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($intrinsic(self.0, other.0)) }
                }
            }
        };
    }

    register!(
        Avx512,
        Zmm,
        8,
        _mm512_and_si512,
        _mm512_or_si512,
        _mm512_xor_si512,
        _mm512_set1_epi64,
        _mm512_sll_epi64,
        _mm512_srl_epi64,
        _mm512_loadu_si512,
        _mm512_storeu_si512,
        _mm512_ternarylogic_epi64
    );

    register!(
        Avx2,
        Ymm,
        4,
        _mm256_and_si256,
        _mm256_or_si256,
        _mm256_xor_si256,
        _mm256_set1_epi64x,
        _mm256_sll_epi64,
        _mm256_srl_epi64,
        _mm256_loadu_si256,
        _mm256_storeu_si256
    );
}
