"""What matches have to be: those of scoring every pair, in the promised order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trials.trial import agree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trials.scorings import Scoring

Match = tuple[int, float]


def scores_of(scoring: Scoring, left: Any, others: Sequence[Any]) -> dict[int, float]:
    """Score a text against others; with null there is no score."""
    if left is None:
        return {}
    scores = {at: scoring.score(left, other) for at, other in enumerate(others) if other is not None}
    return {at: score for at, score in scores.items() if score is not None}


def possible_matches(scoring: Scoring, left: Any, others: Sequence[Any]) -> dict[int, float]:
    """Score a text against others; a text that a processor leaves empty matches nothing."""
    if left is None or scoring.leaves_nothing(left):
        return {}
    scores = scores_of(scoring, left, others)
    return {at: score for at, score in scores.items() if not scoring.leaves_nothing(others[at])}


def wrong_matches(
    got: Sequence[Match],
    scores: Mapping[int, float],
    scoring: Scoring,
    cutoff: float | None,
    limit: int | None,
) -> str | None:
    """Say what is wrong with the matches of one text, if anything is."""
    wanted = {at: score for at, score in scores.items() if scoring.reaches(score, cutoff)}
    best = ranked(wanted.items(), scoring)[:limit]
    if [at for at, _ in got] == [at for at, _ in best]:
        pairs = zip(got, best, strict=True)
        unlike = [(one, other) for one, other in pairs if not agree(one[1], other[1], scoring.tolerance)]
        return f"scores {unlike[0][0]!r} instead of {unlike[0][1]!r}" if unlike else None
    # Scores that are equal to us, and to the oracle but for the last bits, are in another order there.
    known = all(at in wanted and agree(score, wanted[at], scoring.tolerance) for at, score in got)
    in_order = list(got) == ranked(got, scoring)
    complete = len(got) == len(best) and len({at for at, _ in got}) == len(got)
    close = all(agree(one[1], other[1], 2 * scoring.tolerance) for one, other in zip(got, best, strict=False))
    if scoring.tolerance and known and in_order and complete and close:
        return None
    return f"matches {list(got)!r} instead of {best!r}"


def ranked(matches: Any, scoring: Scoring) -> list[Match]:
    """Sort by score, best first, of equal ones the first one first."""
    sign = -1 if scoring.is_similarity else 1
    return sorted(matches, key=lambda match: (sign * match[1], match[0]))
