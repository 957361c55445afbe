//! Scorers: metrics chosen at run time, with the measure they are read by, or weighted means of them.
//!
//! Pairwise expressions know their metric when they are compiled; searches and joins take any. A
//! [`Scorer`] is what they take. It gives a score for two prepared texts, and tells an index what it
//! needs to rule pairs out: the best score of two lengths, the raw limit behind a cutoff, and whether
//! whole blocks can be compared.

mod bounds;
mod comparison;

use serde::Deserialize;

use crate::kernels;
use crate::kernels::block::{Block, LANES};
use crate::kernels::lanes::Level;
use crate::kernels::many::Rule;
use crate::kernels::windows::Likeness;
use crate::metric::{Measure, Reading, Sense};
use crate::text::default_process::default_process;

use comparison::{Chosen, Comparison};

/// What is done to a text before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Processor {
    /// RapidFuzz's `default_process`: lower case, white space for everything but letters and digits,
    /// none at the ends.
    Default,
}

impl Processor {
    /// The text that is compared instead.
    pub fn apply(self, text: &str) -> String {
        let Self::Default = self;
        let mut processed = String::new();
        default_process(text, &mut processed);
        processed
    }
}

/// A text's symbols: bytes where they are the symbols (ASCII text, or Binary), else code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text<'a> {
    /// One symbol a byte.
    Bytes(&'a [u8]),
    /// One symbol a number.
    Codes(&'a [u32]),
}

impl Text<'_> {
    /// The number of symbols.
    pub fn len(self) -> u32 {
        kernels::affix::count(match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Codes(codes) => codes.len(),
        })
    }

    /// Whether there are no symbols.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// The memory of scorers, kept between calls so that none of them allocates for each pair.
#[derive(Debug, Default)]
pub struct Scratch {
    kernels: kernels::Scratch,
    widened: Vec<u32>,
}

/// One metric, read by one measure.
pub struct Single {
    metric: Box<dyn Comparison>,
    measure: Measure,
}

impl Single {
    /// The metric's name in the registry.
    pub fn metric(&self) -> &'static str {
        self.metric.name()
    }

    /// The reading that is the score.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// What the metric's raw number counts.
    pub fn raw_sense(&self) -> Sense {
        self.metric.sense()
    }

    /// The largest raw number for two lengths.
    pub fn maximum(&self, left: u32, right: u32) -> f64 {
        self.metric.maximum(left, right)
    }

    /// The worst raw number whose score for two lengths is at least as good as the cutoff, or for
    /// ratios a hair beyond; `None` where no score of these lengths is.
    pub fn limit(&self, cutoff: Option<f64>, left: u32, right: u32) -> Option<f64> {
        self.metric.limit(self.reading(cutoff), left, right)
    }

    /// The most symbols a side may have for [`score_block`](Self::score_block); zero where the metric
    /// has no block kernel.
    pub fn longest_in_block(&self) -> u32 {
        self.metric.longest_in_block()
    }

    /// The scores of all pairs in a block, NaN where there is none. The block's symbols are consumed.
    /// Not to be called where [`longest_in_block`](Self::longest_in_block) is zero.
    pub fn score_block(&self, level: Level, block: &mut Block, scores: &mut [f64; LANES]) {
        self.metric.score_block(level, self.measure, block, scores);
    }

    /// The number that a kernel computes for one text against a group, if one does and the score follows
    /// from it.
    pub fn many(&self) -> Option<Rule> {
        self.metric.many()
    }

    /// The score of two texts of these lengths for which [`many`](Self::many) computes `number`.
    pub fn score_of(&self, number: u32, left: u32, right: u32) -> f64 {
        self.metric.score_of(self.measure, number, left, right)
    }

    /// Whether the score follows from how symbols match as Jaro has it.
    pub fn follows_from_likeness(&self) -> bool {
        self.metric.follows_from_likeness()
    }

    /// The score of two texts of these lengths which match like this.
    pub fn score_of_likeness(&self, likeness: Likeness, left: u32, right: u32) -> f64 {
        self.metric
            .score_of_likeness(self.measure, likeness, left, right)
    }

    fn reading(&self, score_cutoff: Option<f64>) -> Reading {
        Reading {
            measure: self.measure,
            score_cutoff,
        }
    }

    fn score(
        &self,
        left: Text<'_>,
        right: Text<'_>,
        cutoff: Option<f64>,
        scratch: &mut Scratch,
    ) -> Option<f64> {
        let Scratch { kernels, widened } = scratch;
        let mut widen = |bytes: &[u8]| {
            widened.clear();
            widened.extend(bytes.iter().map(|byte| u32::from(*byte)));
        };
        let reading = self.reading(cutoff);
        match (left, right) {
            (Text::Bytes(left), Text::Bytes(right)) => {
                self.metric.score_bytes(reading, (left, right), kernels)
            }
            (Text::Codes(left), Text::Codes(right)) => {
                self.metric.score_codes(reading, (left, right), kernels)
            }
            (Text::Bytes(left), Text::Codes(right)) => {
                widen(left);
                self.metric.score_codes(reading, (widened, right), kernels)
            }
            (Text::Codes(left), Text::Bytes(right)) => {
                widen(right);
                self.metric.score_codes(reading, (left, widened), kernels)
            }
        }
    }
}

