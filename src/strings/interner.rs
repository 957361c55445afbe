//! Elements that are byte strings, numbered so that a pair of sequences can be compared symbol by
//! symbol.
//!
//! Kernels ask only whether two symbols of a pair are equal. So a numbering has to hold for one pair,
//! its table stays as small as the pair is, and it is emptied by what was put in. Equal numbers
//! mean equal bytes: hashes only tell where to look. O(m + n) for a pair of m and n elements.

use xxhash_rust::xxh3::xxh3_64;

/// The longest byte string that an element holds itself.
const HELD: usize = 12;

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element<'a> {
    /// Equal to itself only.
    Null,
    /// A short byte string with its length: a string view, as Arrow has it.
    Held(u128),
    /// A byte string too long for that.
    Long(&'a [u8]),
}

impl<'a> From<&'a [u8]> for Element<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        if bytes.len() > HELD {
            return Self::Long(bytes);
        }
        let mut view = [0; 16];
        view[0] = bytes.len() as u8;
        view[4..][..bytes.len()].copy_from_slice(bytes);
        Self::Held(u128::from_le_bytes(view))
    }
}

impl Element<'_> {
    /// Spreads elements over a table: for short ones the product of both halves, folded (as in
    /// Wang's hash), which differs from view to view as much as the halves do.
    #[inline]
    fn hash(self) -> u64 {
        match self {
            Self::Null => 0,
            Self::Held(view) => {
                let low = view as u64 ^ 0x9E37_79B9_7F4A_7C15;
                let high = (view >> u64::BITS) as u64 ^ 0xE703_7ED1_A0B4_28DB;
                let product = u128::from(low) * u128::from(high);
                product as u64 ^ (product >> u64::BITS) as u64
            }
            Self::Long(bytes) => xxh3_64(bytes),
        }
    }
}

/// Numbers elements in the order in which they come, from 0 on.
#[derive(Debug, Default)]
pub struct Numbering<'a> {
    known: Vec<Known<'a>>,
    /// For each place of the table, zero where it is free, or else one more than an element's number.
    /// Where another element stands the next place is tried; half of the table is free.
    places: Vec<u32>,
}

#[derive(Debug)]
struct Known<'a> {
    element: Element<'a>,
    place: u32,
}

impl<'a> Numbering<'a> {
    /// The element's number.
    #[inline]
    pub fn number(&mut self, element: Element<'a>) -> u32 {
        if 2 * self.known.len() >= self.places.len() {
            self.grow();
        }
        let mask = self.places.len() - 1;
        let mut place = element.hash() as usize & mask;
        while let Some(number) = self.places[place].checked_sub(1) {
            if self.known[number as usize].element == element {
                return number;
            }
            place = (place + 1) & mask;
        }
        let number = self.known.len() as u32;
        let known = Known {
            element,
            place: place as u32,
        };
        self.known.push(known);
        self.places[place] = number + 1;
        number
    }

    /// How many elements have a number.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether no element has a number.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Forgets all but the first elements. Those that came last go, so no chain of places that leads
    /// to an element which stays is broken.
    pub fn keep(&mut self, first: usize) {
        for known in self.known.drain(first..) {
            self.places[known.place as usize] = 0;
        }
    }

    fn grow(&mut self) {
        let size = (2 * self.places.len()).max(64);
        self.places.clear();
        self.places.resize(size, 0);
        for (known, number) in self.known.iter_mut().zip(1..) {
            let mut place = known.element.hash() as usize & (size - 1);
            while self.places[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.places[place] = number;
            known.place = place as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn equal_elements_have_equal_numbers() {
        let mut numbering = Numbering::default();
        let mut number = |text: Option<&'static str>| {
            let element = text.map_or(Element::Null, |text| text.as_bytes().into());
            numbering.number(element)
        };
        let words = [Some("to"), Some("be"), None, Some(""), Some("to"), None];
        assert_eq!(words.map(&mut number), [0, 1, 2, 3, 0, 2]);
        let words = [
            "twelve bytes",
            "thirteen long",
            "thirteen lonh",
            "\0",
            "\0\0",
        ];
        assert_eq!(words.map(|text| number(Some(text))), [4, 5, 6, 7, 8]);
        assert_eq!(number(Some("thirteen long")), 5);
    }

    #[test]
    fn what_is_kept_keeps_its_number() {
        let texts: Vec<String> = (0..5_000)
            .map(|at| "x".repeat(at % 13) + &format!("{}", at % 1_777))
            .collect();
        let mut numbering = Numbering::default();
        for kept in [0, 1, 60, 100, 1_500] {
            let mut expected = BTreeMap::new();
            numbering.keep(0);
            for round in 0..3 {
                numbering.keep(if round == 0 { 0 } else { kept });
                expected.retain(|_, number| *number < kept as u32);
                assert_eq!(numbering.len(), expected.len());
                for text in &texts {
                    let next = expected.len() as u32;
                    let number = numbering.number(text.as_bytes().into());
                    assert_eq!(number, *expected.entry(text).or_insert(next));
                }
            }
        }
        numbering.keep(0);
        assert!(numbering.is_empty());
    }
}
