"""Functions of one text: cleaning, keys, grams and their hashes.

Each function takes one column, `column`, which is its only argument that may be given by position. What
all of them share, dtypes, nulls and errors, is said in ``_documentation`` and added to each docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from polars_resemble import _checks
from polars_resemble._documentation import text_documented
from polars_resemble._plugin import of_text
from polars_resemble._typing import Accents, Case, Form, Punctuation, Whitespace

if TYPE_CHECKING:
    import polars as pl

    from polars_resemble._typing import IntoColumn

__all__ = [
    "default_process",
    "fingerprint",
    "minhash",
    "ngram_fingerprint",
    "ngrams",
    "normalize",
    "simhash",
    "words",
]

MOST_HASHES = 65_536
LARGEST_SEED = 2**63 - 1


@text_documented("String")
def normalize(
    column: IntoColumn,
    *,
    case: Case = "lower",
    accents: Accents = "strip",
    punctuation: Punctuation = "space",
    whitespace: Whitespace = "collapse",
    form: Form | None = "NFKC",
) -> pl.Expr:
    r"""Bring texts to one form: Unicode form, accents, case, punctuation, white space, in this order.

    Each step may be left out. Invisible signs go before, in any case: controls but for white space, format
    characters such as the zero-width space and the soft hyphen, variation selectors, and whatever else
    Unicode lets programs ignore.

    Parameters
    ----------
    case : {"lower", "upper", "keep"}
        Whether all letters become small ones or capitals.
    accents : {"strip", "keep"}
        Whether letters lose their accents (Unicode's combining diacritical marks) and strokes: "é" becomes
        "e", "ł" becomes "l", "æ" becomes "ae", "ß" becomes "ss". Signs of other scripts stay.
    punctuation : {"space", "remove", "keep"}
        What becomes of punctuation and symbols, the general categories P and S: a space each, or nothing.
    whitespace : {"collapse", "strip", "remove", "keep"}
        Whether words stand one space apart and none at the ends, or white space goes at the ends, or
        everywhere.
    form : {"NFC", "NFD", "NFKC", "NFKD"}, optional
        The Unicode form; without one, what was accented is composed (NFC) if accents are stripped.

    References
    ----------
    Unicode Standard Annex #15, "Unicode normalization forms".

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["  Crème-Brûlée ", "O'Brien & Søn", "5 ㎞ ①", None]})
    >>> df.with_columns(
    ...     plain=rs.normalize("name"),
    ...     only_spaces=rs.normalize("name", case="keep", accents="keep", punctuation="keep", form=None),
    ... )
    shape: (4, 3)
    ┌─────────────────┬──────────────┬───────────────┐
    │ name            ┆ plain        ┆ only_spaces   │
    │ ---             ┆ ---          ┆ ---           │
    │ str             ┆ str          ┆ str           │
    ╞═════════════════╪══════════════╪═══════════════╡
    │   Crème-Brûlée  ┆ creme brulee ┆ Crème-Brûlée  │
    │ O'Brien & Søn   ┆ o brien son  ┆ O'Brien & Søn │
    │ 5 ㎞ ①          ┆ 5 km 1       ┆ 5 ㎞ ①        │
    │ null            ┆ null         ┆ null          │
    └─────────────────┴──────────────┴───────────────┘

    A zero-width space is not seen, and parts no words:

    >>> pl.select(rs.normalize(pl.lit("Jo\u200b Lee"))).item()
    'jo lee'
    """
    return of_text(
        "normalize",
        column,
        case=_checks.choice("normalize", "case", case, get_args(Case)),
        accents=_checks.choice("normalize", "accents", accents, get_args(Accents)),
        punctuation=_checks.choice("normalize", "punctuation", punctuation, get_args(Punctuation)),
        whitespace=_checks.choice("normalize", "whitespace", whitespace, get_args(Whitespace)),
        form=None if form is None else _checks.choice("normalize", "form", form, get_args(Form)),
    )


@text_documented("String")
def default_process(column: IntoColumn) -> pl.Expr:
    """Replace all but letters and numbers by spaces, make letters small, and strip spaces.

    Code points are treated one by one: runs of spaces stay, and an accent that is a code point of
    its own becomes a space. :func:`normalize` can do more.

    References
    ----------
    The values are those of RapidFuzz's ``utils.default_process``, which knows the letters and numbers
    of Unicode 13.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"name": ["  Hello, World!  ", "Zoë_9", "---", None]})
    >>> df.with_columns(processed=rs.default_process("name"))
    shape: (4, 2)
    ┌───────────────────┬──────────────┐
    │ name              ┆ processed    │
    │ ---               ┆ ---          │
    │ str               ┆ str          │
    ╞═══════════════════╪══════════════╡
    │   Hello, World!   ┆ hello  world │
    │ Zoë_9             ┆ zoë 9        │
    │ ---               ┆              │
    │ null              ┆ null         │
    └───────────────────┴──────────────┘
    """
    return of_text("default_process", column)


@text_documented("String")
def fingerprint(column: IntoColumn) -> pl.Expr:
    """Make OpenRefine's key of a text: its words, cleaned, sorted, each once.

    Cleaned means: small letters without accents, punctuation and invisible signs (see :func:`normalize`)
    removed. Texts with the same key differ in case, accents, punctuation or the order of words only.

    References
    ----------
    The values are those of OpenRefine's ``FingerprintKeyer``, which of invisible signs removes controls
    alone: symbols such as "$" and "+" are no punctuation, and a key begins with a space where punctuation
    stood alone at the beginning.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"company": ["Acme Inc.", "ACME, Inc", "inc acme", "Ærø & Søn", None]})
    >>> df.with_columns(key=rs.fingerprint("company"))
    shape: (5, 2)
    ┌───────────┬────────────┐
    │ company   ┆ key        │
    │ ---       ┆ ---        │
    │ str       ┆ str        │
    ╞═══════════╪════════════╡
    │ Acme Inc. ┆ acme inc   │
    │ ACME, Inc ┆ acme inc   │
    │ inc acme  ┆ acme inc   │
    │ Ærø & Søn ┆ aeroe soen │
    │ null      ┆ null       │
    └───────────┴────────────┘
    """
    return of_text("fingerprint", column)


@text_documented("String")
def ngram_fingerprint(column: IntoColumn, *, n: int = 2) -> pl.Expr:
    """Make OpenRefine's key of a text: its n-grams, cleaned, sorted, each once.

    The text is cleaned as for :func:`fingerprint`, and loses its white space. A text that is then
    shorter than `n` has an empty key.

    Parameters
    ----------
    n : int
        Code points in a gram, at least 1.

    References
    ----------
    The values are those of OpenRefine's ``NGramFingerprintKeyer``, which takes UTF-16 units for code points.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"city": ["Paris", "PARIS.", "Krzysztof", "Krzystof", None]})
    >>> df.with_columns(pairs=rs.ngram_fingerprint("city"), letters=rs.ngram_fingerprint("city", n=1))
    shape: (5, 3)
    ┌───────────┬──────────────────┬──────────┐
    │ city      ┆ pairs            ┆ letters  │
    │ ---       ┆ ---              ┆ ---      │
    │ str       ┆ str              ┆ str      │
    ╞═══════════╪══════════════════╪══════════╡
    │ Paris     ┆ arispari         ┆ aiprs    │
    │ PARIS.    ┆ arispari         ┆ aiprs    │
    │ Krzysztof ┆ krofrzsztoysztzy ┆ fkorstyz │
    │ Krzystof  ┆ krofrzsttoyszy   ┆ fkorstyz │
    │ null      ┆ null             ┆ null     │
    └───────────┴──────────────────┴──────────┘
    """
    return of_text("ngram_fingerprint", column, n=_checks.count("ngram_fingerprint", "n", n))


@text_documented("List(String)")
def words(column: IntoColumn) -> pl.Expr:
    """Split texts at white space.

    The words keep their order, and repeated ones are repeated; a text without words gives an empty
    list.

    References
    ----------
    The words are those of Python's ``str.split``.

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"title": ["the  cat ate the fish", " ", None]})
    >>> df.with_columns(words=rs.words("title"))
    shape: (3, 2)
    ┌───────────────────────┬──────────────────────────┐
    │ title                 ┆ words                    │
    │ ---                   ┆ ---                      │
    │ str                   ┆ list[str]                │
    ╞═══════════════════════╪══════════════════════════╡
    │ the  cat ate the fish ┆ ["the", "cat", … "fish"] │
    │                       ┆ []                       │
    │ null                  ┆ null                     │
    └───────────────────────┴──────────────────────────┘
    """
    return of_text("words", column)


@text_documented("List(String)")
def ngrams(column: IntoColumn, *, n: int = 2) -> pl.Expr:
    """List all runs of n code points, from left to right.

    There is no padding. A text that is shorter than `n` is its own single gram, and an empty text has
    none; these are the grams that the set metrics compare.

    Parameters
    ----------
    n : int
        Code points in a gram, at least 1.

    References
    ----------
    E. Ukkonen, "Approximate string-matching with q-grams and maximal matches" (1992).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"word": ["naïve", "a", "", None]})
    >>> df.with_columns(grams=rs.ngrams("word"), triples=rs.ngrams("word", n=3))
    shape: (4, 3)
    ┌───────┬──────────────────────┬───────────────────────┐
    │ word  ┆ grams                ┆ triples               │
    │ ---   ┆ ---                  ┆ ---                   │
    │ str   ┆ list[str]            ┆ list[str]             │
    ╞═══════╪══════════════════════╪═══════════════════════╡
    │ naïve ┆ ["na", "aï", … "ve"] ┆ ["naï", "aïv", "ïve"] │
    │ a     ┆ ["a"]                ┆ ["a"]                 │
    │       ┆ []                   ┆ []                    │
    │ null  ┆ null                 ┆ null                  │
    └───────┴──────────────────────┴───────────────────────┘
    """
    return of_text("ngrams", column, n=_checks.count("ngrams", "n", n))


@text_documented("List(UInt64)")
def minhash(column: IntoColumn, *, num_hashes: int = 64, ngram: int | None = 3, seed: int = 0) -> pl.Expr:
    """Sketch the set of a text's grams by the least of their hashes, under many hash functions.

    The share of places in which two sketches agree is about the Jaccard similarity of the sets of
    grams, with a standard error of at most ``0.5 / sqrt(num_hashes)``. Rows that agree in a slice of the
    sketch are candidates for a join (locality-sensitive hashing). A text without grams has the largest
    number everywhere.

    The numbers are the same on every platform and in every version: a gram's hash is XXH3 (64 bits) of
    its UTF-8 with the seed, and hash function i adds ``i * 0x9e3779b97f4a7c15`` and mixes with the
    finalizer of SplitMix64.

    Parameters
    ----------
    num_hashes : int
        How many hash functions, within 1..65536.
    ngram : int, optional
        Code points in a gram, at least 1; None for words.
    seed : int
        Another seed gives other hash functions; within 0..9223372036854775807.

    References
    ----------
    A. Broder, "On the resemblance and containment of documents" (1997).

    Examples
    --------
    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"title": ["the old man and the sea", "the old man and the tea", "war"]})
    >>> df.with_columns(sketch=rs.minhash("title", num_hashes=2))
    shape: (3, 2)
    ┌─────────────────────────┬─────────────────────────────────┐
    │ title                   ┆ sketch                          │
    │ ---                     ┆ ---                             │
    │ str                     ┆ list[u64]                       │
    ╞═════════════════════════╪═════════════════════════════════╡
    │ the old man and the sea ┆ [1181391027970513138, 65848261… │
    │ the old man and the tea ┆ [2971219709577209903, 65848261… │
    │ war                     ┆ [5318470317678501756, 10787701… │
    └─────────────────────────┴─────────────────────────────────┘
    """
    return of_text(
        "minhash",
        column,
        num_hashes=_checks.count("minhash", "num_hashes", num_hashes, MOST_HASHES),
        ngram=_checks.ngram("minhash", ngram),
        seed=_checks.whole("minhash", "seed", seed, 0, LARGEST_SEED),
    )


@text_documented("UInt64")
def simhash(column: IntoColumn, *, ngram: int | None = 3, bits: int = 64) -> pl.Expr:
    """Sketch a text by the bits that most of its grams' hashes have.

    Texts that share most of their grams differ in few bits. A gram counts as often as it occurs; a bit
    without a majority is zero, and so are all bits of a text without grams.

    The numbers are the same on every platform and in every version: a gram's hash is XXH3 (64 bits, seed 0)
    of its UTF-8.

    Parameters
    ----------
    ngram : int, optional
        Code points in a gram, at least 1; None for words.
    bits : int
        How many bits are used, from the lowest on, within 1..64.

    References
    ----------
    M. Charikar, "Similarity estimation techniques from rounding algorithms" (2002).

    Examples
    --------
    The number of bits that differ is small for texts that are alike:

    >>> import polars as pl
    >>> import polars_resemble as rs
    >>> df = pl.DataFrame({"title": ["the old man and the sea", "an old man and the sea", "war and peace"]})
    >>> sketch = rs.simhash("title")
    >>> df.with_columns(differ=(sketch ^ sketch.first()).bitwise_count_ones())
    shape: (3, 2)
    ┌─────────────────────────┬────────┐
    │ title                   ┆ differ │
    │ ---                     ┆ ---    │
    │ str                     ┆ u32    │
    ╞═════════════════════════╪════════╡
    │ the old man and the sea ┆ 0      │
    │ an old man and the sea  ┆ 17     │
    │ war and peace           ┆ 31     │
    └─────────────────────────┴────────┘
    """
    return of_text(
        "simhash",
        column,
        ngram=_checks.ngram("simhash", ngram),
        bits=_checks.whole("simhash", "bits", bits, 1, 64),
    )