/// The weighted mean of scorers.
pub struct Combined {
    parts: Vec<(Scorer, f64)>,
    /// The sum of the weights.
    whole: f64,
}

impl Combined {
    /// The scorers and their weights.
    pub fn parts(&self) -> &[(Scorer, f64)] {
        &self.parts
    }

    /// The mean of what each scorer says, `None` where one says nothing.
    fn mean(&self, score: impl FnMut(&Scorer) -> Option<f64>) -> Option<f64> {
        let scores = self.parts.iter().map(|(scorer, _)| scorer).map(score);
        let weighted = scores
            .zip(&self.parts)
            .map(|(score, (_, weight))| Some(score? * weight));
        Some(weighted.sum::<Option<f64>>()? / self.whole)
    }
}

enum Kind {
    Single(Single),
    Combined(Combined),
}

/// Gives two texts a score.
#[derive(Deserialize)]
#[serde(try_from = "Sent")]
pub struct Scorer {
    kind: Kind,
    sense: Sense,
    processor: Option<Processor>,
}

impl Scorer {
    /// Whether large or small scores are the better ones: similarities or distances.
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// What has to be done to texts before they are scored; see [`Corpus`](crate::matching::Corpus).
    pub fn processor(&self) -> Option<Processor> {
        self.processor
    }

    /// The metric and its measure, if it is one and not a mean of several.
    pub fn single(&self) -> Option<&Single> {
        match &self.kind {
            Kind::Single(single) => Some(single),
            Kind::Combined(_) => None,
        }
    }

    /// The scorers that this one is the mean of, if it is one.
    pub fn combined(&self) -> Option<&Combined> {
        match &self.kind {
            Kind::Single(_) => None,
            Kind::Combined(combined) => Some(combined),
        }
    }

    /// Whether one score is better than another.
    #[inline(always)]
    pub fn is_better(&self, score: f64, than: f64) -> bool {
        match self.sense {
            Sense::Distance => score < than,
            Sense::Similarity => score > than,
        }
    }

    /// Whether a score is at least as good as the cutoff. NaN, which stands for no score, never is.
    #[inline(always)]
    pub fn keeps(&self, score: f64, cutoff: Option<f64>) -> bool {
        match (cutoff, self.sense) {
            (None, _) => !score.is_nan(),
            (Some(cutoff), Sense::Distance) => score <= cutoff,
            (Some(cutoff), Sense::Similarity) => score >= cutoff,
        }
    }

    /// Why scores might not fit their type for texts of up to these lengths, if so.
    ///
    /// # Errors
    /// One sentence: what was expected and what came.
    pub fn fits(&self, left: u32, right: u32) -> Result<(), String> {
        match &self.kind {
            Kind::Single(single) => single.metric.fits(left, right),
            Kind::Combined(combined) => combined
                .parts
                .iter()
                .try_for_each(|(scorer, _)| scorer.fits(left, right)),
        }
    }

