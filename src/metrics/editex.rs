//! Editex: how far two texts are apart in sound (J. Zobel, P. Dart, 1996).

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::{Scratch, edit};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The Editex distance. Small and capital letters of ASCII are the same.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Editex {}

impl Metric for Editex {
    type Raw = u32;
    const NAME: &'static str = "editex";
    const SENSE: Sense = Sense::Distance;

    fn needs_text(&self) -> bool {
        true
    }

    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.max(right).saturating_mul(edit::editex::APART)
    }

    fn check_overflow(&self, left: u32, right: u32) -> Result<(), String> {
        let longest = left.max(right);
        match longest.checked_mul(edit::editex::APART) {
            Some(_) => Ok(()),
            None => Err(format!(
                "expected texts whose distances fit UInt32, got {longest} symbols"
            )),
        }
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<u32>,
        scratch: &mut Scratch,
    ) -> u32 {
        edit::editex::editex(left, right, limit, scratch)
    }
}

impl Bounds for Editex {
    /// Beside an empty side there is only one; elsewhere a symbol that is repeated costs nothing.
    fn best(&self, left: u32, right: u32) -> u32 {
        if left == 0 || right == 0 {
            self.maximum(left, right)
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn distances_of_abydos() {
        // From the documentation of the Python library abydos.
        assert_eq!(compare(&Editex {}, "cat", "hat"), 2);
        assert_eq!(compare(&Editex {}, "Niall", "Neil"), 2);
        assert_eq!(compare(&Editex {}, "aluminum", "Catalan"), 12);
        assert_eq!(compare(&Editex {}, "ATCG", "TAGC"), 6);
    }

    #[test]
    fn like_sounds_are_near() {
        assert_eq!(compare(&Editex {}, "Bill", "pil"), 1);
        assert_eq!(compare(&Editex {}, "a", "aaa"), 0);
    }

    #[test]
    fn an_empty_side_is_as_far_as_can_be() {
        for length in 0..70 {
            let metric = Editex {};
            let text = "ah".repeat(length);
            let symbols = 2 * length as u32;
            for (left, right) in [("", &text[..]), (&text, "")] {
                assert_eq!(compare(&metric, left, right), 2 * symbols);
            }
            assert_eq!(metric.best(0, symbols), metric.maximum(0, symbols));
        }
    }
}
