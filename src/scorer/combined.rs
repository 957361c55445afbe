//! Weighted means of scorers.

use super::{Kind, Scorer};

/// The weighted mean of scorers.
pub struct Combined {
    pub(super) parts: Vec<(Scorer, f64)>,
    /// The sum of the weights.
    whole: f64,
}

impl Combined {
    /// The scorers and their weights.
    pub fn parts(&self) -> &[(Scorer, f64)] {
        &self.parts
    }

    /// The mean of what each scorer says, `None` where one says nothing.
    pub(super) fn mean(&self, score: impl FnMut(&Scorer) -> Option<f64>) -> Option<f64> {
        let scores = self.parts.iter().map(|(scorer, _)| scorer).map(score);
        let weighted = scores
            .zip(&self.parts)
            .map(|(score, (_, weight))| Some(score? * weight));
        Some(weighted.sum::<Option<f64>>()? / self.whole)
    }
}

impl Scorer {
    /// The mean of scorers with the same sense and processor, by weights that are not negative.
    ///
    /// # Errors
    /// If there is no weight above zero, one is below zero or not finite, or the scorers differ in
    /// what they call better or in their processor.
    pub fn combine(parts: Vec<(Self, f64)>) -> Result<Self, String> {
        let [(first, _), rest @ ..] = &parts[..] else {
            return Err("combine: expected at least one scorer, got none".into());
        };
        if let Some((_, weight)) = parts
            .iter()
            .find(|part| !(part.1 >= 0.0 && part.1.is_finite()))
        {
            return Err(format!(
                "combine: expected finite weights of at least 0, got {weight}"
            ));
        }
        let whole: f64 = parts.iter().map(|(_, weight)| weight).sum();
        if !(whole > 0.0 && whole.is_finite()) {
            return Err(format!(
                "combine: expected weights with a finite sum above 0, got {whole}"
            ));
        }
        if rest.iter().any(|(scorer, _)| scorer.sense != first.sense) {
            return Err("combine: expected only similarities or only distances, got both".into());
        }
        if rest
            .iter()
            .any(|(scorer, _)| scorer.processor != first.processor)
        {
            return Err("combine: expected one processor for all scorers, got several".into());
        }
        Ok(Self {
            sense: first.sense,
            processor: first.processor,
            kind: Kind::Combined(Combined { parts, whole }),
        })
    }
}
