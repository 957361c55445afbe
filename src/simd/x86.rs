//! The registers of x86-64, and the shells that may use them.

use std::arch::x86_64::*;
use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::{Bits, Isa, Plane};

/// Proof of AVX-512 (F, BW, VL, VBMI, VBMI2, VPOPCNTDQ) and everything below it.
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
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("avx512vpopcntdq"))
        .then_some(Self(()))
    }

    /// Evaluates a body compiled for the instruction set, as far as it is `#[inline(always)]`.
    #[inline(always)]
    pub fn run<R>(self, body: impl FnOnce(Self) -> R) -> R {
        // SAFETY: an `Avx512` exists only where `detect` found the features.
        unsafe { in_avx512(self, body) }
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

    /// Evaluates a body compiled for the instruction set, as far as it is `#[inline(always)]`.
    #[inline(always)]
    pub fn run<R>(self, body: impl FnOnce(Self) -> R) -> R {
        // SAFETY: an `Avx2` exists only where `detect` found the features.
        unsafe { in_avx2(self, body) }
    }
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vpopcntdq,avx2,bmi1,bmi2,lzcnt,popcnt"
)]
fn in_avx512<R>(isa: Avx512, body: impl FnOnce(Avx512) -> R) -> R {
    body(isa)
}

#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn in_avx2<R>(isa: Avx2, body: impl FnOnce(Avx2) -> R) -> R {
    body(isa)
}

/// One register type: its instruction set, width, and the intrinsics behind each operation.
macro_rules! register {
    (
        $isa:ident, $bits:ident, $width:literal,
        $and:ident, $or:ident, $xor:ident, $set:ident, $left:ident, $right:ident,
        $load:ident, $store:ident, $max:ident, $min:ident, $add:ident, $equal:ident,
        $multiply:ident, $greater:ident
        $(, $ternary:ident, $cross:ident, $less:ident, $comb:ident, $above:ident, $twice:ident)?
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

            register!(@bytes max_bytes $max);
            register!(@bytes min_bytes $min);
            register!(@bytes add_bytes $add);
            register!(@bytes equal_bytes $equal);
            register!(@bytes multiply_shorts $multiply);
            register!(@bytes greater_shorts $greater);
            $(
                register!(@ternary or3 0b1111_1110 $ternary);
                register!(@ternary or_but 0b1111_0100 $ternary);
                register!(@ternary or_neither 0b1111_0001 $ternary);
                register!(@ternary or_not_but 0b0101_0001 $ternary);
                register!(@ternary either_but 0b0101_0100 $ternary);
                register!(@ternary and_neither 0b0001_0000 $ternary);
                register!(@ternary flip_but 0b1011_0100 $ternary);
                register!(@ternary differ_but 0b0001_0100 $ternary);
                register!(@ternary sum3 0b1001_0110 $ternary);
                register!(@ternary carry3 0b1110_1000 $ternary);
                register!(@ternary or_else 0b1110_0010 $ternary);

                #[inline(always)]
                fn cross(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
                    (
                        self.or_else(mask, lower.shift_left(by)),
                        self.shift_right(by).or_else(mask, lower),
                    )
                }

                #[inline(always)]
                fn cross_bytes(self, lower: Self, mask: Self, by: u32) -> (Self, Self) {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    let crossed = unsafe { Self($cross(self.0, lower.0, mask.0, by)) };
                    (self.or_else(mask, lower.shift_left(by)), crossed)
                }

                #[inline(always)]
                fn less_where_at_least(self, ones: Self, this: Self, other: Self) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($less(self.0, ones.0, this.0, other.0)) }
                }

                #[inline(always)]
                fn above_bytes(self, other: Self) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($above(self.0, other.0)) }
                }

                #[inline(always)]
                fn twice_under(self, mask: Self) -> Self {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    unsafe { Self($twice(self.0, mask.0)) }
                }

                #[inline(always)]
                fn comb_bytes(self, down: Self, one: Self, other: Self) -> (Self, Self) {
                    // SAFETY: `self` was made from the proof of the instruction set.
                    let first = unsafe { Self($comb(self.0, down.0, one.0, other.0)) };
                    (first, first.sum3(self, down))
                }
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
    (@bytes $method:ident $intrinsic:ident) => {
        #[inline(always)]
        fn $method(self, other: Self) -> Self {
            // SAFETY: `self` was made from the proof of the instruction set.
            unsafe { Self($intrinsic(self.0, other.0)) }
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

/// What `_mm256_cmpeq_epi8` is for registers half as wide.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn equal_bytes_512(bytes: __m512i, others: __m512i) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe { _mm512_movm_epi8(_mm512_cmpeq_epi8_mask(bytes, others)) }
}

/// What `_mm256_cmpgt_epi16` is for registers half as wide.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn greater_shorts_512(shorts: __m512i, others: __m512i) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe { _mm512_movm_epi16(_mm512_cmpgt_epi16_mask(shorts, others)) }
}

/// `upper`'s bytes from `by` bits further left under the mask, elsewhere those of `lower`. That takes the place of a
/// shift, which one port fewer can do, and a choice.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn cross_bytes_512(upper: __m512i, lower: __m512i, mask: __m512i, by: u32) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe {
        let places = _mm512_set4_epi32(0x0F0E_0D0C, 0x0B0A_0908, 0x0706_0504, 0x0302_0100);
        let places = _mm512_add_epi8(places, _mm512_set1_epi8((by / 8) as i8));
        _mm512_mask_shuffle_epi8(lower, _mm512_movepi8_mask(mask), upper, places)
    }
}

/// One is taken from the bytes where `this` is not smaller than `other`. Subtracting a constant would become
/// an instruction more, as that is adding the mask.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn less_where_at_least_512(
    bytes: __m512i,
    ones: __m512i,
    this: __m512i,
    other: __m512i,
) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe {
        let mask = _mm512_cmpge_epu8_mask(this, other);
        _mm512_mask_sub_epi8(bytes, mask, bytes, ones)
    }
}

/// The smaller byte, or `down` where `one` and `other` are equal.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn comb_bytes_512(across: __m512i, down: __m512i, one: __m512i, other: __m512i) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe {
        let differ = _mm512_cmpneq_epi8_mask(one, other);
        _mm512_mask_min_epu8(down, differ, across, down)
    }
}

/// All bits of the bytes that are greater than the other one.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn above_bytes_512(bytes: __m512i, others: __m512i) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe { _mm512_movm_epi8(_mm512_cmpgt_epu8_mask(bytes, others)) }
}

/// Twice the bytes under the mask, and all bits of the others.
///
/// # Safety
/// The processor must have AVX-512 BW.
#[inline(always)]
unsafe fn twice_under_512(bytes: __m512i, mask: __m512i) -> __m512i {
    // SAFETY: the caller knows the instruction set.
    unsafe {
        let others = _mm512_set1_epi8(-1);
        _mm512_mask_add_epi8(others, _mm512_movepi8_mask(mask), bytes, bytes)
    }
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
    _mm512_max_epu8,
    _mm512_min_epu8,
    _mm512_add_epi8,
    equal_bytes_512,
    _mm512_mullo_epi16,
    greater_shorts_512,
    _mm512_ternarylogic_epi64,
    cross_bytes_512,
    less_where_at_least_512,
    comb_bytes_512,
    above_bytes_512,
    twice_under_512
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
    _mm256_storeu_si256,
    _mm256_max_epu8,
    _mm256_min_epu8,
    _mm256_add_epi8,
    _mm256_cmpeq_epi8,
    _mm256_mullo_epi16,
    _mm256_cmpgt_epi16
);
