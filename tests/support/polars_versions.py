"""Run the laws on several versions of Polars, all with the same wheel: `make test-matrix`.

A plugin is compiled against one version of Polars and loaded by many. Between them change the
layout of categories, the engines, and what becomes of a literal, so each version gets an
environment of its own under `target/matrix`, the wheel, and the whole law suite.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import venv
from pathlib import Path
from time import perf_counter

VERSIONS = ["==1.0.0", "==1.18.0", "==1.33.1", "==1.44.2", ">=2,<3"]
ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ROOT / "target" / "matrix"
#: Those that say something about the library's sources rather than about a Polars, and random calls, some of
#: whose columns versions before 1.44 cannot hand over.
LEFT_OUT = ["surface", "typing", "documents", "instruction_sets", "differential", "layers", "prose"]
TESTS = [
    str(path.relative_to(ROOT))
    for path in sorted((ROOT / "tests").glob("*/test_*.py"))
    if path.stem.removeprefix("test_") not in LEFT_OUT
]
#: Polars 1.0 shows a null struct as a struct of nulls, and orders the categories in lists otherwise.
NOT_ON_OLDEST = ["tests/metrics/test_alignments.py", "tests/sequences/test_lists.py"]


def prepare(version: str, wheel: Path) -> Path:
    """Return the Python of an environment with this Polars, the wheel and what the tests need."""
    folder = ENVIRONMENTS / re.sub("[^0-9.]+", "-", version).strip("-")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        pip(python, "--upgrade", "pip>=25.1")
    pip(python, "--upgrade", f"polars{version}", "--group", f"{ROOT / 'pyproject.toml'}:test")
    pip(python, "--force-reinstall", "--no-deps", str(wheel))
    return python


def pip(python: Path, *arguments: str) -> None:
    """Install into the environment of a Python."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", "install", *quiet, *arguments], check=True)


def run_laws(python: Path, version: str, arguments: list[str]) -> bool:
    """Run the law suite."""
    left_out = NOT_ON_OLDEST if version == VERSIONS[0] else []
    tests = [test for test in TESTS if test not in left_out]
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", *tests]
    return subprocess.run([*command, *arguments], cwd=ROOT, check=False).returncode == 0


def polars_version(python: Path) -> str:
    """Return the version of Polars that was installed."""
    command = [python, "-c", "import polars; print(polars.__version__)"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Run everything, print a table, and fail when one version fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--versions", nargs="*", default=VERSIONS, metavar="VERSION")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args()

    results = []
    for version in options.versions:
        start = perf_counter()
        python = prepare(version, options.wheel.resolve())
        installed = polars_version(python)
        print(f"\nPolars {installed}", flush=True)
        passed = run_laws(python, version, options.pytest)
        results.append((installed, passed, perf_counter() - start))

    print(f"\n{'Polars':<10}{'laws':<10}{'seconds':>8}")
    for installed, passed, seconds in results:
        print(f"{installed:<10}{'hold' if passed else 'BROKEN':<10}{seconds:>8.0f}")
    sys.exit(not all(passed for _, passed, _ in results))


if __name__ == "__main__":
    main()
