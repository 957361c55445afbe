//! Sixteen sequences of a column at once, wherever they lie.
//!
//! A short sequence lies in its view, a longer one in a buffer that the view points to. Where sequences begin is
//! computed for eight of them together. Then each one is read with what is behind it, the words of the eight
//! are put side by side, first words, second words and so on, and of these only bytes are kept that are the
//! sequences'. So what is done for one sequence alone is to load it.
//!
//! To find and to read are two steps, so that many can be found before the first is read: a sequence does not wait for
//! its view then, and longer ones can be asked for in time.

use std::marker::PhantomData;

use super::inline_views::{VIEW, VIEWS};

/// So many buffers are known in registers.
const FEW: usize = 16;
/// With more buffers it takes too long to write down where they are.
const MANY: usize = 512;

/// The memory of a column's views, and of the buffers that they point to.
pub struct Sources<'a> {
    views: &'a [[u8; VIEW]],
    mask: usize,
    /// Where the buffers begin and end, zero where there is none.
    starts: [u64; FEW],
    ends: [u64; FEW],
    /// The same of all buffers if there are too many for that.
    buffers: Vec<[u64; 2]>,
}

impl<'a> Sources<'a> {
    /// Those of a column, unless it has too many buffers. A row's view has the row's number under the mask.
    #[inline(always)]
    pub fn new(views: &'a [[u8; VIEW]], mask: usize, buffers: &'a [&'a [u8]]) -> Option<Self> {
        if buffers.len() > MANY {
            return None;
        }
        let (mut starts, mut ends) = ([0; FEW], [0; FEW]);
        for ((start, end), buffer) in starts.iter_mut().zip(&mut ends).zip(buffers) {
            [*start, *end] = ends_of(buffer);
        }
        let mut some = Vec::new();
        if buffers.len() > FEW {
            some.extend(buffers.iter().map(|buffer| ends_of(buffer)));
        }
        Some(Self {
            views,
            mask,
            starts,
            ends,
            buffers: some,
        })
    }
}

/// Where memory begins and ends.
#[inline(always)]
fn ends_of<T>(memory: &[T]) -> [u64; 2] {
    let start = memory.as_ptr().expose_provenance() as u64;
    [start, start + size_of_val(memory) as u64]
}

/// Where sixteen sequences were found, of which so many words are to be read.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Found<'a, const WORDS: usize> {
    /// Memory that may be read; see [`Findwise::find`].
    at: [[u64; 8]; 2],
    /// The numbers of bytes.
    pub lengths: [u32; VIEWS],
    /// A bit, the first one lowest, for each sequence that is not read. Its codes have no meaning.
    pub unread: u16,
    sources: PhantomData<Sources<'a>>,
}

impl<const WORDS: usize> Found<'_, WORDS> {
    /// Nothing that could be read.
    pub const NOTHING: Self = Self {
        at: [[0; 8]; 2],
        lengths: [0; VIEWS],
        unread: u16::MAX,
        sources: PhantomData,
    };
}

/// What an instruction set does with sixteen sequences at once.
pub trait Findwise: Copy {
    /// Whether it finds them.
    const FINDS: bool = false;

    /// Finds the sequences of `rows`, which are counted from `first`. Those at the end of their source may stay unread.
    #[inline(always)]
    fn find<'a, const WORDS: usize>(
        self,
        sources: &Sources<'a>,
        first: usize,
        rows: &[u32; VIEWS],
    ) -> Found<'a, WORDS> {
        let _ = (sources, first, rows);
        Found::NOTHING
    }

    /// The same for rows that follow one another.
    #[inline(always)]
    fn find_in_order<'a, const WORDS: usize>(
        self,
        sources: &Sources<'a>,
        first: usize,
    ) -> Found<'a, WORDS> {
        let _ = (sources, first);
        Found::NOTHING
    }

    /// Writes the codes of sequences: the bytes plus one, the first one lowest, then zeros, from `pair` on for each word.
    /// Of sequences longer than their words the beginning is written. A bit is returned for each one that was read
    /// and is not ASCII up to `~`; a code of theirs has its high bit.
    #[inline(always)]
    fn read<const WORDS: usize, const ROOM: usize>(
        self,
        found: &Found<'_, WORDS>,
        words: &mut [[u64; ROOM]; WORDS],
        pair: usize,
    ) -> u16 {
        let _ = (found, words, pair);
        0
    }
}

