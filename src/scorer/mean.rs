//! The weighted mean of scores: one formula for rows, searches and joins.

/// The weights of several scores.
#[derive(Clone, Debug)]
pub struct Weights {
    each: Vec<f64>,
    whole: f64,
}

impl Weights {
    /// Weights that are not negative.
    ///
    /// # Errors
    /// If there is no weight above zero, one is below zero or not finite, or their sum is not finite.
    pub fn new(each: Vec<f64>) -> Result<Self, String> {
        let is_wrong = |weight: &&f64| !(**weight >= 0.0 && weight.is_finite());
        if let Some(weight) = each.iter().find(is_wrong) {
            return Err(format!(
                "expected finite weights of at least 0, got {weight}"
            ));
        }
        let whole: f64 = each.iter().sum();
        if !(whole > 0.0 && whole.is_finite()) {
            return Err(format!(
                "expected weights with a finite sum above 0, got {whole}"
            ));
        }
        Ok(Self { each, whole })
    }

    /// The weights in their order.
    pub fn each(&self) -> &[f64] {
        &self.each
    }

    /// The sum of all weights.
    pub fn whole(&self) -> f64 {
        self.whole
    }

    /// The mean of as many scores as there are weights; `None` where one of them is.
    ///
    /// Products are added up in the order of the weights, as the weights themselves were: scores of 1 have a
    /// mean of exactly 1, and no mean exceeds the largest score's.
    pub fn mean(&self, scores: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
        let scores = scores.into_iter().zip(&self.each);
        let products = scores.map(|(score, weight)| Some(score? * weight));
        Some(products.sum::<Option<f64>>()? / self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_ones_is_one() {
        for first in 1..=60 {
            for second in 1..=60 {
                let weights = vec![f64::from(first) / 10.0, f64::from(second) / 7.0, 0.1];
                let weights = Weights::new(weights).expect("weights");
                assert_eq!(weights.mean([Some(1.0); 3]), Some(1.0));
                assert_eq!(weights.mean([Some(0.0); 3]), Some(0.0));
                assert_eq!(weights.mean([Some(1.0), None, Some(1.0)]), None);
            }
        }
    }

    #[test]
    fn a_fraction_reaches_the_cutoff_that_it_equals() {
        use crate::measure::{Cutoff, Sense};
        // Weighted means of tenths, in whole numbers.
        for (first, second) in [(25, 24), (1, 2), (3, 7), (10, 1)] {
            let weights = Weights::new(vec![f64::from(first), f64::from(second)]);
            let weights = weights.expect("weights");
            for (one, other) in (0..=10).flat_map(|one| (0..=10).map(move |other| (one, other))) {
                let scores = [one, other].map(|tenths| Some(f64::from(tenths) / 10.0));
                let mean = weights.mean(scores).expect("a mean");
                for cutoff in 0..=1000 {
                    let reaches = 100 * (one * first + other * second) >= cutoff * (first + second);
                    let worst = Cutoff(f64::from(cutoff) / 1000.0).worst(Sense::Similarity);
                    assert_eq!(
                        Sense::Similarity.reaches(mean, worst),
                        reaches,
                        "{mean} {cutoff}"
                    );
                }
            }
        }
    }
}