    /// The best score that texts of these lengths can have, or a better one; `None` where they have
    /// none.
    pub fn best(&self, left: u32, right: u32) -> Option<f64> {
        match &self.kind {
            Kind::Single(single) => single.metric.best(single.measure, left, right),
            Kind::Combined(combined) => combined.mean(|scorer| scorer.best(left, right)),
        }
    }

    /// The score of two texts, if they have one and it is at least as good as the cutoff.
    pub fn score(
        &self,
        left: Text<'_>,
        right: Text<'_>,
        cutoff: Option<f64>,
        scratch: &mut Scratch,
    ) -> Option<f64> {
        match &self.kind {
            Kind::Single(single) => single.score(left, right, cutoff, scratch),
            Kind::Combined(combined) => {
                let best = self.best(left.len(), right.len())?;
                if !self.keeps(best, cutoff) {
                    return None;
                }
                combined
                    .mean(|scorer| scorer.score(left, right, None, scratch))
                    .filter(|score| self.keeps(*score, cutoff))
            }
        }
    }
}

/// A scorer as it arrives from Python.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sent {
    Single {
        #[serde(flatten)]
        metric: Chosen,
        measure: Measure,
        processor: Option<Processor>,
    },
    Combined {
        combine: Vec<(Scorer, f64)>,
    },
}

impl TryFrom<Sent> for Scorer {
    type Error = String;

    fn try_from(sent: Sent) -> Result<Self, String> {
        match sent {
            Sent::Single {
                metric,
                measure,
                processor,
            } => {
                let metric = metric.into_comparison();
                metric
                    .check()
                    .map_err(|wrong| format!("{}: {wrong}", metric.name()))?;
                Ok(Self {
                    sense: measure.sense(),
                    kind: Kind::Single(Single { metric, measure }),
                    processor,
                })
            }
            Sent::Combined { combine } => Self::combine(combine),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::block::testing::random_block;
    use crate::registry::METRIC_NAMES;

    fn sent(scorer: &str) -> Result<Scorer, String> {
        serde_json::from_str(scorer).map_err(|error| error.to_string())
    }

    fn scorer(metric: &str, measure: &str) -> Scorer {
        let parameters = match metric {
            "levenshtein" => r#"{"weights": [1, 1, 1]}"#,
            "hamming" => r#"{"pad": true}"#,
            "jaro_winkler" => r#"{"prefix_weight": 0.1}"#,
            "jaccard" | "sorensen_dice" | "overlap" | "cosine" => {
                r#"{"ngram": 2, "multiset": false}"#
            }
            "monge_elkan" => r#"{"inner": "jaro_winkler", "symmetric": false}"#,
            "tversky" => r#"{"ngram": 2, "multiset": false, "alpha": 1, "beta": 1}"#,
            _ => "{}",
        };
        sent(&format!(
            r#"{{"metric": "{metric}", "parameters": {parameters}, "measure": "{measure}",
            "processor": null}}"#
        ))
        .expect("a scorer")
    }

    fn score(scorer: &Scorer, left: &str, right: &str, cutoff: Option<f64>) -> Option<f64> {
        let [left, right] = [left, right].map(|text| Text::Bytes(text.as_bytes()));
        scorer.score(left, right, cutoff, &mut Scratch::default())
    }

    #[test]
    fn every_metric_is_chosen_by_its_name() {
        for name in METRIC_NAMES {
            let scorer = scorer(name, "normalized_similarity");
            assert_eq!(scorer.single().map(Single::metric), Some(*name));
            assert_eq!(scorer.sense(), Sense::Similarity);
            assert_eq!(score(&scorer, "kitten", "kitten", None), Some(1.0));
            assert_eq!(scorer.best(6, 6), Some(1.0));
        }
    }

    #[test]
    fn scores_are_readings() {
        let read = |metric, measure| score(&scorer(metric, measure), "kitten", "sitting", None);
        assert_eq!(read("levenshtein", "distance"), Some(3.0));
        assert_eq!(read("levenshtein", "similarity"), Some(4.0));
        assert_eq!(
            read("levenshtein", "normalized_similarity"),
            Some(1.0 - 3.0 / 7.0)
        );
        assert_eq!(read("indel", "normalized_distance"), Some(5.0 / 13.0));
    }

