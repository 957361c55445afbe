"""Codes of digits: letters of a group that sound alike have the same digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polars_resemble._documentation import text_documented
from polars_resemble._plugin import of_text

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn

__all__ = ["cologne", "daitch_mokotoff", "refined_soundex", "soundex"]


@text_documented("String")
def soundex(column: IntoColumn) -> pl.Expr:
    """Encode names with American Soundex: the first letter and three digits.

    Equal digits in a row count once, even with H or W between them; vowels part them. Accents are taken off
    first, and what is no letter is skipped. A text without letters has an empty code.

    References
    ----------
    R. C. Russell, US patent 1 261 167 (1918); "Soundex System", US National Archives. The values are those of
    ``Soundex`` in Apache commons-codec 1.15.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Robert", "Rupert", "Ashcraft", "Müller", " Mason 2", "O'Neil", None]})
    >>> df.with_columns(code=rs.soundex("name"))
    shape: (7, 2)
    ┌──────────┬──────┐
    │ name     ┆ code │
    │ ---      ┆ ---  │
    │ str      ┆ str  │
    ╞══════════╪══════╡
    │ Robert   ┆ R163 │
    │ Rupert   ┆ R163 │
    │ Ashcraft ┆ A261 │
    │ Müller   ┆ M460 │
    │  Mason 2 ┆ M250 │
    │ O'Neil   ┆ O540 │
    │ null     ┆ null │
    └──────────┴──────┘
    """
    return of_text("soundex", column)


@text_documented("String")
def refined_soundex(column: IntoColumn) -> pl.Expr:
    """Encode names with refined Soundex: finer groups than Soundex, vowels too, any length.

    Accents are taken off first, and what is no letter is skipped. A text without letters has an empty code.

    References
    ----------
    The values are those of ``RefinedSoundex`` in Apache commons-codec 1.15, which refuses letters beyond A
    to Z.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Braz", "Broz", "Caren", "O'Brien", None]})
    >>> df.with_columns(code=rs.refined_soundex("name"))
    shape: (5, 2)
    ┌─────────┬────────┐
    │ name    ┆ code   │
    │ ---     ┆ ---    │
    │ str     ┆ str    │
    ╞═════════╪════════╡
    │ Braz    ┆ B1905  │
    │ Broz    ┆ B1905  │
    │ Caren   ┆ C30908 │
    │ O'Brien ┆ O01908 │
    │ null    ┆ null   │
    └─────────┴────────┘
    """
    return of_text("refined_soundex", column)


@text_documented("String")
def cologne(column: IntoColumn) -> pl.Expr:
    """Encode words with Cologne phonetics, the Soundex of German: digits, of any length.

    Equal digits in a row count once, even with an H between them; vowels part them. Accents are taken off
    first, ß is read as ss, and what is no letter is skipped.

    References
    ----------
    H. J. Postel, "Die Kölner Phonetik" (1969). The values are those of rphonetic 4. ``ColognePhonetic`` in
    Apache commons-codec 1.15 lets an H part equal digits, and that of 1.22 lets vowels part none.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Müller-Lüdenscheidt", "Mülhler", "Meyer", "Maier", "Hoffmann", None]})
    >>> df.with_columns(code=rs.cologne("name"))
    shape: (6, 2)
    ┌─────────────────────┬──────────┐
    │ name                ┆ code     │
    │ ---                 ┆ ---      │
    │ str                 ┆ str      │
    ╞═════════════════════╪══════════╡
    │ Müller-Lüdenscheidt ┆ 65752682 │
    │ Mülhler             ┆ 657      │
    │ Meyer               ┆ 67       │
    │ Maier               ┆ 67       │
    │ Hoffmann            ┆ 0366     │
    │ null                ┆ null     │
    └─────────────────────┴──────────┘
    """
    return of_text("cologne", column)


@text_documented("List(String)")
def daitch_mokotoff(column: IntoColumn) -> pl.Expr:
    """Encode names with Daitch-Mokotoff Soundex: six digits for each way to read a name.

    It was made for Slavic and Yiddish names. Two names match where they share a code; each code is listed
    once. Some accents count (ą, ę, ţ, ț), the others are taken off, and what is no letter is skipped.

    References
    ----------
    R. Mokotoff, "Soundexing and genealogy" (1997). The values are those of ``DaitchMokotoffSoundex`` in
    Apache commons-codec 1.15, which knows fewer accents.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["Moskowitz", "Moskovitz", "Auerbach", "Lęba", "Kirkpatrick", None]})
    >>> df.with_columns(codes=rs.daitch_mokotoff("name"))
    shape: (6, 2)
    ┌─────────────┬──────────────────────┐
    │ name        ┆ codes                │
    │ ---         ┆ ---                  │
    │ str         ┆ list[str]            │
    ╞═════════════╪══════════════════════╡
    │ Moskowitz   ┆ ["645740"]           │
    │ Moskovitz   ┆ ["645740"]           │
    │ Auerbach    ┆ ["097400", "097500"] │
    │ Lęba        ┆ ["870000", "867000"] │
    │ Kirkpatrick ┆ ["595739"]           │
    │ null        ┆ null                 │
    └─────────────┴──────────────────────┘
    """
    return of_text("daitch_mokotoff", column)
