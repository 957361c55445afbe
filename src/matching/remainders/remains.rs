//! Hashes of what remains of a text when symbols are left out.

/// An odd number, so that there is an inverse.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
const INVERSE: u64 = inverse(BASE);
/// Spreads symbols over all bits.
const SPREAD: u64 = 0xD6E8_FEB8_6659_FD93;

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

/// Hashes of what remains of a text.
///
/// The hash of symbols is their polynomial in [`BASE`]. Where a symbol is left out, those after it go
/// down by one power: the sum is that of both parts, the second one divided by the base. With prefix sums
/// a remainder costs an addition for each symbol that is left out.
#[derive(Default)]
pub(super) struct Remains {
    powers: Vec<u64>,
    /// What the sum changes by when a symbol is the first to be left out, and when it is the second.
    gaps: [Vec<u64>; 2],
    whole: u64,
    hashes: Vec<u64>,
}

impl Remains {
    /// Takes another text.
    pub(super) fn read(&mut self, text: &[u32]) {
        let mut power = self
            .powers
            .last()
            .map_or(SPREAD, |power| power.wrapping_mul(BASE));
        while self.powers.len() < text.len() {
            self.powers.push(power);
            power = power.wrapping_mul(BASE);
        }
        self.whole = 0;
        let [first, second] = &mut self.gaps;
        first.clear();
        first.extend(text.iter().zip(&self.powers).map(|(symbol, power)| {
            let before = self.whole;
            self.whole = before.wrapping_add((u64::from(*symbol) + 1).wrapping_mul(*power));
            before.wrapping_sub(self.whole.wrapping_mul(INVERSE))
        }));
        second.clear();
        second.extend(first.iter().map(|gap| gap.wrapping_mul(INVERSE)));
    }

    /// The hash of the text itself.
    pub(super) fn whole(&self) -> u64 {
        self.whole
    }

    /// The hashes of all remainders with so many symbols left out, some perhaps more than once.
    pub(super) fn without(&mut self, symbols: u32) -> &[u64] {
        let [first, second] = &self.gaps;
        self.hashes.clear();
        match symbols {
            0 => self.hashes.push(self.whole),
            1 => {
                let rest = self.whole.wrapping_mul(INVERSE);
                let hashes = first.iter().map(|gap| rest.wrapping_add(*gap));
                self.hashes.extend(hashes);
            }
            _ => {
                let rest = self.whole.wrapping_mul(INVERSE).wrapping_mul(INVERSE);
                for (at, gap) in first.iter().enumerate() {
                    let rest = rest.wrapping_add(*gap);
                    let hashes = second[at + 1..].iter().map(|gap| rest.wrapping_add(*gap));
                    self.hashes.extend(hashes);
                }
            }
        }
        &self.hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(text: &str, left_out: u32) -> Vec<u64> {
        let codes: Vec<u32> = text.chars().map(u32::from).collect();
        let mut remains = Remains::default();
        remains.read(&codes);
        let mut hashes = remains.without(left_out).to_vec();
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
        let places = 0..text.len();
        let mut ones: Vec<u64> = places.clone().map(|at| without(&[at])).collect();
        let pairs = places
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
