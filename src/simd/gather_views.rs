//! Sixteen sequences of a column at once, wherever they lie.
//!
//! ```text
//! view of a short sequence   | length  | bytes of the sequence, up to twelve |
//! view of a longer sequence  | length  | first four | buffer | offset        |
//!
//! locate   for eight views together:
//!              address = length <= 12 ? view + 4 : start[buffer] + offset
//!              end   = length <= 12 ? end of the views : end[buffer]
//!              read it only if address + width <= end
//! read     row 0  a b c d e f g h | i j k …        word 0  row 0 row 1 … row 7
//!          row 1  q r s t u v w x | y z …    =>    word 1  row 0 row 1 … row 7
//!          …                                       …
//!          byte b of a row becomes its code if b < length, otherwise zero
//! ```
//!
//! Each sequence is loaded with the memory behind it, in a register of the width of its words. Then words are put
//! side by side, first words, second words and so on, and eight rows get their codes at once. The only step for one
//! sequence alone is its load.
//!
//! To locate and to read are two steps, so that all sixteen are located before the first is read: loads
//! overlap, since none waits for its view, and long sequences can be prefetched.

use std::marker::PhantomData;

use super::layout::{VIEW, VIEWS};

/// Buffers whose ends fit two registers.
const FEW: usize = 16;
/// The most buffers of a column. With more it takes too long to list their ends.
pub(super) const MANY: usize = 512;

/// The memory of a column: its views, and the buffers that they point to.
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "AVX-512 alone locates sequences")
)]
pub struct Sources<'a> {
    views: &'a [[u8; VIEW]],
    mask: usize,
    /// The start of each buffer, zero for none.
    starts: [u64; FEW],
    /// The end of each buffer, zero for none.
    ends: [u64; FEW],
    /// Start and end of each buffer, if there are more than [`FEW`].
    buffers: Vec<[u64; 2]>,
}

impl<'a> Sources<'a> {
    /// The memory of a column. `None` if it has too many buffers. The view of row `r` is `views[r & mask]`.
    #[inline(always)]
    pub fn new(views: &'a [[u8; VIEW]], mask: usize, buffers: &'a [&'a [u8]]) -> Option<Self> {
        if buffers.len() > MANY {
            return None;
        }
        let (mut starts, mut ends) = ([0; FEW], [0; FEW]);
        for ((start, end), buffer) in starts.iter_mut().zip(&mut ends).zip(buffers) {
            [*start, *end] = ends_of(buffer);
        }
        let mut all = Vec::new();
        if buffers.len() > FEW {
            all.extend(buffers.iter().map(|buffer| ends_of(buffer)));
        }
        Some(Self {
            views,
            mask,
            starts,
            ends,
            buffers: all,
        })
    }
}

/// The addresses at which memory begins and ends.
#[inline(always)]
fn ends_of<T>(memory: &[T]) -> [u64; 2] {
    let start = memory.as_ptr().expose_provenance() as u64;
    [start, start + size_of_val(memory) as u64]
}

/// Sixteen sequences that were located, to be read as `WORDS` words each.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
#[cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "AVX-512 alone locates sequences")
)]
pub struct Located<'a, const WORDS: usize> {
    /// Addresses of memory that may be read, as many bytes as `avx512::bytes_read` says.
    at: [[u64; 8]; 2],
    /// The numbers of bytes.
    pub lengths: [u32; VIEWS],
    /// A mask of the sequences that are not read, the first one at the lowest bit. Their codes have no meaning.
    pub unread: u16,
    sources: PhantomData<Sources<'a>>,
}

impl<const WORDS: usize> Located<'_, WORDS> {
    /// Sixteen sequences that are not read.
    pub const NOTHING: Self = Self {
        at: [[0; 8]; 2],
        lengths: [0; VIEWS],
        unread: u16::MAX,
        sources: PhantomData,
    };
}

/// The routine of AVX-512.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "intrinsics, and loads from buffers by address")]
pub(super) mod avx512 {
    use std::arch::x86_64::*;
    use std::ptr::with_exposed_provenance;

