//! Elements that are byte strings, numbered so that a pair of sequences can be compared symbol by
//! symbol.
//!
//! Kernels ask only whether two symbols of a pair are equal. So a numbering has to hold for one pair,
//! its table stays as small as the pair is, and it is emptied by what was put in. Equal numbers
//! mean equal bytes: hashes only tell where to look. O(m + n) for a pair of m and n elements.

use xxhash_rust::xxh3::xxh3_64;

use crate::simd::{MAX_INLINE, VIEW};

/// An element of a list, to be numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element<'a> {
    /// Equal to itself only.
    Null,
    /// A short byte string with its length: a string view, as Arrow has it.
    Inline(u128),
    /// A longer byte string.
    Long(&'a [u8]),
}

impl<'a> From<&'a [u8]> for Element<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        if bytes.len() > MAX_INLINE as usize {
            return Self::Long(bytes);
        }
        let mut view = [0; VIEW];
        view[0] = bytes.len() as u8;
        view[4..][..bytes.len()].copy_from_slice(bytes);
        Self::Inline(u128::from_le_bytes(view))
    }
}

impl Element<'_> {
    /// Spreads elements over a table: for short ones the product of both halves, folded (as in
    /// Wang's hash), which differs from view to view as much as the halves do.
    #[inline]
    fn hash(self) -> u64 {
        match self {
            Self::Null => 0,
            Self::Inline(view) => {
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
    interned: Vec<Interned<'a>>,
    /// For each slot of the table zero if it is free, otherwise one more than an element's number. If a slot has
    /// another element, the next one is tried; half of the table is free.
    slots: Vec<u32>,
}

/// A numbered element.
#[derive(Debug)]
struct Interned<'a> {
    element: Element<'a>,
    slot: u32,
}

impl<'a> Numbering<'a> {
    /// The element's number.
    #[inline]
    pub fn number(&mut self, element: Element<'a>) -> u32 {
        if 2 * self.interned.len() >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = element.hash() as usize & mask;
        while let Some(number) = self.slots[slot].checked_sub(1) {
            if self.interned[number as usize].element == element {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        let number = self.interned.len() as u32;
        let interned = Interned {
            element,
            slot: slot as u32,
        };
        self.interned.push(interned);
        self.slots[slot] = number + 1;
        number
    }

    /// The number of numbered elements.
    pub fn len(&self) -> usize {
        self.interned.len()
    }

    /// True if no element has a number.
    pub fn is_empty(&self) -> bool {
        self.interned.is_empty()
    }

    /// Forgets all but the first elements. The last to come are the first to go, so no chain of slots to an
    /// element that stays is broken.
    pub fn keep(&mut self, first: usize) {
        for interned in self.interned.drain(first..) {
            self.slots[interned.slot as usize] = 0;
        }
    }

    /// Doubles the table.
    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(64);
        self.slots.clear();
        self.slots.resize(size, 0);
        for (interned, number) in self.interned.iter_mut().zip(1..) {
            let mut slot = interned.element.hash() as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = number;
            interned.slot = slot as u32;
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
