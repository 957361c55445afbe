use super::*;

/// Asserts that numbers are equal where symbols are.
fn assert_numbered(left: &[u32], right: &[u32], equality: Equality, numbered: &Numbered) {
    let [left_numbers, right_numbers] = numbered.sequences();
    for (codes, numbers) in numbered.codes().iter().zip([left_numbers, right_numbers]) {
        assert!(codes[numbers.len()..].iter().all(|code| *code == 0));
    }
    let symbols: Vec<u32> = [left, right].concat();
    let numbers: Vec<u8> = [left_numbers, right_numbers].concat();
    assert_eq!(left_numbers.len(), left.len());
    assert_eq!(right_numbers.len(), right.len());
    for (at, (symbol, number)) in symbols.iter().zip(&numbers).enumerate() {
        assert!((1..=NUMBERS).contains(&usize::from(*number)));
        for (other_at, (other, other_number)) in symbols.iter().zip(&numbers).enumerate() {
            let is_across = (at < left.len()) != (other_at < left.len());
            if is_across || equality == Equality::Everywhere {
                assert_eq!(symbol == other, number == other_number);
            }
        }
    }
}

fn alphabets() -> impl Iterator<Item = Alphabet> {
    Level::available().into_iter().map(|level| Alphabet {
        level,
        ..Alphabet::default()
    })
}

#[test]
fn equal_symbols_have_equal_numbers() {
    let texts = [
        ["A\u{10FFFF}A\0αߐ𐀀\u{d000}", "αB\0\u{d000}д"],
        ["", "ж"],
        ["Ελληνική Δημοκρατία", "Ελλάδα"],
        ["중화인민공화국", "中华人民共和国"],
        // Of one script, with the letters of another or of ASCII.
        ["Республика Беларусь", "Українська 2-га"],
        ["République française", "Österreich\u{7f}~\t"],
        ["ოთხი ოთხი ოთხი", "Եվրոպա ოთხი"],
    ];
    let texts = texts.map(|pair| pair.map(|text| text.repeat(9)));
    for mut alphabet in alphabets() {
        for [left, right] in &texts {
            for len in [1, 3, 9].map(|parts| right.len() / 9 * parts) {
                let pair = [&left[..], &right[..len]];
                let [left, right] =
                    pair.map(|text| text.chars().map(u32::from).collect::<Vec<_>>());
                let symbols = [&left, &right].map(|side| side.iter().copied());
                let [one, other] = symbols;
                if let Some(numbered) = alphabet.number(one, other) {
                    assert_numbered(&left, &right, Equality::Everywhere, numbered);
                } else {
                    assert!(left.len().max(right.len()) > LONGEST);
                }
                let fits = |symbols: &[u32]| {
                    symbols.len() <= LONGEST && symbols.iter().all(|symbol| *symbol < 1 << 16)
                };
                let is_numbered = fits(&left) && fits(&right);
                if let Some(known) = Known::new(&right) {
                    let mut seen = 0;
                    let texts = [pair[0]].map(Padded::from).into_iter();
                    alphabet.number_vs_literal(&known, texts, &mut |numbered| {
                        seen += 1;
                        assert_eq!(numbered.is_some(), fits(&left));
                        if let Some((codes, len)) = numbered {
                            let right_len = known.codes().len();
                            let mut right_codes = [0; LONGEST];
                            right_codes[..right_len].copy_from_slice(known.codes());
                            let numbered = Numbered {
                                codes: [*codes, right_codes],
                                lengths: [len, right_len as u32],
                            };
                            assert_numbered(&left, &right, Equality::Across, &numbered);
                        }
                    });
                    assert_eq!(seen, 1);
                } else {
                    assert!(!fits(&right) || right.len() > OTHER.into());
                }
                for equality in [Equality::Across, Equality::Everywhere] {
                    let mut seen = 0;
                    let [one, other] = pair.map(|text| std::iter::once(Padded::from(text)));
                    alphabet.number_texts(equality, one, other, &mut |numbered| {
                        seen += 1;
                        assert_eq!(numbered.is_some(), is_numbered);
                        if let Some(numbered) = numbered {
                            assert_numbered(&left, &right, equality, numbered);
                        }
                    });
                    assert_eq!(seen, 1);
                }
            }
        }
    }
}

#[test]
fn too_many_symbols_are_refused() {
    for mut alphabet in alphabets() {
        for step in [1, 512] {
            let symbols = |range: std::ops::Range<u32>| range.map(move |at| at * step);
            for (left, right) in [
                (symbols(0..127), symbols(0..127)),
                (symbols(0..60), symbols(60..127)),
                (symbols(60..127), symbols(0..100)),
            ] {
                let [one, other] = [&left, &right].map(|side| side.clone().collect::<Vec<_>>());
                let numbered = alphabet.number(left, right);
                assert_numbered(
                    &one,
                    &other,
                    Equality::Everywhere,
                    numbered.expect("there are 127 symbols"),
                );
            }
            assert!(alphabet.number(symbols(0..128), symbols(0..1)).is_none());
            assert!(alphabet.number(symbols(0..64), symbols(64..128)).is_none());
        }
        let same = |len| std::iter::repeat_n(7, len);
        let numbered = alphabet.number(same(128), same(128));
        let numbered = numbered.expect("there is one symbol");
        assert_numbered(&[7; 128], &[7; 128], Equality::Everywhere, numbered);
        assert!(alphabet.number(same(1), same(129)).is_none());
    }
}

#[test]
fn texts_are_numbered_beside_many_and_few_symbols() {
    for mut alphabet in alphabets() {
        for (count, step) in [
            (0, 1),
            (1, 1),
            (30, 2),
            (64, 1),
            (65, 1),
            (119, 1),
            (40, 97),
        ] {
            let known: Vec<u32> = (0..count).map(|at| 0x3F0 + at * step).collect();
            // Symbols that the sequence has, those next to them, and zero.
            let text: String = (0..120)
                .map(|at| {
                    char::from_u32(if at % 9 == 0 {
                        0
                    } else {
                        0x3EF + at * 7 % 125 * step
                    })
                })
                .map(|symbol| symbol.expect("these are code points"))
                .collect();
            let symbols: Vec<u32> = text.chars().map(u32::from).collect();
            let sequence = Known::new(&known).expect("there are numbers");
            let mut right = [0; LONGEST];
            right[..known.len()].copy_from_slice(sequence.codes());
            let mut seen = 0;
            alphabet.number_vs_literal(
                &sequence,
                std::iter::once(Padded::from(&text)),
                &mut |numbered| {
                    seen += 1;
                    let (codes, length) = numbered.expect("sixteen bits are enough");
                    let numbered = Numbered {
                        codes: [*codes, right],
                        lengths: [length, count],
                    };
                    assert_numbered(&symbols, &known, Equality::Across, &numbered);
                },
            );
            assert_eq!(seen, 1);
        }
    }
}
