"""All that draws trials, and the public functions that each of them calls."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import alignment_cases
import cases
import sequence_cases
import text_cases
from trials import alignments, groups, joins, rows, searches

if TYPE_CHECKING:
    from collections.abc import Callable

    from trials.trial import Trial


@dataclass(frozen=True)
class Family:
    """Functions that are tried in one way."""

    draw: Callable[[random.Random], Trial]
    #: The names of the functions.
    functions: frozenset[str]
    #: How often it is drawn.
    share: int


def named(
    *table: cases.Metric | alignment_cases.Function | text_cases.Function | sequence_cases.Function,
) -> frozenset[str]:
    return frozenset(row.name for row in table)


FAMILIES = {
    "metric": Family(rows.metric, named(*cases.METRICS), 6),
    "score": Family(rows.score, frozenset({"score"}), 2),
    "alignment": Family(alignments.alignment, named(*alignment_cases.FUNCTIONS), 2),
    "one text": Family(rows.one_text, named(*text_cases.FUNCTIONS), 3),
    "two names": Family(rows.two_names, frozenset({"match_rating_compare"}), 1),
    "sequence": Family(rows.sequence, named(*sequence_cases.FUNCTIONS), 2),
    "search": Family(searches.search, frozenset({"extract_one", "extract", "cdist"}), 4),
    "product": Family(searches.product, frozenset({"cdist_frame"}), 1),
    "join": Family(joins.join, frozenset({"fuzzy_join"}), 4),
    "group": Family(groups.group, frozenset({"pairs", "cluster", "canonical", "deduplicate"}), 4),
}
#: Public functions whose answers are no values to compare.
NOT_COMPARED = {
    "explain_matching": "tells in words how matches are found",
    "suggest_cutoff": "estimates, tests/matching/test_confidence.py",
    "explain_pair": "tells in words and numbers what a join says, tests/matching/test_explanations.py",
    "one_to_one": "has an oracle and random pairs of its own, tests/matching/test_partners.py",
    "groups": "has an oracle and random pairs of its own, tests/matching/test_groups.py",
    "merge_groups": "is made of Polars alone, tests/matching/test_merging.py",
    "evaluate": "is made of Polars alone, tests/matching/test_evaluation.py",
    "evaluate_groups": "is made of Polars alone, tests/matching/test_evaluation.py",
    "show_diff": "draws a picture, tests/review/test_diffs.py",
    "on": "makes a value that joins take",
    "levels": "makes a value that a linkage takes",
    "any_of": "makes a value that a linkage takes",
}


def draw(seed: int, number: int, names: list[str] | None = None) -> Trial:
    """Draw the same trial for the same numbers."""
    rng = random.Random(f"{seed}/{number}")
    chosen = names or list(FAMILIES)
    (name,) = rng.choices(chosen, weights=[FAMILIES[each].share for each in chosen])
    return FAMILIES[name].draw(rng)
