//! Times the block kernels alone, without columns: `cargo bench --no-default-features`.
//!
//! A block holds 512 pairs of random texts that fill between half and all of its words. An iteration
//! refills the block, which is not timed, and compares all pairs; the throughput is in pairs. Every
//! instruction set that the processor has is timed.

use std::ops::Range;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use polars_resemble::kernels::block::remap::{self, Equality};
use polars_resemble::kernels::block::{Block, LANES, WORD};
use polars_resemble::kernels::block_kernel::{BlockCounts, BlockKernel};
use polars_resemble::kernels::edit::group::EditKernel;
use polars_resemble::sequences::biology::{Alphabet, complement};
use polars_resemble::simd::Level;
use polars_resemble::strings::views::Padded;

fn main() {
    divan::main();
}

/// Words per text, eight symbols each.
const WORDS: [usize; 5] = [1, 2, 5, 8, 15];

/// A linear congruential generator (Knuth's MMIX); its upper bits.
fn random(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

fn text(state: &mut u64, words: usize) -> Vec<u8> {
    let longest = words * WORD;
    let len = longest - random(state) % (longest / 2 + 1);
    (0..len)
        .map(|_| b'a' + (random(state) % 20) as u8)
        .collect()
}

fn block(words: usize) -> Block {
    let (mut block, mut state) = (Block::new(words), 42);
    for _ in 0..LANES {
        let (left, right) = (text(&mut state, words), text(&mut state, words));
        block.push((&left).into(), (&right).into());
    }
    block
}

fn time(bencher: Bencher, (level, words): (&str, usize), kernel: BlockKernel) {
    let level = Level::available()
        .into_iter()
        .find(|available| available.name() == level)
        .expect("only available levels are timed");
    let mut counts = BlockCounts::default();
    bencher
        .counter(ItemsCount::new(LANES))
        .with_inputs(|| block(words))
        .bench_local_refs(|block| {
            kernel.compare(level, block, &mut counts);
            black_box(&counts);
        });
}

/// Every level with every width.
fn cases() -> impl Iterator<Item = (&'static str, usize)> {
    let levels = Level::available().into_iter().map(Level::name);
    levels.flat_map(|level| WORDS.map(|words| (level, words)))
}

#[divan::bench(args = cases().map(Case))]
fn levenshtein(bencher: Bencher, case: Case) {
    time(bencher, case.0, BlockKernel::Edit(EditKernel::Levenshtein));
}

#[divan::bench(args = cases().map(Case))]
fn osa(bencher: Bencher, case: Case) {
    time(bencher, case.0, BlockKernel::Edit(EditKernel::Osa));
}

#[divan::bench(args = cases().map(Case))]
fn lcs(bencher: Bencher, case: Case) {
    time(bencher, case.0, BlockKernel::Edit(EditKernel::Lcs));
}

#[divan::bench(args = cases().map(Case))]
fn damerau_levenshtein(bencher: Bencher, case: Case) {
    time(bencher, case.0, BlockKernel::Damerau);
}

#[divan::bench(args = cases().map(Case))]
fn jaro(bencher: Bencher, case: Case) {
    let with_prefixes = false;
    time(bencher, case.0, BlockKernel::Jaro { with_prefixes });
}

/// Both texts of a pair of ten Greek or Thai letters each; the throughput is in pairs.
#[divan::bench(args = ["αβγδεζηθικλμνξοπρστυφχψω", "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบป"])]
fn renumber(bencher: Bencher, letters: &str) {
    let letters: Vec<char> = letters.chars().collect();
    let mut state = 42;
    // As in a column, there is memory behind each text but the last ones.
    let mut memory = String::new();
    let places: Vec<_> = (0..2 * LANES)
        .map(|_| {
            let start = memory.len();
            memory.extend((0..10).map(|_| letters[random(&mut state) % letters.len()]));
            start..memory.len()
        })
        .collect();
    memory.push_str(&"x".repeat(128));
    let memory = memory.as_bytes();
    let text = |place: &Range<usize>| Padded::new(&memory[place.start..], place.len() as u32);
    let (left, right) = places.split_at(LANES);
    let mut symbols = remap::Alphabet::default();
    bencher.counter(ItemsCount::new(LANES)).bench_local(|| {
        let (left, right) = (left.iter().map(text), right.iter().map(text));
        symbols.number_texts(Equality::Across, left, right, &mut |numbered| {
            black_box(numbered);
        });
    });
}

/// A strand of 10 000 bases; the throughput is in bytes.
#[divan::bench]
fn reverse_complement(bencher: Bencher) {
    let mut state = 42;
    let strand: Vec<u8> = (0..10_000)
        .map(|_| b"ACGT"[random(&mut state) % 4])
        .collect();
    let mut output = vec![0; strand.len()];
    let counter = BytesCount::new(strand.len());
    bencher.counter(counter).bench_local(|| {
        complement::reverse_complement(black_box(&strand), Alphabet::Dna, &mut output)
    });
}

#[derive(Clone, Copy)]
struct Case((&'static str, usize));

impl std::fmt::Display for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (level, words) = self.0;
        write!(formatter, "{level}, {} letters", words * WORD)
    }
}
