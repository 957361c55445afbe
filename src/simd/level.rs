//! The instruction set in use, chosen once at run time.

use std::sync::OnceLock;

use super::ops::{ByteOps, Kernel, LoadOps};
use super::tokens::Portable;
#[cfg(target_arch = "x86_64")]
use super::tokens::{Avx2, Avx512};

/// An instruction set chosen at run time.
#[derive(Clone, Copy, Debug)]
pub enum Level {
    /// 512-bit registers.
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    /// 256-bit registers.
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    /// The baseline of the target.
    Portable(Portable),
}

impl Level {
    /// The levels of this processor, best first.
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

    /// The level to use: the best one, or a lower one if `POLARS_RESEMBLE_ISA` names it.
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

    /// The name in `POLARS_RESEMBLE_ISA`: `avx512`, `avx2` or `portable`.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => "avx512",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "avx2",
            Self::Portable(_) => "portable",
        }
    }

    /// True if 64 bytes are compared in a few instructions; see [`ByteOps::IS_WIDE`].
    pub fn is_wide(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => Avx512::IS_WIDE,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => Avx2::IS_WIDE,
            Self::Portable(_) => Portable::IS_WIDE,
        }
    }

    /// True if views are transposed in a few instructions; see [`LoadOps::TRANSPOSES`].
    pub fn transposes(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => Avx512::TRANSPOSES,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => Avx2::TRANSPOSES,
            Self::Portable(_) => Portable::TRANSPOSES,
        }
    }

    /// Runs a kernel in this level's shell.
    pub fn run<K: Kernel>(self, kernel: K) {
        dispatch!(self, isa => kernel.run(isa));
    }
}

/// Evaluates an expression in a level's shell, with `isa` as the level's instruction set, and returns its value:
/// `dispatch!(level, isa => longest(isa, lengths))`.
///
/// The expression is compiled once for each instruction set. So is everything it calls that is
/// `#[inline(always)]`; a call of anything else is compiled for the baseline. `return` and `?` leave the
/// expression only.
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
