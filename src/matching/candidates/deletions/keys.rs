//! Deletion keys: hashes of a text without one or two of its symbols.

/// An odd number, so that there is an inverse.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
const INVERSE: u64 = inverse(BASE);
/// Spreads symbols over all bits.
const SPREAD: u64 = 0xD6E8_FEB8_6659_FD93;

/// Classes of positions: one symbol is in the first, the next one in the second, and so on, in turns.
const CLASSES: usize = 5;
/// Pairs of classes.
pub(crate) const PAIRS: usize = CLASSES * (CLASSES - 1) / 2;

/// Which keys of a text are hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// What remains when so many symbols are left out.
    Without(u32),
    /// What texts of one length have in common that are within two edits: either one symbol is inserted and
    /// one deleted, and they have a remainder without one symbol in common; or no more than two positions
    /// differ, and they agree in all but two [classes](CLASSES).
    Aligned,
}

/// The inverse of an odd number modulo 2^64; each step doubles the bits that are right (Newton).
const fn inverse(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
}

/// Texts that are hashed at once.
pub(crate) const LANES: usize = 8;

/// A number for each of them.
pub(crate) type Lanes = [u64; LANES];

#[inline(always)]
fn each_lane(mut lane: impl FnMut(usize) -> u64) -> Lanes {
    let mut lanes = [0; LANES];
    for (at, number) in lanes.iter_mut().enumerate() {
        *number = lane(at);
    }
    lanes
}

/// Hashes of texts of one length without a symbol or two: their deletion keys.
///
/// The hash of symbols is their polynomial in [`BASE`]. Where a symbol is left out, those after it go
/// down by one power: the sum is that of both parts, the second one divided by the base. With prefix sums
/// a remainder costs an addition for each symbol that is left out, of all lanes at once.
#[derive(Default)]
pub(crate) struct DeletionKeys {
    powers: Vec<u64>,
    /// What the sum changes by when a symbol is the first to be left out, and when it is the second.
    gaps: [Vec<Lanes>; 2],
    /// The hashes of the texts themselves, and divided by the base.
    whole: [Lanes; 2],
    /// What symbols of each class add to the sum.
    classes: [Lanes; CLASSES],
    keys: Vec<Lanes>,
}

impl DeletionKeys {
    /// All keys of some texts, some perhaps more than once: the high half of a hash, and the number of the text in
    /// the low half.
    #[inline(always)]
    pub(crate) fn keys(
        &mut self,
        numbers: &[u32; LANES],
        texts: &[[u32; LANES]],
        keys: KeyKind,
    ) -> &[Lanes] {
        self.read(texts);
        self.keys.clear();
        let numbered = |hash: u64, lane: usize| hash >> 32 << 32 | u64::from(numbers[lane]);
        match keys {
            KeyKind::Without(0) => {
                let whole = self.whole[0];
                self.keys
                    .push(each_lane(|lane| numbered(whole[lane], lane)));
            }
            KeyKind::Without(1) => self.add_without_one(numbered),
            KeyKind::Without(_) => self.add_without_two(numbered),
            KeyKind::Aligned => {
                self.add_without_one(numbered);
                self.add_classes(numbered);
            }
        }
        &self.keys
    }

