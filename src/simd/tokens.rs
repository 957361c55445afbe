//! Tokens of instruction sets: values that exist only if the processor has the set.
//!
//! A token is made by detection alone. So an operation that takes a token, or a register made from one, may use
//! the instructions, and whoever calls it needs no `unsafe`.

#![allow(unsafe_code, reason = "shells compiled for features found at run time")]

/// The token of the target's baseline, which every processor has: 128-bit registers on x86-64 and aarch64.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

impl Portable {
    /// Evaluates a body, compiled for the baseline.
    #[inline(always)]
    pub fn run<R>(self, body: impl FnOnce(Self) -> R) -> R {
        body(self)
    }
}

/// The token of AVX2, BMI and POPCNT: 256-bit registers.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    /// The token, if the processor has the instruction set.
    pub(super) fn detect() -> Option<Self> {
        (is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt"))
        .then_some(Self(()))
    }

    /// Evaluates a body, compiled for the instruction set as far as it is `#[inline(always)]`.
    #[inline(always)]
    pub fn run<R>(self, body: impl FnOnce(Self) -> R) -> R {
        // SAFETY: the token exists only if `detect` found the features.
        unsafe { in_avx2(self, body) }
    }
}

/// The shell of AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn in_avx2<R>(isa: Avx2, body: impl FnOnce(Avx2) -> R) -> R {
    body(isa)
}

/// The token of AVX-512 (F, BW, VL, VBMI, VBMI2, VPOPCNTDQ), with everything of [`Avx2`]: 512-bit registers.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

#[cfg(target_arch = "x86_64")]
impl Avx512 {
    /// The token, if the processor has the instruction set.
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

    /// Evaluates a body, compiled for the instruction set as far as it is `#[inline(always)]`.
    #[inline(always)]
    pub fn run<R>(self, body: impl FnOnce(Self) -> R) -> R {
        // SAFETY: the token exists only if `detect` found the features.
        unsafe { in_avx512(self, body) }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vpopcntdq,avx2,bmi1,bmi2,lzcnt,popcnt"
)]
/// The shell of AVX-512.
fn in_avx512<R>(isa: Avx512, body: impl FnOnce(Avx512) -> R) -> R {
    body(isa)
}
