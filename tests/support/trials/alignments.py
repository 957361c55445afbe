"""Trials of functions of two texts about their alignment."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from Bio.Align import PairwiseAligner, substitution_matrices

import alignment_cases
from trials import draws
from trials.rows import TableTrial, columns_of_pairs, shape
from trials.trial import reaches

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from trials.trial import Trial

#: Residues, some of them in small letters, the end of a chain, and what no table has.
RESIDUES = "ARNDCQEGHILKMFPSTWYVBZX" * 3 + "arn*" + "JOU1é"
MATRICES = ("BLOSUM62", "PAM250")


@cache
def matrix_of(name: str) -> Any:
    return substitution_matrices.load(name)


def aligned(mode: str) -> Callable[..., float]:
    """Ask Biopython for the score of the best alignment."""

    def score(
        left: str,
        right: str,
        *,
        match: float = 1.0,
        mismatch: float = -1.0,
        gap_open: float = 1.0,
        gap_extend: float = 1.0,
        matrix: str | None = None,
    ) -> float:
        if not left or not right:
            gap = len(left or right)
            return -(gap_open + (gap - 1) * gap_extend) if gap and mode == "global" else 0.0
        aligner = PairwiseAligner(mode=mode, open_gap_score=-gap_open, extend_gap_score=-gap_extend)
        if matrix is None:
            aligner.match_score, aligner.mismatch_score = match, mismatch
        else:
            table = matrix_of(matrix)
            aligner.substitution_matrix = table
            left, right = (
                "".join(each if each in table.alphabet else "X" for each in side.upper())
                for side in (left, right)
            )
        return aligner.score(left, right)

    return score


ALIGNED = {"needleman_wunsch": aligned("global"), "smith_waterman": aligned("local")}


def scoring(rng: random.Random) -> dict[str, Any]:
    """Draw what pairs of symbols are worth and what gaps cost, in quarters, so that sums are exact."""
    chosen: dict[str, Any] = {
        "gap_open": rng.choice([0.0, 0.5, 1.0, 2.0, 10.0]),
        "gap_extend": rng.choice([0.0, 0.25, 0.5, 1.0, 3.0]),
    }
    if rng.random() < 0.5:
        return {**chosen, "matrix": rng.choice(MATRICES)}
    return {**chosen, "match": rng.choice([0.0, 1.0, 2.5]), "mismatch": rng.choice([0.0, -0.5, -3.0])}


def alignment(rng: random.Random) -> Trial:
    """Align two columns."""
    chosen = rng.choice(alignment_cases.FUNCTIONS)
    arguments = dict(rng.choice(chosen.parameters))
    oracle: Callable[..., Any] = chosen.oracle
    most, longest = (draws.TALL[-1], chosen.longest) if chosen.longest > 100 else (60, chosen.longest)
    rows = draws.pairs(rng, draws.height(rng, most), longest)
    if chosen.name in ALIGNED and rng.random() < 0.7:
        arguments, oracle = scoring(rng), ALIGNED[chosen.name]
        rows = draws.pairs(rng, draws.height(rng, 200), 100)
        if "matrix" in arguments:
            rows = [related(rng, RESIDUES) for _ in rows]
    elif chosen.name == "partial_ratio_alignment":
        arguments = {"score_cutoff": round(rng.random(), 2)} if rng.random() < 0.7 else {}
        oracle = best_window
    columns, inputs = columns_of_pairs(rng, draws.TEXT, rows)
    return TableTrial(
        chosen.name, {"frame": columns}, arguments, inputs=inputs, oracle=oracle, **shape(rng, inputs)
    )


def best_window(left: str, right: str, score_cutoff: float | None = None) -> dict[str, float] | None:
    """Ask for the window without a cutoff, and hold its score against ours."""
    window = alignment_cases.partial_ratio_alignment(left, right)
    if window is None or not reaches(window["score"], score_cutoff, is_similarity=True, is_ratio=True):
        return None
    return window


def related(rng: random.Random, letters: str) -> tuple[str, str]:
    left = draws.text(rng, letters, rng.choice([0, 1, 5, 20, 70]))
    return left, draws.edited(rng, left, letters, rng.randint(0, 5))
