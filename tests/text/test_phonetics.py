"""Codes of sounds see letters, however they are written, and nothing else."""

from __future__ import annotations

import random
import sys
import unicodedata
from itertools import product

import polars as pl
import pytest

import polars_resemble as rs
from phonetic_oracles import daitch_mokotoff
from text_cases import CASES, Case
from text_oracles import INVISIBLE

phonetic = pytest.mark.parametrize("case", [case for case in CASES if case.function.is_phonetic], ids=str)

ASSIGNED = [
    symbol
    for symbol in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(symbol) not in {"Cs", "Cn"}
]
ACCENTED = [
    symbol
    for symbol in ASSIGNED
    if unicodedata.name(symbol, "").startswith("LATIN ") and unicodedata.normalize("NFD", symbol) != symbol
]
#: Whatever is no letter, no mark on letters and no white space.
SIGNS = [
    symbol
    for symbol in ASSIGNED
    if (unicodedata.category(symbol)[0] not in "LMZ" and symbol not in "\t\n\v\f\r\x85")
    or INVISIBLE.match(symbol)
]


def codes(case: Case, texts: list[str]) -> list[object]:
    return pl.DataFrame({"text": texts}).select(case.expression("text")).to_series().to_list()


@phonetic
def test_canonically_equivalent_names_have_one_code(case: Case) -> None:
    assert len(ACCENTED) >= 497
    names = [
        f"{before}{symbol}{after}" for symbol in ACCENTED for before, after in [("", "ns"), ("Mar", "tin")]
    ]
    names += ["André", "Gonçalves-Łukasz", "Lęba", "ţamas", "Nguyễn Thị", "d'Ångström"]
    composed, decomposed, mixed = (
        codes(case, [write(name) for name in names])
        for write in (
            lambda name: unicodedata.normalize("NFC", name),
            lambda name: unicodedata.normalize("NFD", name),
            lambda name: unicodedata.normalize("NFC", name[:4]) + unicodedata.normalize("NFD", name[4:]),
        )
    )
    for name, *forms in zip(names, composed, decomposed, mixed, strict=True):
        assert forms[0] == forms[1] == forms[2], name


@phonetic
def test_signs_are_as_if_they_were_not_there(case: Case) -> None:
    """Some hundred signs at a time; if there is one that counts, it is looked for."""
    assert len(SIGNS) > 10_000
    for plain, before, after in [
        ("ONeil", "O", "Neil"),
        ("Schmidt", "Sc", "hmidt"),
        ("Mackay", "", "Mackay"),
    ]:
        parts = [SIGNS[start : start + 500] for start in range(0, len(SIGNS), 500)]
        expected, *got = codes(case, [plain, *(before + "".join(part) + after for part in parts)])
        for part, code in zip(parts, got, strict=True):
            if code != expected:
                each = codes(case, [f"{before}{sign}{after}" for sign in part])
                wrong = [sign for sign, code in zip(part, each, strict=True) if code != expected]
                pytest.fail(f"{case} of {plain} with {wrong[:5]}, got {code}, expected {expected}")
    for plain, *signed in [
        ("ONeil", "O'Neil", "O\u2019Neil", "'ONeil'", "O-Neil", "O.Neil,"),
        ("Mason", " Mason", "Mason 2", "2Mason", "Mason\u200b", "(Mason)", "Mason\t™"),
        ("St John", "St. John", " st  john ", "St.\u00a0John"),
    ]:
        expected, *got = codes(case, [plain, *signed])
        assert got == [expected] * len(signed), f"{case} of {signed}"


@phonetic
def test_texts_without_letters_have_the_code_of_the_empty_text(case: Case) -> None:
    texts = [" ", "12", "-", "\u200b", "日本", "привет", "???", "\u0301", "".join(SIGNS[::100])]
    expected, *got = codes(case, ["", *texts])
    assert got == [expected] * len(texts)


def test_names_without_letters_are_not_compared() -> None:
    rows = list(product(["", "12", "日本", "Smith"], repeat=2))
    frame = pl.DataFrame(rows, {"left": pl.String, "right": pl.String}, orient="row")
    got = frame.select(rs.match_rating_compare("left", "right")).to_series().to_list()
    assert got == [None] * (len(rows) - 1) + [True]


def assert_codes(names: list[str]) -> None:
    got = pl.Series("name", names).rs.daitch_mokotoff().to_list()
    for name, codes_of_name in zip(names, got, strict=True):
        assert codes_of_name == daitch_mokotoff(name), name
        assert len(set(codes_of_name)) == len(codes_of_name)


CONSONANTS = "bcdfghjklmnpqrstvwxz"


def test_letters_of_several_bytes_before_each_consonant() -> None:
    """The rules name ą, ę, ţ and ț: each at the beginning, inside, before a vowel and at the end."""
    names = [
        template.format(special + consonant)
        for special, consonant in product("ąęţț", CONSONANTS)
        for template in ("{}owa", "l{}a", "do{}", "{0}e{0}k")
    ]
    assert len(names) == 320
    assert_codes(names)
    assert_codes([unicodedata.normalize("NFD", name.upper()) for name in names])


def test_readings_of_many_names() -> None:
    """Syllables in which all groups of the chart meet."""
    rng = random.Random(0)
    onsets = (
        "b c ch ck chs cz d drz dz f g h j k ks l m mn n p ph r rs rz s sch scht sh shch st szcz t th tsch"
    )
    onsets += " ttz w x z zh"
    vowels = "a e i o u y ai au ei eu ia ie io oj ue ę ą"
    ends = ["", "", "", "n", "r", "ck", "ts", "rz", "ch", "l", "ą", "ţ"]
    syllable = lambda: rng.choice(onsets.split()) + rng.choice(vowels.split()) + rng.choice(ends)  # noqa: E731
    assert_codes(["".join(syllable() for _ in range(rng.randint(1, 4))).title() for _ in range(4_000)])


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.function.name in {"normalize", "fingerprint", "ngram_fingerprint"}],
    ids=str,
)
def test_invisible_signs_go(case: Case) -> None:
    invisible = [symbol for symbol in map(chr, range(sys.maxunicode + 1)) if INVISIBLE.match(symbol)]
    assert len(invisible) > 4_000
    for template in ("Jo{} Lee", "{} jo lee", "Ünal e{}\u0301", "a{}\tb"):
        expected = codes(case, [template.format("")])
        assert codes(case, [template.format(sign) for sign in invisible]) == expected * len(invisible)


def test_white_space_among_controls_is_white_space() -> None:
    for space in {*"\t\n\v\f\r\x85 \xa0\u2028\u2029\u3000"}:
        assert pl.Series([f"Jo{space}Lee"]).rs.normalize().item() == "jo lee"
        assert pl.Series([f"Jo{space}Lee"]).rs.fingerprint().item() == "jo lee"
