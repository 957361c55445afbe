//! Random blocks, for the tests of block kernels.

use super::*;
use crate::simd::Level;

pub(crate) fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

type Texts = (Vec<u8>, Vec<u8>);

/// A block of `len` pairs of up to `longest` of `letters` different bytes, half of them near copies.
pub(crate) fn random_block(longest: usize, letters: u64, len: usize) -> (Block, Vec<Texts>) {
    let mut seed = 42 + longest as u64 * 125 + letters;
    let mut block = Block::new(longest.div_ceil(WORD));
    let text = |seed: &mut u64| -> Vec<u8> {
        let len = random(seed) % (longest as u64 + 1);
        (0..len).map(|_| (random(seed) % letters) as u8).collect()
    };
    let pairs: Vec<_> = (0..len)
        .map(|pair| {
            let left = text(&mut seed);
            let mut right = if pair % 2 == 0 {
                left.clone()
            } else {
                text(&mut seed)
            };
            for _ in 0..random(&mut seed) % 4 {
                if right.len() > 1 {
                    let at = (random(&mut seed) % (right.len() as u64 - 1)) as usize;
                    match random(&mut seed) % 3 {
                        0 => drop(right.remove(at)),
                        1 => right.swap(at, at + 1),
                        _ => right[at] = (random(&mut seed) % letters) as u8,
                    }
                }
            }
            assert!(block.push((&left).into(), (&right).into()));
            (left, right)
        })
        .collect();
    (block, pairs)
}

/// Every level's kernel against an oracle, for blocks of all sizes, full and not, whose lanes
/// held other pairs before.
pub(crate) fn check(
    kernel: impl Fn(Level, &mut Block, &mut [u32; LANES]),
    oracle: impl Fn(&[u8], &[u8]) -> u32,
) {
    check_up_to(MAX_SYMBOLS, kernel, oracle);
}

/// [`check`] for a kernel of sequences up to `longest` symbols.
pub(crate) fn check_up_to(
    longest: u32,
    kernel: impl Fn(Level, &mut Block, &mut [u32; LANES]),
    oracle: impl Fn(&[u8], &[u8]) -> u32,
) {
    let shapes = [(8, 2), (8, 100), (16, 3), (24, 126), (40, 4), (64, 2)];
    for (longest, letters) in shapes.into_iter().chain([(longest as usize, 4)]) {
        // An oracle may be slow, so each pair is compared once.
        let (_, pairs) = random_block(longest, letters, LANES);
        let expected = pairs.iter().map(|(left, right)| oracle(left, right));
        let expected: Vec<_> = pairs.iter().zip(expected).collect();
        for level in Level::available() {
            // So a lane that is used again holds another pair.
            let mut block = Block::new(longest.div_ceil(WORD));
            for first in [LANES - 70, 0, LANES - 1] {
                let pairs = &expected[first..];
                block.clear();
                for ((left, right), _) in pairs {
                    assert!(block.push(left.into(), right.into()));
                }
                let mut numbers = [0; LANES];
                kernel(level, &mut block, &mut numbers);
                for (((left, right), expected), number) in pairs.iter().zip(numbers) {
                    assert_eq!(number, *expected, "{} {left:?} {right:?}", level.name());
                }
            }
        }
    }
}
