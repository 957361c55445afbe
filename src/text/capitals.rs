//! Capital letters of ASCII, a register at a time.

/// Letters that are looked at together.
const CHUNK: usize = 16;

/// The capital letters of a text of ASCII, and two ends behind them, so that who looks ahead need not
/// ask whether there is another letter. None for other texts.
#[inline]
pub(super) fn capitals<'a>(text: &str, end: u8, memory: &'a mut Vec<u8>) -> Option<&'a mut [u8]> {
    let length = text.len();
    if memory.len() < length + CHUNK {
        memory.resize(2 * (length + CHUNK), end);
    }
    memory[..length].copy_from_slice(text.as_bytes());
    memory[length..][..CHUNK].fill(end);
    let (chunks, _) = memory[..length.next_multiple_of(CHUNK)].as_chunks_mut::<CHUNK>();
    let mut union = 0;
    for chunk in chunks {
        for letter in chunk {
            union |= *letter;
            letter.make_ascii_uppercase();
        }
    }
    union.is_ascii().then(|| &mut memory[..length + 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_stand_behind_capitals() {
        let mut memory = Vec::new();
        let long = "some letters, more than a register has".repeat(3);
        for text in [
            "",
            "a",
            "Zz'~",
            "fifteen letters",
            "sixteen letters!",
            &long,
            "x",
        ] {
            let expected = text.to_uppercase() + "**";
            let letters = capitals(text, b'*', &mut memory);
            assert_eq!(letters.as_deref(), Some(expected.as_bytes()));
        }
        for text in [
            "é",
            "a text that is long but for an é",
            "é beginning of a long text",
        ] {
            assert_eq!(capitals(text, b'*', &mut memory), None);
        }
    }
}
