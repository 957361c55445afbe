//! Given names that stand for each other: nicknames, and initials.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Text;

/// Which names stand for each other, and how like each other they are then.
pub struct GivenNames {
    /// For each name in small letters the full names that it stands for, itself among them, in order.
    full: HashMap<String, Vec<u32>>,
    nickname: f64,
    initial: f64,
}

/// Code points from here on are nobody's letters.
const PRIVATE: u32 = 0xE000;

/// A name as it is looked up.
struct Name {
    /// In small letters, without white space at its ends.
    small: String,
    /// Its only letter, with a full stop behind it or without.
    initial: Option<char>,
}

impl Name {
    fn of(text: Text<'_>) -> Self {
        let letters = text.symbols().map(|code| match text {
            // Bytes beyond ASCII are told apart, and are no letters.
            Text::Bytes(_) if code >= 0x80 => char::from_u32(PRIVATE + code),
            _ => char::from_u32(code),
        });
        let letters = letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        let name: String = letters.collect();
        let small = name.trim().to_lowercase();
        let mut rest = small.strip_suffix('.').unwrap_or(&small).chars();
        let first = rest.next().filter(|letter| letter.is_alphabetic());
        let initial = first.filter(|_| rest.next().is_none());
        Self { initial, small }
    }

    /// The first letter of a name that is no initial.
    fn first(&self) -> Option<char> {
        let first = self.small.chars().next();
        first.filter(|_| self.initial.is_none())
    }
}

impl GivenNames {
    /// Names that stand for each other by pairs of a full name and a nickname.
    pub(super) fn new(pairs: &[(String, String)], nickname: f64, initial: f64) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut full: HashMap<String, Vec<u32>> = HashMap::new();
        for (name, short) in pairs {
            let [name, short] = [name, short].map(|name| name.trim().to_lowercase());
            let mut number = |name: &String| {
                let next = numbers.len() as u32;
                *numbers.entry(name.clone()).or_insert(next)
            };
            let own = [number(&name), number(&short)];
            for (name, numbers) in [(name, vec![own[0]]), (short, own.to_vec())] {
                full.entry(name).or_default().extend(numbers);
            }
        }
        for numbers in full.values_mut() {
            numbers.sort_unstable();
            numbers.dedup();
        }
        Self {
            full,
            nickname,
            initial,
        }
    }

    /// How like each other two names are that stand for each other, or are equal but for their case.
    pub(super) fn likeness(&self, left: Text<'_>, right: Text<'_>) -> Option<f64> {
        let [left, right] = [left, right].map(Name::of);
        if left.small == right.small {
            return Some(1.0);
        }
        let by_initial = match (left.initial, right.initial) {
            (Some(one), Some(other)) => one == other,
            (Some(one), None) => right.first() == Some(one),
            (None, Some(other)) => left.first() == Some(other),
            (None, None) => false,
        };
        let [one, other] = [&left, &right].map(|name| self.numbers(name));
        let by_nickname = one.iter().any(|number| other.binary_search(number).is_ok());
        let initial = by_initial.then_some(self.initial);
        let nickname = by_nickname.then_some(self.nickname);
        match (initial, nickname) {
            (Some(initial), Some(nickname)) => Some(initial.max(nickname)),
            (initial, nickname) => initial.or(nickname),
        }
    }

    fn numbers(&self, name: &Name) -> &[u32] {
        self.full.get(&name.small).map_or(&[], Vec::as_slice)
    }

    /// What a name is found by, and what it looks others up by. Two names that have a
    /// likeness share one.
    pub fn keys(&self, text: Text<'_>) -> [Vec<u64>; 2] {
        let name = Name::of(text);
        let shared = self.numbers(&name).iter().map(|number| key(0, number));
        let shared: Vec<u64> = shared.chain([key(1, &name.small)]).collect();
        let [mut found_by, mut looked_up] = [shared.clone(), shared];
        if let Some(letter) = name.initial {
            found_by.push(key(2, &letter));
            looked_up.extend([key(2, &letter), key(3, &letter)]);
        } else if let Some(letter) = name.first() {
            found_by.push(key(3, &letter));
            looked_up.push(key(2, &letter));
        }
        [found_by, looked_up]
    }
}

/// A number for a kind of key and its content. Others may have the same: who looks up by it compares afterwards.
fn key(kind: u8, content: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, content).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_each_other() {
        let pairs = [
            ("Robert", "Bob"),
            ("Robert", "Rob"),
            ("Albert", "Al"),
            ("Alan", "al"),
        ];
        let pairs = pairs.map(|(name, short)| (name.to_owned(), short.to_owned()));
        let names = GivenNames::new(&pairs, 0.9, 0.8);
        let table = [
            ("Bob", "Robert", Some(0.9)),
            ("bob", "ROB ", Some(0.9)),
            ("Bob", "bob", Some(1.0)),
            ("Al", "Alan", Some(0.9)),
            ("Albert", "Alan", None),
            ("B.", "Bob", Some(0.8)),
            ("b", "Bob", Some(0.8)),
            ("R.", "Bob", None),
            ("R.", "r", Some(0.8)),
            ("R.", "S.", None),
            ("Ö.", "özil", Some(0.8)),
            (".", "", None),
            ("", "", Some(1.0)),
            ("1", "12", None),
        ];
        for (left, right, expected) in table {
            let [left, right] =
                [left, right].map(|text| text.chars().map(u32::from).collect::<Vec<_>>());
            let (left, right) = (Text::Codes(&left), Text::Codes(&right));
            for (one, other) in [(left, right), (right, left)] {
                assert_eq!(names.likeness(one, other), expected, "{one:?} {other:?}");
                let [_, looked_up] = names.keys(one);
                let [found_by, _] = names.keys(other);
                let is_found = looked_up.iter().any(|key| found_by.contains(key));
                assert!(is_found || expected.is_none());
            }
        }
    }
}
