"""Functions of one text by definition, for want of a library that has them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import regex
import xxhash

WHITE_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
#: Unicode's blocks of combining diacritical marks.
ACCENTS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"


def table(pairs: str) -> dict[str, str]:
    """Read pairs of a letter and what it becomes."""
    return {pair[0]: pair[2:] for pair in pairs.split()}


#: Latin letters that do not decompose.
LETTERS = table(
    "ß:ss ẞ:SS æ:ae Æ:AE œ:oe Œ:OE ø:o Ø:O đ:d ð:d Đ:D Ð:D þ:th Þ:Th ħ:h Ħ:H ı:i ł:l Ł:L ŋ:n Ŋ:N ŧ:t Ŧ:T ĸ:k"
)
#: Those of OpenRefine, after small letters were made.
OPENREFINE = table("ß:ss æ:ae ø:oe å:aa ©:c ð:d đ:d ɖ:d þ:th ƿ:w ħ:h ı:i ĸ:k ł:l ŋ:n ſ:s ŧ:t œ:oe ẜ:s ẝ:s")


#: Signs that nobody sees: controls but for white space, format characters, and what Unicode lets programs
#: ignore.
INVISIBLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}--\p{White_Space}]", regex.VERSION1)


def category(symbol: str) -> str:
    return unicodedata.category(symbol)


def ngrams(text: str, n: int = 2) -> list[str]:
    return [text[start : start + n] for start in range(max(len(text) - n + 1, min(len(text), 1)))]


def words(text: str) -> list[str]:
    return text.split()


def without_space(text: str) -> list[str]:
    """Split at what Unicode calls white space; Python's ``str.split`` knows four controls more."""
    return re.findall(f"[^{WHITE_SPACE}]+", text)


def strip(text: str) -> str:
    return re.sub(f"^[{WHITE_SPACE}]+|[{WHITE_SPACE}]+$", "", text)


def normalize(
    text: str,
    *,
    case: str = "lower",
    accents: str = "strip",
    punctuation: str = "space",
    whitespace: str = "collapse",
    form: str | None = "NFKC",
) -> str:
    text = INVISIBLE.sub("", text)
    if form:
        text = unicodedata.normalize(form, text)
    if accents == "strip":
        bare = re.sub(ACCENTS, "", unicodedata.normalize("NFD", text))
        letters = "".join(LETTERS.get(symbol, symbol) for symbol in bare)
        text = unicodedata.normalize(form or "NFC", letters)
    text = {"lower": text.lower(), "upper": text.upper(), "keep": text}[case]
    if punctuation != "keep":
        instead = {"space": " ", "remove": ""}[punctuation]
        text = "".join(instead if category(symbol)[0] in "PS" else symbol for symbol in text)
    return {
        "collapse": " ".join(without_space(text)),
        "strip": strip(text),
        "remove": "".join(without_space(text)),
        "keep": text,
    }[whitespace]


def openrefine(text: str) -> str:
    """Normalise as OpenRefine's FingerprintKeyer does, but that all invisible signs go first."""
    text = unicodedata.normalize("NFKD", strip(INVISIBLE.sub("", text)).lower())
    is_accent = lambda symbol: "\u0300" <= symbol <= "\u036f" or category(symbol) in {"Lm", "Sk"}  # noqa: E731
    bare = "".join(symbol for symbol in text if not is_accent(symbol))
    letters = "".join(OPENREFINE.get(symbol, symbol) for symbol in bare)
    return "".join(symbol for symbol in letters if category(symbol)[0] != "P")


def in_java_order(texts: set[str]) -> list[str]:
    return sorted(texts, key=lambda text: text.encode("utf-16-be"))


def fingerprint(text: str) -> str:
    """Split as Java does: with an empty word before white space at the beginning, and none at the end."""
    parts = re.split(f"[{WHITE_SPACE}]+", openrefine(text))
    while parts and not parts[-1]:
        parts.pop()
    return " ".join(in_java_order(set(parts)))


def ngram_fingerprint(text: str, n: int = 2) -> str:
    kept = re.sub(f"[{WHITE_SPACE}]", "", openrefine(text))
    grams = {kept[start : start + n] for start in range(len(kept) - n + 1)}
    return "".join(in_java_order(grams))


def mix(number: int) -> int:
    """Finish as SplitMix64 does."""
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    number = (number ^ number >> 27) * 0x94D049BB133111EB % 2**64
    return number ^ number >> 31


def pieces(text: str, ngram: int | None) -> list[str]:
    return words(text) if ngram is None else ngrams(text, ngram)


def minhash(text: str, num_hashes: int = 64, ngram: int | None = 3, seed: int = 0) -> list[int]:
    hashes = {xxhash.xxh3_64_intdigest(piece.encode(), seed) for piece in pieces(text, ngram)}
    return [
        min((mix((hashed + number * 0x9E3779B97F4A7C15) % 2**64) for hashed in hashes), default=2**64 - 1)
        for number in range(num_hashes)
    ]


def simhash(text: str, ngram: int | None = 3, bits: int = 64) -> int:
    votes = [0] * bits
    for piece, times in Counter(pieces(text, ngram)).items():
        hashed = xxhash.xxh3_64_intdigest(piece.encode())
        for bit in range(bits):
            votes[bit] += times if hashed >> bit & 1 else -times
    return sum(1 << bit for bit in range(bits) if votes[bit] > 0)
