"""A type checker says of each line of typed_use.py what the comment there says."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

from engines import needs

USE = Path(__file__).parents[1] / "support" / "typed_use.py"
CONFIG = USE.parents[2] / "pyproject.toml"
MESSAGE = re.compile(r"typed_use\.py:(\d+): (error: .*|note: Revealed .*)")


@needs(1, 40, "older versions of Polars have other types")
def test_types_are_as_expected() -> None:
    parts = {
        number: comment
        for number, line in enumerate(USE.read_text().splitlines(), 1)
        for _, mark, comment in [line.partition("  # ")]
        if mark
    }
    output, errors, _ = api.run(["--strict", "--no-pretty", f"--config-file={CONFIG}", str(USE)])
    assert not errors
    messages = {int(number): message for number, message in MESSAGE.findall(output)}
    assert messages.keys() == parts.keys(), output
    for number, part in parts.items():
        assert part in messages[number]
