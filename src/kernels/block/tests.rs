use super::super::views::Views;
use super::super::views::testing::views_of;
use super::testing::random_block;
use super::*;

#[test]
fn pairs_from_views_are_the_pushed_ones() {
    for words in 1..=MAX_WORDS {
        let (_, pairs) = random_block(words * WORD, 127, LANES);
        let sides: (Vec<_>, Vec<_>) = pairs.iter().map(|pair| (&pair.0[..], &pair.1[..])).unzip();
        let (left, right) = (views_of(&sides.0), views_of(&sides.1));
        let buffers = [&left.1[..], &right.1[..]];
        let left = Views::new(&left.0, &buffers[..1]);
        let right = Views::new(&right.0, &buffers[1..]);
        let (mut staged, mut pushed) = (Block::new(words), Block::new(words));
        for first in [0, 500] {
            let rows: Vec<u32> = (first..LANES as u32).collect();
            staged.clear();
            staged.stage(
                rows.iter().map(|row| left.padded(*row as usize)),
                rows.iter().map(|row| right.padded(*row as usize)),
            );
            pushed.clear();
            let (mut admitted, mut fitting) = (Vec::new(), Vec::new());
            let refused = staged.admit(&rows, &mut admitted, |_, _| true);
            for row in rows {
                let (left, right) = &pairs[row as usize];
                if pushed.push(left.into(), right.into()) {
                    fitting.push(row);
                } else {
                    assert!(refused.unfit.contains(&row));
                }
            }
            assert_eq!(admitted, fitting);
            assert_eq!(staged.len(), pushed.len());
            for pair in 0..staged.len() {
                let codes = |side: &Side| side.codes(pair, &mut [0; MAX_SYMBOLS as usize]).to_vec();
                assert_eq!(codes(&staged.left), codes(&pushed.left));
                assert_eq!(codes(&staged.right), codes(&pushed.right));
            }
        }
    }
}

#[test]
fn codes_are_the_bytes_plus_one() {
    let mut block = Block::new(3);
    assert!(block.push(b"kitten".into(), b"a sitting of 20 bytes".into()));
    assert!(!block.push(b"na\xC3\xAFve".into(), b"naive".into()));
    assert!(!block.push(b"\x7F".into(), b"".into()));
    assert!(block.push(b"\0".into(), b"".into()));
    assert_eq!(block.len(), 2);
    let mut codes = [0; MAX_SYMBOLS as usize];
    assert_eq!(block.left.codes(0, &mut codes), b"ljuufo");
    assert_eq!(block.right.codes(0, &mut codes), b"b!tjuujoh!pg!31!czuft");
    assert_eq!(block.left.codes(1, &mut codes), [1]);
    assert!(block.right.codes(1, &mut codes).is_empty());
}