    use super::{Located, Sources, VIEW, VIEWS, ends_of};
    use crate::simd::layout::{HIGH, MAX_INLINE, WORD};
    use crate::simd::tokens::Avx512;

    /// Rows that are located together.
    const EIGHT: usize = 8;
    /// Bytes of a register.
    const WIDE: usize = 64;
    /// Texts of up to this many words are not prefetched: they share cache lines and are read soon, so that to
    /// prefetch them takes longer than to wait.
    const SOON: usize = 4;
    /// Memory that is read instead of sequences that are not.
    static NOTHING: [u8; 2 * WIDE] = [0; 2 * WIDE];

    /// The addresses of a register's elements.
    type Addresses = [u64; EIGHT];

    /// [`LoadOps::locate`](crate::simd::ops::LoadOps::locate).
    #[inline(always)]
    pub(in crate::simd) fn locate<'a, const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'a>,
        first: usize,
        rows: &[u32; VIEWS],
    ) -> Located<'a, WORDS> {
        let mut located = Located::NOTHING;
        let (halves, _) = rows.as_chunks();
        let (lengths, _) = located.lengths.as_chunks_mut();
        let mut unread = [0; 2];
        for (half, (rows, lengths)) in halves.iter().zip(lengths).enumerate() {
            (located.at[half], unread[half]) = picked::<WORDS>(isa, sources, first, rows, lengths);
        }
        located.unread = u16::from_le_bytes(unread);
        located
    }

    /// [`LoadOps::locate_in_order`](crate::simd::ops::LoadOps::locate_in_order).
    #[inline(always)]
    pub(in crate::simd) fn locate_in_order<'a, const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'a>,
        first: usize,
    ) -> Located<'a, WORDS> {
        let mut located = Located::NOTHING;
        let views = sources.views.get(first..).and_then(<[_]>::first_chunk);
        let Some::<&[_; VIEWS]>(views) = views else {
            let [nothing, _] = ends_of(&NOTHING);
            located.at = [[nothing; EIGHT]; 2];
            return located;
        };
        let (halves, _) = views.as_chunks();
        let (lengths, _) = located.lengths.as_chunks_mut();
        let mut unread = [0; 2];
        for (half, (views, lengths)) in halves.iter().zip(lengths).enumerate() {
            (located.at[half], unread[half]) = in_order::<WORDS>(isa, sources, views, lengths);
        }
        located.unread = u16::from_le_bytes(unread);
        located
    }

    /// [`LoadOps::read`](crate::simd::ops::LoadOps::read).
    #[inline(always)]
    pub(in crate::simd) fn read<const WORDS: usize, const ROOM: usize>(
        isa: Avx512,
        located: &Located<'_, WORDS>,
        words: &mut [[u64; ROOM]; WORDS],
        pair: usize,
    ) -> u16 {
        let (lengths, _) = located.lengths.as_chunks();
        let mut high = [0; 2];
        for (half, (at, lengths)) in located.at.iter().zip(lengths).enumerate() {
            let pair = pair + EIGHT * half;
            // SAFETY: addresses come from `locate` alone, for so many words, and live as long as their sources.
            high[half] = unsafe { codes(isa, *at, lengths, words, pair) };
        }
        u16::from_le_bytes(high) & !located.unread
    }

    /// The pointer to an address, which [`ends_of`] exposed.
    #[inline(always)]
    fn pointer<T>(address: u64) -> *const T {
        with_exposed_provenance(address as usize)
    }

    /// A register with every 64-bit element equal to `number`.
    #[inline(always)]
    fn splat(_: Avx512, number: usize) -> __m512i {
        // SAFETY: the argument proves the instruction set.
        unsafe { _mm512_set1_epi64(number as i64) }
    }

    /// Four elements of 128 bits.
    ///
    /// # Safety
    /// There must be sixteen bytes at each address.
    #[inline(always)]
    unsafe fn load_four(_: Avx512, addresses: [u64; 4]) -> __m512i {
        // SAFETY: the first argument proves the instruction set, the caller knows the memory.
        unsafe {
            let four = _mm512_castsi128_si512(_mm_loadu_si128(pointer(addresses[0])));
            let four = _mm512_inserti32x4::<1>(four, _mm_loadu_si128(pointer(addresses[1])));
            let four = _mm512_inserti32x4::<2>(four, _mm_loadu_si128(pointer(addresses[2])));
            _mm512_inserti32x4::<3>(four, _mm_loadu_si128(pointer(addresses[3])))
        }
    }

    /// Two elements of 256 bits.
    ///
    /// # Safety
    /// There must be 32 bytes at each address.
    #[inline(always)]
    unsafe fn load_two(_: Avx512, one: u64, other: u64) -> __m512i {
        // SAFETY: the first argument proves the instruction set, the caller knows the memory.
        unsafe {
            let two = _mm512_castsi256_si512(_mm256_loadu_si256(pointer(one)));
            _mm512_inserti64x4::<1>(two, _mm256_loadu_si256(pointer(other)))
        }
    }

    /// The addresses of the sequences of eight rows, and a mask of those that are not read.
    #[inline(always)]
    fn picked<const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'_>,
        first: usize,
        rows: &[u32; EIGHT],
        lengths: &mut [u32; EIGHT],
    ) -> (Addresses, u8) {
        let [start, _] = ends_of(sources.views);
        let mut at = [0; EIGHT];
        let mut are_there = true;
        for (at, row) in at.iter_mut().zip(rows) {
            let row = (first + *row as usize) & sources.mask;
            are_there &= row < sources.views.len();
            *at = start + (VIEW * row) as u64;
        }
        if !are_there {
            let [nothing, _] = ends_of(&NOTHING);
            return ([nothing; EIGHT], u8::MAX);
        }
        // SAFETY: `isa` proves the instruction set. There are these rows.
        unsafe {
            let low = load_four(isa, [at[0], at[1], at[2], at[3]]);
            let high = load_four(isa, [at[4], at[5], at[6], at[7]]);
            let at = _mm512_loadu_si512(at.as_ptr().cast());
            eight::<WORDS>(isa, sources, at, [low, high], lengths)
        }
    }

    /// The addresses of the sequences of eight rows that follow one another, and a mask of those that are not read.
    #[inline(always)]
    fn in_order<const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'_>,
        views: &[[u8; VIEW]; EIGHT],
        lengths: &mut [u32; EIGHT],
    ) -> (Addresses, u8) {
        let [start, _] = ends_of(views);
        // SAFETY: `isa` proves the instruction set. Four views are as large as a register.
        unsafe {
            let at = _mm512_setr_epi64(0, 16, 32, 48, 64, 80, 96, 112);
            let at = _mm512_add_epi64(at, splat(isa, start as usize));
            let low = _mm512_loadu_si512(views.as_ptr().cast());
            let high = _mm512_loadu_si512(views.as_ptr().add(4).cast());
            eight::<WORDS>(isa, sources, at, [low, high], lengths)
        }
    }

    /// The addresses of the sequences of eight views, and a mask of those that are not read.
    #[inline(always)]
    fn eight<const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'_>,
        at: __m512i,
        [low, high]: [__m512i; 2],
        lengths: &mut [u32; EIGHT],
    ) -> (Addresses, u8) {
        let [_, end] = ends_of(sources.views);
        let [nothing, _] = ends_of(&NOTHING);
        // SAFETY: `isa` proves the instruction set.
        unsafe {
            let fields = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 0, 0, 0, 0, 0, 0, 0, 0);
            let counts = _mm512_castsi512_si256(_mm512_permutex2var_epi32(low, fields, high));
            _mm256_storeu_si256(lengths.as_mut_ptr().cast(), counts);
            let is_inline =
                _mm256_cmple_epu32_mask(counts, _mm256_set1_epi32(MAX_INLINE.cast_signed()));
            let fields = _mm512_setr_epi32(2, 0, 6, 0, 10, 0, 14, 0, 18, 0, 22, 0, 26, 0, 30, 0);
            let buffers = _mm512_maskz_permutex2var_epi32(0x5555, low, fields, high);
            let fields = _mm512_setr_epi32(3, 0, 7, 0, 11, 0, 15, 0, 19, 0, 23, 0, 27, 0, 31, 0);
            let offsets = _mm512_maskz_permutex2var_epi32(0x5555, low, fields, high);
            let (starts, ends) = ends_of_buffers(isa, sources, buffers);
            let addresses = _mm512_add_epi64(starts, offsets);
            let addresses = _mm512_mask_add_epi64(addresses, is_inline, at, splat(isa, 4));
            let ends = _mm512_mask_mov_epi64(ends, is_inline, splat(isa, end as usize));
            let behind = _mm512_add_epi64(addresses, splat(isa, bytes_read::<WORDS>()));
            let is_read = _mm512_cmple_epu64_mask(behind, ends);
            let addresses = _mm512_mask_mov_epi64(splat(isa, nothing as usize), is_read, addresses);
            let addresses: Addresses = std::mem::transmute(addresses);
            if WORDS > SOON {
                for address in addresses {
                    _mm_prefetch::<_MM_HINT_T0>(pointer(address));
                }
            }
            (addresses, !is_read)
        }
    }

    /// Writes the codes of eight sequences, and returns a mask of those with a high bit.
    ///
    /// # Safety
    /// At each address there must be as many bytes as are [read](bytes_read).
    #[inline(always)]
    unsafe fn codes<const WORDS: usize, const ROOM: usize>(
        isa: Avx512,
        at: Addresses,
        lengths: &[u32; EIGHT],
        words: &mut [[u64; ROOM]; WORDS],
        pair: usize,
    ) -> u8 {
        // SAFETY: `isa` proves the instruction set, the caller knows the memory.
        unsafe {
            // Sequences longer than the longest block have all bytes that are read.
            let counts = _mm256_loadu_si256(lengths.as_ptr().cast());
            let counts = _mm256_min_epu32(counts, _mm256_set1_epi32(255));
            let firsts = _mm512_set4_epi32(0x0808_0808, 0x0808_0808, 0, 0);
            let counts = _mm512_shuffle_epi8(_mm512_cvtepu32_epi64(counts), firsts);
            let mut indices = _mm512_set1_epi64(0x0706_0504_0302_0100);
            let ones = _mm512_set1_epi8(1);
            let mut all = _mm512_setzero_si512();
            for part in 0..WORDS.div_ceil(WORD) {
                let columns = columns::<WORDS>(isa, at, part);
                for (word, column) in columns.into_iter().enumerate() {
                    let word = WORD * part + word;
                    if word >= WORDS {
                        break;
                    }
                    let are_there = _mm512_cmpgt_epu8_mask(counts, indices);
                    let codes = _mm512_maskz_adds_epu8(are_there, column, ones);
                    all = _mm512_or_si512(all, codes);
                    let to = &mut words[word][pair..][..EIGHT];
                    _mm512_storeu_si512(to.as_mut_ptr().cast(), codes);
                    indices = _mm512_add_epi8(indices, _mm512_set1_epi8(WORD as i8));
                }
            }
            _mm512_test_epi64_mask(all, _mm512_set1_epi64(HIGH.cast_signed()))
        }
    }

    /// Bytes that are read of a sequence.
    const fn bytes_read<const WORDS: usize>() -> usize {
        match WORDS {
            1..=2 => WIDE / 4,
            3..=4 => WIDE / 2,
            5..=8 => WIDE,
            _ => 2 * WIDE,
        }
    }

    /// The addresses at which buffers begin and end.
    #[inline(always)]
    fn ends_of_buffers(isa: Avx512, sources: &Sources<'_>, buffers: __m512i) -> (__m512i, __m512i) {
        // SAFETY: `isa` proves the instruction set; an array has the size of two registers, and of the others those
        // elements are read that there are.
        unsafe {
            if sources.buffers.is_empty() {
                let (starts, ends) = (sources.starts.as_ptr(), sources.ends.as_ptr());
                let low = _mm512_loadu_si512(starts.cast());
                let high = _mm512_loadu_si512(starts.add(EIGHT).cast());
                let starts = _mm512_permutex2var_epi64(low, buffers, high);
                let low = _mm512_loadu_si512(ends.cast());
                let high = _mm512_loadu_si512(ends.add(EIGHT).cast());
                return (starts, _mm512_permutex2var_epi64(low, buffers, high));
            }
            let known = splat(isa, sources.buffers.len());
            let is_known = _mm512_cmplt_epu64_mask(buffers, known);
            // In elements of the array.
            let at = _mm512_slli_epi64::<1>(buffers);
            let (nothing, table) = (_mm512_setzero_si512(), sources.buffers.as_ptr());
            let table = table.cast::<i64>();
            (
                _mm512_mask_i64gather_epi64::<8>(nothing, is_known, at, table),
                _mm512_mask_i64gather_epi64::<8>(nothing, is_known, at, table.add(1)),
            )
        }
    }

    /// The words of a part of eight sequences, first words first.
    ///
    /// # Safety
    /// At each address there must be as many bytes as are [read](bytes_read).
    #[inline(always)]
    unsafe fn columns<const WORDS: usize>(
        isa: Avx512,
        at: Addresses,
        part: usize,
    ) -> [__m512i; WORD] {
        // SAFETY: `isa` proves the instruction set, the caller knows the memory.
        unsafe {
            let nothing = _mm512_setzero_si512();
            let mut columns = [nothing; WORD];
            match WORDS {
                1..=2 => {
                    let even = load_four(isa, [at[0], at[2], at[4], at[6]]);
                    let odd = load_four(isa, [at[1], at[3], at[5], at[7]]);
                    columns[0] = _mm512_unpacklo_epi64(even, odd);
                    columns[1] = _mm512_unpackhi_epi64(even, odd);
                }
                3..=4 => {
                    let rows = [
                        load_two(isa, at[0], at[2]),
                        load_two(isa, at[1], at[3]),
                        load_two(isa, at[4], at[6]),
                        load_two(isa, at[5], at[7]),
                    ];
                    let low = [
                        _mm512_unpacklo_epi64(rows[0], rows[1]),
                        _mm512_unpacklo_epi64(rows[2], rows[3]),
                    ];
                    let high = [
                        _mm512_unpackhi_epi64(rows[0], rows[1]),
                        _mm512_unpackhi_epi64(rows[2], rows[3]),
                    ];
                    columns[0] = _mm512_shuffle_i64x2::<0b1000_1000>(low[0], low[1]);
                    columns[1] = _mm512_shuffle_i64x2::<0b1000_1000>(high[0], high[1]);
                    columns[2] = _mm512_shuffle_i64x2::<0b1101_1101>(low[0], low[1]);
                    columns[3] = _mm512_shuffle_i64x2::<0b1101_1101>(high[0], high[1]);
                }
                _ => {
                    // Memory is put into quarters of a register by either port that computes, but moved between
                    // them by one.
                    for chunk in 0..(WORDS - WORD * part).min(WORD).div_ceil(2) {
                        let behind = (WIDE * part + 2 * WORD * chunk) as u64;
                        let mut at = at;
                        for at in &mut at {
                            *at += behind;
                        }
                        let even = load_four(isa, [at[0], at[2], at[4], at[6]]);
                        let odd = load_four(isa, [at[1], at[3], at[5], at[7]]);
                        columns[2 * chunk] = _mm512_unpacklo_epi64(even, odd);
                        columns[2 * chunk + 1] = _mm512_unpackhi_epi64(even, odd);
                    }
                }
            }
            columns
        }
    }
}
