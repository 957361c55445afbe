"""The examples run, in small form; ``make demo`` runs them in full."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.append(str(Path(__file__).parents[2] / "examples"))

import deduplicate_people
import match_products


@pytest.fixture(autouse=True)
def _default_tables() -> object:
    with pl.Config():
        yield


def test_match_products(capsys: pytest.CaptureFixture[str]) -> None:
    match_products.main(count=150)
    lines = capsys.readouterr().out.splitlines()
    right = [int(line.partition(", right ")[2].partition(",")[0]) for line in lines if ", right " in line]
    assert right[-1] == max(right) > 140


def test_deduplicate_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "rec_id, given_name, surname, address_1, postcode, date_of_birth\n"
        "rec-1-org, michaela, neumann, stanley street, 4223, 19151111\n"
        "rec-2-org, courtney, painter, pinkerton circuit, 4560, 19161214\n"
        "rec-1-dup-0, michafla, neumann, stanley st, 4223, 19151111\n"
    )
    deduplicate_people.main(file)
    output = capsys.readouterr().out
    assert "1 pairs of 3 rows match; 1 of them are the same person." in output
    assert "Merged, 2 people are left of 3 rows:" in output
