"""Find the same products in two shops' lists, which write them in their own ways.

The lists are made up here, with the usual differences: the order of words, abbreviations, what is
left out, errors of typing. Which product is which is known, so three scorers can be compared:
letters (``jaro_winkler``), words in any order (``token_set_ratio``), and words or grams that count the
more, the rarer they are (``tfidf``), which is what product names ask for.
"""

from __future__ import annotations

import random
from time import perf_counter

import polars as pl

import polars_resemble as rs

MAKERS = ("Acme", "Globex", "Initech", "Umbrella", "Stark", "Wayne", "Hooli", "Vandelay")
KINDS = (
    "Cordless Drill",
    "Coffee Maker",
    "Desk Lamp",
    "Office Chair",
    "Water Kettle",
    "Hard Disk",
    "Keyboard",
)
EXTRAS = ("Black", "White", "Stainless Steel", "Professional", "Compact", "2-Pack", "230 V", "500 GB")
ERRORS = 0.3
"""How many names lose a part, and how many a letter."""

SHORT = {
    "Cordless": "Cordl.",
    "Professional": "Pro",
    "Stainless Steel": "Inox",
    "Black": "blk",
    "White": "wht",
}


def make_lists(count: int, seed: int = 7) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make the lists of two shops, each row with the number of its product."""
    rng = random.Random(seed)  # noqa: S311
    names, others = [], []
    for _ in range(count):
        model = f"{rng.choice('ABCDXZ')}{rng.choice('KLMR')}-{rng.randint(100, 9999)}"
        parts = [rng.choice(MAKERS), rng.choice(KINDS), model, *rng.sample(EXTRAS, 2)]
        names.append(" ".join(parts))
        if rng.random() < ERRORS:
            del parts[rng.choice([0, 3, 4])]
        rng.shuffle(parts)
        written = " ".join(SHORT.get(part, part) for part in parts)
        at = rng.randrange(len(written))
        others.append(written[:at] + written[at + 1 :] if rng.random() < ERRORS else written)
    left = pl.DataFrame({"product": range(count), "name": names})
    right = pl.DataFrame({"product": range(count), "name": others})
    return left, right.sample(fraction=1.0, shuffle=True, seed=seed)


def compare(left: pl.DataFrame, right: pl.DataFrame, scorer: rs.scorers.Scorer, cutoff: float) -> None:
    """Join the best match of each product, and say how many are right."""
    start = perf_counter()
    best = left.rs.fuzzy_join(right, on="name", scorer=scorer, score_cutoff=cutoff, limit=1)
    seconds = perf_counter() - start
    correct = best.select((pl.col("product") == pl.col("product_right")).sum()).item()
    print(f"{scorer!r:54} found {best.height:5}, right {correct:5}, {seconds:6.2f} s")


def main(count: int = 2000) -> None:
    """Compare scorers, and show some matches of the best one."""
    pl.Config.set_tbl_width_chars(150).set_fmt_str_lengths(60)
    left, right = make_lists(count)
    print(f"{count} products of either shop:")
    compare(left, right, rs.scorers.jaro_winkler(processor="default"), 0.8)
    compare(left, right, rs.scorers.token_set_ratio(processor="default"), 0.8)
    compare(left, right, rs.scorers.tfidf(ngram=None, processor="default"), 0.3)
    grams = rs.scorers.tfidf(ngram=3, processor="default")
    compare(left, right, grams, 0.3)
    matches = left.rs.fuzzy_join(right, on="name", scorer=grams, score_cutoff=0.3, limit=1)
    print(matches.select("name", "name_right", pl.col("score").round(3)).head(8))


if __name__ == "__main__":
    main()