impl Findwise for super::Portable {}

#[cfg(target_arch = "x86_64")]
impl Findwise for super::Avx2 {}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::ptr::with_exposed_provenance;

    use super::{Findwise, Found, Sources, VIEW, VIEWS, ends_of};
    use crate::simd::{Avx512, HELD, HIGH, WORD};

    /// Rows that are found together.
    const EIGHT: usize = 8;
    /// Bytes of a register.
    const WIDE: usize = 64;
    /// Texts of so many words are so many in a cache line, and read so soon, that to ask for them takes longer than to
    /// wait.
    const SOON: usize = 4;
    /// What is read in place of sequences that are not.
    static NOTHING: [u8; 2 * WIDE] = [0; 2 * WIDE];

    /// Where a register's elements begin.
    type Places = [u64; EIGHT];

    impl Findwise for Avx512 {
        const FINDS: bool = true;

        #[inline(always)]
        fn find<'a, const WORDS: usize>(
            self,
            sources: &Sources<'a>,
            first: usize,
            rows: &[u32; VIEWS],
        ) -> Found<'a, WORDS> {
            let mut found = Found::NOTHING;
            let (halves, _) = rows.as_chunks();
            let (lengths, _) = found.lengths.as_chunks_mut();
            let mut unread = [0; 2];
            for (half, (rows, lengths)) in halves.iter().zip(lengths).enumerate() {
                (found.at[half], unread[half]) =
                    picked::<WORDS>(self, sources, first, rows, lengths);
            }
            found.unread = u16::from_le_bytes(unread);
            found
        }

        #[inline(always)]
        fn find_in_order<'a, const WORDS: usize>(
            self,
            sources: &Sources<'a>,
            first: usize,
        ) -> Found<'a, WORDS> {
            let mut found = Found::NOTHING;
            let views = sources.views.get(first..).and_then(<[_]>::first_chunk);
            let Some::<&[_; VIEWS]>(views) = views else {
                let [nothing, _] = ends_of(&NOTHING);
                found.at = [[nothing; EIGHT]; 2];
                return found;
            };
            let (halves, _) = views.as_chunks();
            let (lengths, _) = found.lengths.as_chunks_mut();
            let mut unread = [0; 2];
            for (half, (views, lengths)) in halves.iter().zip(lengths).enumerate() {
                (found.at[half], unread[half]) = in_order::<WORDS>(self, sources, views, lengths);
            }
            found.unread = u16::from_le_bytes(unread);
            found
        }

        #[inline(always)]
        fn read<const WORDS: usize, const ROOM: usize>(
            self,
            found: &Found<'_, WORDS>,
            words: &mut [[u64; ROOM]; WORDS],
            pair: usize,
        ) -> u16 {
            let (lengths, _) = found.lengths.as_chunks();
            let mut high = [0; 2];
            for (half, (at, lengths)) in found.at.iter().zip(lengths).enumerate() {
                let pair = pair + EIGHT * half;
                // SAFETY: places come from `find` alone, for so many words, and live as long as their sources.
                high[half] = unsafe { codes(self, *at, lengths, words, pair) };
            }
            u16::from_le_bytes(high) & !found.unread
        }
    }

    // Closures would be compiled without the instruction set, and stay calls.

    #[inline(always)]
    fn pointer<T>(place: u64) -> *const T {
        with_exposed_provenance(place as usize)
    }

    #[inline(always)]
    fn splat(_: Avx512, number: usize) -> __m512i {
        // SAFETY: the argument proves the instruction set.
        unsafe { _mm512_set1_epi64(number as i64) }
    }

    /// Four elements of 128 bits.
    ///
    /// # Safety
    /// There must be sixteen bytes at each place.
    #[inline(always)]
    unsafe fn load_four(_: Avx512, places: [u64; 4]) -> __m512i {
        // SAFETY: the first argument proves the instruction set, the caller knows the memory.
        unsafe {
            let four = _mm512_castsi128_si512(_mm_loadu_si128(pointer(places[0])));
            let four = _mm512_inserti32x4::<1>(four, _mm_loadu_si128(pointer(places[1])));
            let four = _mm512_inserti32x4::<2>(four, _mm_loadu_si128(pointer(places[2])));
            _mm512_inserti32x4::<3>(four, _mm_loadu_si128(pointer(places[3])))
        }
    }

    /// Two elements of 256 bits.
    ///
    /// # Safety
    /// There must be 32 bytes at each place.
    #[inline(always)]
    unsafe fn load_two(_: Avx512, one: u64, other: u64) -> __m512i {
        // SAFETY: the first argument proves the instruction set, the caller knows the memory.
        unsafe {
            let two = _mm512_castsi256_si512(_mm256_loadu_si256(pointer(one)));
            _mm512_inserti64x4::<1>(two, _mm256_loadu_si256(pointer(other)))
        }
    }

    /// Where the sequences of eight rows can be read, and a bit for each that is not.
    #[inline(always)]
    fn picked<const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'_>,
        first: usize,
        rows: &[u32; EIGHT],
        lengths: &mut [u32; EIGHT],
    ) -> (Places, u8) {
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

    /// The same of rows that follow one another.
    #[inline(always)]
    fn in_order<const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'_>,
        views: &[[u8; VIEW]; EIGHT],
        lengths: &mut [u32; EIGHT],
    ) -> (Places, u8) {
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

    /// Where the sequences of eight views can be read, and a bit for each that is not.
    #[inline(always)]
    fn eight<const WORDS: usize>(
        isa: Avx512,
        sources: &Sources<'_>,
        at: __m512i,
        [low, high]: [__m512i; 2],
        lengths: &mut [u32; EIGHT],
    ) -> (Places, u8) {
        let [_, end] = ends_of(sources.views);
        let [nothing, _] = ends_of(&NOTHING);
        // SAFETY: `isa` proves the instruction set.
        unsafe {
            let fields = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 0, 0, 0, 0, 0, 0, 0, 0);
            let counts = _mm512_castsi512_si256(_mm512_permutex2var_epi32(low, fields, high));
            _mm256_storeu_si256(lengths.as_mut_ptr().cast(), counts);
            let is_held = _mm256_cmple_epu32_mask(counts, _mm256_set1_epi32(HELD.cast_signed()));
            let fields = _mm512_setr_epi32(2, 0, 6, 0, 10, 0, 14, 0, 18, 0, 22, 0, 26, 0, 30, 0);
            let buffers = _mm512_maskz_permutex2var_epi32(0x5555, low, fields, high);
            let fields = _mm512_setr_epi32(3, 0, 7, 0, 11, 0, 15, 0, 19, 0, 23, 0, 27, 0, 31, 0);
            let offsets = _mm512_maskz_permutex2var_epi32(0x5555, low, fields, high);
            let (starts, ends) = ends_of_buffers(isa, sources, buffers);
            let places = _mm512_add_epi64(starts, offsets);
            let places = _mm512_mask_add_epi64(places, is_held, at, splat(isa, 4));
            let ends = _mm512_mask_mov_epi64(ends, is_held, splat(isa, end as usize));
            let behind = _mm512_add_epi64(places, splat(isa, read::<WORDS>()));
            let is_read = _mm512_cmple_epu64_mask(behind, ends);
            let places = _mm512_mask_mov_epi64(splat(isa, nothing as usize), is_read, places);
            let places: Places = std::mem::transmute(places);
            if WORDS > SOON {
                for place in places {
                    _mm_prefetch::<_MM_HINT_T0>(pointer(place));
                }
            }
            (places, !is_read)
        }
    }

    /// Writes the codes of eight sequences, and returns a bit for each with a high one.
    ///
    /// # Safety
    /// At each place there must be as many bytes as are [read].
    #[inline(always)]
    unsafe fn codes<const WORDS: usize, const ROOM: usize>(
        isa: Avx512,
        at: Places,
        lengths: &[u32; EIGHT],
        words: &mut [[u64; ROOM]; WORDS],
        pair: usize,
    ) -> u8 {
        // SAFETY: `isa` proves the instruction set, the caller knows the memory.
        unsafe {
            // What is longer than the longest block has all bytes that are read.
            let counts = _mm256_loadu_si256(lengths.as_ptr().cast());
            let counts = _mm256_min_epu32(counts, _mm256_set1_epi32(255));
            let firsts = _mm512_set4_epi32(0x0808_0808, 0x0808_0808, 0, 0);
            let counts = _mm512_shuffle_epi8(_mm512_cvtepu32_epi64(counts), firsts);
            let mut places = _mm512_set1_epi64(0x0706_0504_0302_0100);
            let ones = _mm512_set1_epi8(1);
            let mut all = _mm512_setzero_si512();
            for part in 0..WORDS.div_ceil(WORD) {
                let columns = columns::<WORDS>(isa, at, part);
                for (word, column) in columns.into_iter().enumerate() {
                    let word = WORD * part + word;
                    if word >= WORDS {
                        break;
                    }
                    let are_there = _mm512_cmpgt_epu8_mask(counts, places);
                    let codes = _mm512_maskz_adds_epu8(are_there, column, ones);
                    all = _mm512_or_si512(all, codes);
                    let to = &mut words[word][pair..][..EIGHT];
                    _mm512_storeu_si512(to.as_mut_ptr().cast(), codes);
                    places = _mm512_add_epi8(places, _mm512_set1_epi8(WORD as i8));
                }
            }
            _mm512_test_epi64_mask(all, _mm512_set1_epi64(HIGH.cast_signed()))
        }
    }

    /// How many bytes are read of a sequence.
    const fn read<const WORDS: usize>() -> usize {
        match WORDS {
            1..=2 => WIDE / 4,
            3..=4 => WIDE / 2,
            5..=8 => WIDE,
            _ => 2 * WIDE,
        }
    }

    /// Where buffers begin and end.
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
    /// At each place there must be as many bytes as are [read].
    #[inline(always)]
    unsafe fn columns<const WORDS: usize>(isa: Avx512, at: Places, part: usize) -> [__m512i; WORD] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{HIGH, Isa, Kernel, Level, WORD};

    /// Rows in a column that are looked at.
    const ROOM: usize = 20;

    struct Find<'a, const WORDS: usize> {
        sources: &'a Sources<'a>,
        first: usize,
        /// Nothing for those that follow one another.
        rows: Option<&'a [u32; VIEWS]>,
        words: &'a mut [[u64; ROOM]; WORDS],
        found: &'a mut Option<([u32; VIEWS], u16, u16)>,
    }

    impl<const WORDS: usize> Kernel for Find<'_, WORDS> {
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) {
            if I::FINDS {
                let found = match self.rows {
                    Some(rows) => isa.find(self.sources, self.first, rows),
                    None => isa.find_in_order(self.sources, self.first),
                };
                let high = isa.read(&found, self.words, 3);
                *self.found = Some((found.lengths, found.unread, high));
            }
        }
    }

    /// Texts of all lengths, each in one of so many buffers or in its view.
    fn check<const WORDS: usize>(buffers: usize) {
        let text = |row: usize| -> Vec<u8> {
            let length = row * 7 % (WORDS * WORD + 9);
            let byte =
                |at: usize| (row * 31 + at * 37) as u8 % if row % 5 == 4 { 255 } else { 127 };
            (0..length).map(byte).collect()
        };
        let mut memory = vec![Vec::new(); buffers];
        let mut views = vec![[0xEE; VIEW]; 200];
        let mut is_last = vec![true; views.len()];
        for (row, view) in views.iter_mut().enumerate() {
            let text = text(row);
            view[..4].copy_from_slice(&(text.len() as u32).to_ne_bytes());
            if text.len() <= 12 {
                view[4..][..text.len()].copy_from_slice(&text);
                continue;
            }
            let buffer = row % buffers;
            let offset = memory[buffer].len() as u32;
            view[8..12].copy_from_slice(&(buffer as u32).to_ne_bytes());
            view[12..].copy_from_slice(&offset.to_ne_bytes());
            memory[buffer].extend(text);
        }
        for (row, view) in views.iter().enumerate() {
            let (fields, _) = view.as_chunks();
            let [_, _, buffer, offset] =
                [0, 1, 2, 3].map(|at| u32::from_ne_bytes(fields[at]) as usize);
            let behind = if text(row).len() <= 12 {
                (views.len() - row) * VIEW
            } else {
                memory[buffer].len() - offset
            };
            is_last[row] = behind < 3 * 64;
        }
        let slices: Vec<_> = memory.iter().map(Vec::as_slice).collect();
        let Some(sources) = Sources::new(&views, !0, &slices) else {
            panic!("{buffers} buffers are not many")
        };
        let picked = std::array::from_fn(|at| (at * 11 % (3 * VIEWS)) as u32);
        let in_order = std::array::from_fn(|at| at as u32);
        let firsts = 0..views.len() - 3 * VIEWS;
        for (first, is_picked) in firsts.flat_map(|first| [(first, false), (first, true)]) {
            let rows = if is_picked { picked } else { in_order };
            for level in Level::available() {
                let (mut words, mut found) = ([[0; ROOM]; WORDS], None);
                level.run(Find {
                    sources: &sources,
                    first,
                    rows: is_picked.then_some(&rows),
                    words: &mut words,
                    found: &mut found,
                });
                let Some((lengths, unread, high)) = found else {
                    continue;
                };
                for (at, row) in rows.into_iter().enumerate() {
                    let row = first + row as usize;
                    let text = text(row);
                    assert_eq!(lengths[at] as usize, text.len(), "{}", level.name());
                    if unread >> at & 1 == 1 {
                        assert!(is_last[row], "{}", level.name());
                        continue;
                    }
                    let here = &text[..text.len().min(WORDS * WORD)];
                    let fits = here.iter().all(|byte| *byte < 0x7F);
                    assert_eq!(high >> at & 1 == 0, fits, "{}", level.name());
                    let mut expected = [[0; WORD]; WORDS];
                    for (code, byte) in expected.as_flattened_mut().iter_mut().zip(here) {
                        *code = byte.wrapping_add(1);
                    }
                    let codes = words.map(|word| word[3 + at]);
                    let bits = codes.into_iter().fold(0, |all, codes| all | codes);
                    assert_eq!(bits & HIGH == 0, fits, "{}", level.name());
                    if fits {
                        assert_eq!(codes.map(u64::to_le_bytes), expected, "{}", level.name());
                    }
                }
            }
        }
    }

    #[test]
    fn every_level_that_can_finds_sequences() {
        for buffers in [1, 8, 9, 16, 17, 40] {
            check::<2>(buffers);
            check::<3>(buffers);
            check::<4>(buffers);
            check::<5>(buffers);
            check::<8>(buffers);
            check::<9>(buffers);
            check::<16>(buffers);
        }
    }

    #[test]
    fn too_many_buffers_are_not_written_down() {
        let slices = [&[0][..]; MANY + 1];
        assert!(Sources::new(&[], !0, &slices[1..]).is_some());
        assert!(Sources::new(&[], !0, &slices).is_none());
    }

    #[test]
    fn views_that_point_nowhere_are_not_read() {
        let buffer = [b'x'; 300];
        let slices = [&buffer[..]];
        for (source, offset) in [(0, 290), (0, u32::MAX), (1, 0), (7, 100), (u32::MAX, 5)] {
            for length in [13, 200, u32::MAX] {
                let mut view = [0; VIEW];
                for (at, field) in [(0, length), (8, source), (12, offset)] {
                    view[at..at + 4].copy_from_slice(&u32::to_ne_bytes(field));
                }
                let views = [view; 32];
                let Some(sources) = Sources::new(&views, !0, &slices) else {
                    panic!("one buffer is not many")
                };
                for level in Level::available() {
                    let (mut words, mut found) = ([[0; ROOM]; 4], None);
                    // There is a row 31, but no row 32.
                    for (first, rows) in [
                        (30, Some(&[1; VIEWS])),
                        (31, Some(&[1; VIEWS])),
                        (16, None),
                        (17, None),
                        (40, None),
                    ] {
                        level.run(Find {
                            sources: &sources,
                            first,
                            rows,
                            words: &mut words,
                            found: &mut found,
                        });
                        let unread = found.map(|(_, unread, _)| unread);
                        assert!(unread.is_none_or(|unread| unread == u16::MAX));
                    }
                }
            }
        }
    }
}
