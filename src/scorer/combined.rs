//! Weighted means of scorers.

use super::mean::Weights;
use super::{Scorer, ScorerKind};

/// The weighted mean of scorers.
pub struct Combined {
    pub(super) parts: Vec<Scorer>,
    weights: Weights,
}

impl Combined {
    /// The mean of what each scorer says, `None` where one says nothing.
    pub(super) fn mean(&self, score: impl FnMut(&Scorer) -> Option<f64>) -> Option<f64> {
        self.weights.mean(self.parts.iter().map(score))
    }
}

impl Scorer {
    /// The mean of scorers with the same sense and processor, by weights that are not negative.
    ///
    /// # Errors
    /// If there is no weight above zero, one is below zero or not finite, or the scorers differ in
    /// what they call better or in their processor.
    pub fn combine(parts: Vec<(Self, f64)>) -> Result<Self, String> {
        let (parts, weights): (Vec<Self>, Vec<f64>) = parts.into_iter().unzip();
        let [first, rest @ ..] = &parts[..] else {
            return Err("combine: expected at least one scorer, got none".into());
        };
        let weights = Weights::new(weights).map_err(|wrong| format!("combine: {wrong}"))?;
        if rest.iter().any(|scorer| scorer.sense != first.sense) {
            return Err("combine: expected only similarities or only distances, got both".into());
        }
        if rest
            .iter()
            .any(|scorer| scorer.processor != first.processor)
        {
            return Err("combine: expected one processor for all scorers, got several".into());
        }
        Ok(Self {
            sense: first.sense,
            processor: first.processor,
            kind: ScorerKind::Combined(Combined { parts, weights }),
        })
    }
}
