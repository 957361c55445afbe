"""Codes of letters: names are spelled again, by rules of how they are pronounced."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._documentation import pair_documented, text_documented
from polars_resemble._plugin import of_pair, of_text
from polars_resemble._typing import NameType, RuleType

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn

__all__ = [
    "beider_morse",
    "caverphone1",
    "caverphone2",
    "double_metaphone",
    "match_rating",
    "match_rating_compare",
    "metaphone",
    "nysiis",
]

LONGEST_CODE = 1024


@text_documented("String")
def metaphone(column: IntoColumn) -> pl.Expr:
    """Encode words with Metaphone: the consonants that English pronounces, and a first vowel.

    The digit 0 is the sound of "th", X that of "sh". A text of several words has their codes, with a space
    between them. Accents are taken off first, what is no letter is skipped, and of equal letters in a row,
    but for C, one counts.

    References
    ----------
    L. Philips, "Hanging on the Metaphone" (1990). docs/phonetics.md says where libraries differ.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"word": ["Thompson", "Tomson", "knight", "science", "Aaron O'Neil", None]})
    >>> df.with_columns(code=rs.metaphone("word"))
    shape: (6, 2)
    ┌──────────────┬─────────┐
    │ word         ┆ code    │
    │ ---          ┆ ---     │
    │ str          ┆ str     │
    ╞══════════════╪═════════╡
    │ Thompson     ┆ 0MPSN   │
    │ Tomson       ┆ TMSN    │
    │ knight       ┆ NT      │
    │ science      ┆ SNS     │
    │ Aaron O'Neil ┆ ARN ONL │
    │ null         ┆ null    │
    └──────────────┴─────────┘
    """
    return of_text("metaphone", column)


@text_documented("Struct(primary: String, alternate: String)")
def double_metaphone(column: IntoColumn, *, max_length: int = 4) -> pl.Expr:
    """Encode words with Double Metaphone: a primary code, and an alternate one for another origin.

    The codes are equal where there is one way to pronounce a word. Accents are taken off first, but for
    the cedilla, which makes a C an S; what is no letter is skipped, but for spaces, as some rules are about
    the first of several words.

    Parameters
    ----------
    max_length : int
        The most symbols of a code, within 1..1024.

    References
    ----------
    L. Philips, "The double metaphone search algorithm" (2000). The values are those of ``DoubleMetaphone``
    in Apache commons-codec 1.15, which writes a blank into the alternate code where a last J may be silent.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Schmidt", "Smith", "Washington", "hej", None]})
    >>> codes = rs.double_metaphone("name")
    >>> df.with_columns(primary=codes.struct[0], alternate=codes.struct[1])
    shape: (5, 3)
    ┌────────────┬─────────┬───────────┐
    │ name       ┆ primary ┆ alternate │
    │ ---        ┆ ---     ┆ ---       │
    │ str        ┆ str     ┆ str       │
    ╞════════════╪═════════╪═══════════╡
    │ Schmidt    ┆ XMT     ┆ SMT       │
    │ Smith      ┆ SM0     ┆ XMT       │
    │ Washington ┆ AXNK    ┆ FXNK      │
    │ hej        ┆ HJ      ┆ H         │
    │ null       ┆ null    ┆ null      │
    └────────────┴─────────┴───────────┘
    """
    length = _checks.count("double_metaphone", "max_length", max_length, LONGEST_CODE)
    return of_text("double_metaphone", column, max_length=length)


@text_documented("String")
def nysiis(column: IntoColumn) -> pl.Expr:
    """Encode names with the code of the New York State Identification and Intelligence System.

    Accents are taken off first, and what is no letter is skipped. The code may have any length; the original
    one is cut after six letters.

    References
    ----------
    R. L. Taft, "Name search techniques" (1970). The values are those of ``Nysiis`` in Apache commons-codec
    1.15, not strict, but that at least one letter stays.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Knuth", "Nuth", "MacDonald", "McDonald", "Brown", "O'Neil", None]})
    >>> df.with_columns(code=rs.nysiis("name"))
    shape: (7, 2)
    ┌───────────┬──────────┐
    │ name      ┆ code     │
    │ ---       ┆ ---      │
    │ str       ┆ str      │
    ╞═══════════╪══════════╡
    │ Knuth     ┆ NAT      │
    │ Nuth      ┆ NAT      │
    │ MacDonald ┆ MCDANALD │
    │ McDonald  ┆ MCDANALD │
    │ Brown     ┆ BRAN     │
    │ O'Neil    ┆ ONAL     │
    │ null      ┆ null     │
    └───────────┴──────────┘
    """
    return of_text("nysiis", column)


@text_documented("String")
def match_rating(column: IntoColumn) -> pl.Expr:
    """Encode names with the match rating approach: at most six letters, without vowels but a first.

    Accents are taken off first, and what is no letter is skipped. A text without letters has an empty code.

    References
    ----------
    G. B. Moore et al., "Accessing individual records from personal data files using non-unique
    identifiers" (1977). The values are those of jellyfish's ``match_rating_codex`` for the letters of the
    text.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Catherine", "Kathryn", "Smyth", "O'Brien", None]})
    >>> df.with_columns(code=rs.match_rating("name"))
    shape: (5, 2)
    ┌───────────┬────────┐
    │ name      ┆ code   │
    │ ---       ┆ ---    │
    │ str       ┆ str    │
    ╞═══════════╪════════╡
    │ Catherine ┆ CTHRN  │
    │ Kathryn   ┆ KTHRYN │
    │ Smyth     ┆ SMYTH  │
    │ O'Brien   ┆ OBRN   │
    │ null      ┆ null   │
    └───────────┴────────┘
    """
    return of_text("match_rating", column)


@pair_documented("Boolean", undefined="the names cannot be compared")
def match_rating_compare(left: IntoColumn, right: IntoColumn) -> pl.Expr:
    """Say whether two names match by the match rating approach.

    The codes of :func:`match_rating` are compared from both ends; what does not match must be little, and
    less for short codes. Names cannot be compared where the lengths of their codes differ by three or
    more, or where one has no letters.

    References
    ----------
    G. B. Moore et al., "Accessing individual records from personal data files using non-unique
    identifiers" (1977). The values are those of jellyfish's ``match_rating_comparison``, with the codes
    of :func:`match_rating`.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame(
    ...     {
    ...         "a": ["Byrne", "Michael", "O'Brien", "Tim", "-"],
    ...         "b": ["Boern", "Mike", "Ó Brian", "Timothy", "-"],
    ...     }
    ... )
    >>> df.with_columns(match=rs.match_rating_compare("a", "b"))
    shape: (5, 3)
    ┌─────────┬─────────┬───────┐
    │ a       ┆ b       ┆ match │
    │ ---     ┆ ---     ┆ ---   │
    │ str     ┆ str     ┆ bool  │
    ╞═════════╪═════════╪═══════╡
    │ Byrne   ┆ Boern   ┆ true  │
    │ Michael ┆ Mike    ┆ false │
    │ O'Brien ┆ Ó Brian ┆ true  │
    │ Tim     ┆ Timothy ┆ null  │
    │ -       ┆ -       ┆ null  │
    └─────────┴─────────┴───────┘
    """
    return of_pair("match_rating_compare", left, right)


@text_documented("String")
def caverphone1(column: IntoColumn) -> pl.Expr:
    """Encode names with Caverphone: six symbols, filled up with the digit 1.

    It was made to match names in the electoral rolls of Otago, New Zealand. Accents are taken off first,
    and what is no letter is skipped.

    References
    ----------
    D. Hood, "Caverphone: phonetic matching algorithm" (2002). The values are those of ``Caverphone1`` in
    Apache commons-codec 1.15, by way of rphonetic 4.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["David", "Whittle", "Wetal", None]})
    >>> df.with_columns(code=rs.caverphone1("name"))
    shape: (4, 2)
    ┌─────────┬────────┐
    │ name    ┆ code   │
    │ ---     ┆ ---    │
    │ str     ┆ str    │
    ╞═════════╪════════╡
    │ David   ┆ TFT111 │
    │ Whittle ┆ WTL111 │
    │ Wetal   ┆ WT1111 │
    │ null    ┆ null   │
    └─────────┴────────┘
    """
    return of_text("caverphone1", column)


@text_documented("String")
def caverphone2(column: IntoColumn) -> pl.Expr:
    """Encode names with Caverphone 2.0: ten symbols, filled up with the digit 1.

    Accents are taken off first, and what is no letter is skipped.

    References
    ----------
    D. Hood, "Caverphone revisited" (2004). The values are those of ``Caverphone2`` in Apache
    commons-codec 1.15, by way of rphonetic 4.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Stevenson", "Peter", "Peady", None]})
    >>> df.with_columns(code=rs.caverphone2("name"))
    shape: (4, 2)
    ┌───────────┬────────────┐
    │ name      ┆ code       │
    │ ---       ┆ ---        │
    │ str       ┆ str        │
    ╞═══════════╪════════════╡
    │ Stevenson ┆ STFNSN1111 │
    │ Peter     ┆ PTA1111111 │
    │ Peady     ┆ PTA1111111 │
    │ null      ┆ null       │
    └───────────┴────────────┘
    """
    return of_text("caverphone2", column)


@text_documented("List(String)")
def beider_morse(
    column: IntoColumn, *, name_type: NameType = "generic", rule_type: RuleType = "approx"
) -> pl.Expr:
    """List how names may sound with Beider-Morse phonetic matching.

    Two names match where they share a spelling. A name with a prefix, such as "van" or "d'", has the
    spellings with and without it. The rules name some letters with accents; others lose them, and what is no
    letter is skipped, but for that apostrophe. The first 64 letters are read, at most 20 spellings of
    each part are kept, and the rules are those for names of any language: the language is not guessed.

    Parameters
    ----------
    name_type : {"generic", "ashkenazi", "sephardic"}
        Whose names they are.
    rule_type : {"approx", "exact"}
        Whether sounds that are easily mixed up are spelled alike.

    References
    ----------
    A. Beider and S. P. Morse, "Beider-Morse phonetic matching: an alternative to Soundex with fewer
    false hits" (2008). The values are those of rphonetic 4, which has the rules of Apache commons-codec for a
    name of any language, and keeps spellings that mix languages.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Angelo", "Washington", None]})
    >>> df.with_columns(sounds=rs.beider_morse("name", rule_type="exact"))
    shape: (3, 2)
    ┌────────────┬─────────────────────────────────┐
    │ name       ┆ sounds                          │
    │ ---        ┆ ---                             │
    │ str        ┆ list[str]                       │
    ╞════════════╪═════════════════════════════════╡
    │ Angelo     ┆ ["anZelo", "andZelo", … "anxel… │
    │ Washington ┆ ["vaSinkton", "vashinkton", … … │
    │ null       ┆ null                            │
    └────────────┴─────────────────────────────────┘
    """
    return of_text(
        "beider_morse",
        column,
        name_type=_checks.choice("beider_morse", "name_type", name_type, get_args(NameType)),
        rule_type=_checks.choice("beider_morse", "rule_type", rule_type, get_args(RuleType)),
    )