    /// Takes other texts.
    #[inline(always)]
    fn read(&mut self, texts: &[[u32; LANES]]) {
        let mut power = self
            .powers
            .last()
            .map_or(SPREAD, |power| power.wrapping_mul(BASE));
        while self.powers.len() < texts.len() {
            self.powers.push(power);
            power = power.wrapping_mul(BASE);
        }
        let (mut whole, mut divided): (Lanes, Lanes) = ([0; LANES], [0; LANES]);
        self.classes = [[0; LANES]; CLASSES];
        let [first, second] = &mut self.gaps;
        first.resize(texts.len(), [0; LANES]);
        second.resize(texts.len(), [0; LANES]);
        let mut class = 0;
        let gaps = first.iter_mut().zip(second.iter_mut());
        for ((symbols, power), (first, second)) in texts.iter().zip(&self.powers).zip(gaps) {
            let term = each_lane(|lane| (u64::from(symbols[lane]) + 1).wrapping_mul(*power));
            let before = whole;
            whole = each_lane(|lane| before[lane].wrapping_add(term[lane]));
            divided = each_lane(|lane| whole[lane].wrapping_mul(INVERSE));
            *first = each_lane(|lane| before[lane].wrapping_sub(divided[lane]));
            *second = each_lane(|lane| first[lane].wrapping_mul(INVERSE));
            let sum = &mut self.classes[class];
            *sum = each_lane(|lane| sum[lane].wrapping_add(term[lane]));
            class = if class + 1 == CLASSES { 0 } else { class + 1 };
        }
        self.whole = [whole, divided];
    }

    #[inline(always)]
    fn add_without_one(&mut self, numbered: impl Fn(u64, usize) -> u64) {
        let rest = self.whole[1];
        for gap in &self.gaps[0] {
            let key = each_lane(|lane| numbered(rest[lane].wrapping_add(gap[lane]), lane));
            self.keys.push(key);
        }
    }

    #[inline(always)]
    fn add_without_two(&mut self, numbered: impl Fn(u64, usize) -> u64) {
        let [first, second] = &self.gaps;
        let rest = each_lane(|lane| self.whole[1][lane].wrapping_mul(INVERSE));
        for (at, gap) in first.iter().enumerate() {
            let rest = each_lane(|lane| rest[lane].wrapping_add(gap[lane]));
            for gap in &second[at + 1..] {
                let key = each_lane(|lane| numbered(rest[lane].wrapping_add(gap[lane]), lane));
                self.keys.push(key);
            }
        }
    }

    #[inline(always)]
    fn add_classes(&mut self, numbered: impl Fn(u64, usize) -> u64) {
        for (at, one) in self.classes.iter().enumerate() {
            let rest = each_lane(|lane| self.whole[0][lane].wrapping_sub(one[lane]));
            for other in &self.classes[..at] {
                let key = each_lane(|lane| numbered(rest[lane].wrapping_sub(other[lane]), lane));
                self.keys.push(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(text: &str, left_out: u32) -> Vec<u64> {
        let codes: Vec<u32> = text.chars().map(u32::from).collect();
        let mut deletion_keys = DeletionKeys::default();
        let codes: Vec<[u32; LANES]> = codes.iter().map(|code| [*code; LANES]).collect();
        let lanes = deletion_keys.keys(&[0; LANES], &codes, KeyKind::Without(left_out));
        let mut hashes: Vec<u64> = lanes.iter().map(|lanes| lanes[0]).collect();
        hashes.sort_unstable();
        hashes
    }

    #[test]
    fn what_remains_is_hashed_as_a_text_of_its_own() {
        let text: Vec<char> = "日a\0bb zé".chars().collect();
        let without = |left_out: &[usize]| {
            let kept = (0..text.len()).filter(|at| !left_out.contains(at));
            sorted(&kept.map(|at| text[at]).collect::<String>(), 0)[0]
        };
        let positions = 0..text.len();
        let mut ones: Vec<u64> = positions.clone().map(|at| without(&[at])).collect();
        let pairs = positions
            .clone()
            .flat_map(|at| (0..at).map(move |other| [at, other]));
        let mut twos: Vec<u64> = pairs.map(|pair| without(&pair)).collect();
        ones.sort_unstable();
        twos.sort_unstable();
        let text: String = text.iter().collect();
        assert_eq!(sorted(&text, 1), ones);
        assert_eq!(sorted(&text, 2), twos);
        twos.dedup();
        // Either b, with any of the six symbols that are not one.
        assert_eq!(twos.len(), 28 - 6);
        assert_eq!(sorted("ab", 2), [0]);
        assert!(sorted("a", 2).is_empty());
    }
}