    #[test]
    fn cutoffs_are_in_the_units_of_the_measure() {
        let distance = scorer("levenshtein", "distance");
        assert_eq!(score(&distance, "kitten", "sitting", Some(3.0)), Some(3.0));
        assert_eq!(score(&distance, "kitten", "sitting", Some(2.0)), None);
        let limit = |cutoff, left, right| distance.single()?.limit(Some(cutoff), left, right);
        assert_eq!(limit(2.0, 6, 7), Some(2.0));
        assert_eq!(limit(2.0, 6, 9), None);
        let jaro = scorer("jaro", "normalized_distance");
        let limit = jaro.single().and_then(|jaro| jaro.limit(Some(0.25), 6, 7));
        assert!(limit.is_some_and(|limit| 0.75 - 1e-9 < limit && limit <= 0.75));
    }

    #[test]
    fn symbols_of_both_forms_meet() {
        let scorer = scorer("levenshtein", "distance");
        let wide = Text::Codes(&[0x4E00, 0x62]);
        for (left, right) in [(wide, Text::Bytes(b"ab")), (Text::Bytes(b"ab"), wide)] {
            let score = scorer.score(left, right, None, &mut Scratch::default());
            assert_eq!(score, Some(1.0));
        }
    }

    #[test]
    fn blocks_are_scored_as_pairs_are() {
        for name in METRIC_NAMES {
            let scorer = scorer(name, "normalized_similarity");
            let single = scorer.single().expect("one metric");
            if single.longest_in_block() == 0 {
                continue;
            }
            let (mut block, pairs) = random_block(2, 4, 100);
            let mut scores = [0.0; LANES];
            single.score_block(Level::best(), &mut block, &mut scores);
            for ((left, right), score) in pairs.iter().zip(scores) {
                let (left, right) = (Text::Bytes(left), Text::Bytes(right));
                let alone = scorer.score(left, right, None, &mut Scratch::default());
                assert_eq!(Some(score), alone, "{name} {left:?} {right:?}");
            }
        }
    }

    #[test]
    fn means_are_weighted() {
        let part = |metric| scorer(metric, "normalized_similarity");
        let mean = Scorer::combine(vec![(part("levenshtein"), 3.0), (part("prefix"), 1.0)]);
        let mean = mean.expect("a scorer");
        let expected = ((1.0 - 3.0 / 7.0) * 3.0) / 4.0;
        assert_eq!(score(&mean, "kitten", "sitting", None), Some(expected));
        assert_eq!(score(&mean, "kitten", "sitting", Some(0.5)), None);
        assert_eq!(mean.best(6, 7), Some(1.0 - 1.0 / 7.0));
        let nested = sent(
            r#"{"combine": [[{"combine": [[{"metric": "prefix", "parameters": {},
            "measure": "distance", "processor": "default"}, 2]]}, 0.5]]}"#,
        );
        let nested = nested.expect("a scorer");
        assert_eq!(nested.sense(), Sense::Distance);
        assert_eq!(nested.processor(), Some(Processor::Default));
        assert_eq!(score(&nested, "abc", "abd", None), Some(1.0));
    }

    #[test]
    fn what_cannot_be_combined_is_refused() {
        let part = |measure| scorer("prefix", measure);
        let wrong = |parts| Scorer::combine(parts).err().unwrap_or_default();
        assert!(wrong(vec![]).ends_with("at least one scorer, got none"));
        for weight in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(wrong(vec![(part("distance"), weight)]).contains("finite weights"));
        }
        assert!(wrong(vec![(part("distance"), 0.0)]).contains("sum above 0, got 0"));
        let both = vec![(part("distance"), 1.0), (part("similarity"), 1.0)];
        assert!(wrong(both).ends_with("got both"));
    }

    #[test]
    fn parameters_are_checked() {
        let sent = sent(
            r#"{"metric": "jaro_winkler", "parameters": {"prefix_weight": 0.5},
            "measure": "similarity", "processor": null}"#,
        );
        assert!(
            sent.err()
                .is_some_and(|wrong| wrong.contains("within 0..0.25, got 0.5"))
        );
    }
}
