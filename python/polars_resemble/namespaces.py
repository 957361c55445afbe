"""The namespace ``rs`` on expressions, Series and frames.

A method calls the function of its name with the namespace's column or frame, and has its docstring, its
types and its signature. A Series evaluates the expression that the function builds.
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar, cast

import polars as pl

from polars_resemble import (
    alignments,
    biology,
    clusters,
    confidence,
    diffs,
    edits,
    evaluation,
    frames,
    fuzz,
    lists,
    merging,
    names,
    partners,
    phonetics,
    rectified,
    search,
    sequences,
    sets,
    text,
)
from polars_resemble._checks import has_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
Other = TypeVar("Other")
R = TypeVar("R", bound="pl.Expr | pl.Series")
F = TypeVar("F", bound="pl.DataFrame | pl.LazyFrame")
M = TypeVar("M", bound="Callable[..., object]")
T = TypeVar("T")


class Namespace(ABC, Generic[R]):
    """The methods of one column, which is an expression or a Series."""

    def __init__(self, column: R) -> None:
        self._column = column

    def _other(self, other: Other) -> Other:
        """Take what stands beside the column."""
        return other

    @abstractmethod
    def _evaluated(self, expression: pl.Expr) -> R:
        """Give the result in the form of the column."""


class Frame(Generic[F]):
    """The methods of a frame, lazy or not."""

    def __init__(self, frame: F) -> None:
        self._frame = frame


def method(
    function: Callable[Concatenate[pl.Expr | pl.Series, Other, P], pl.Expr],
) -> Callable[Concatenate[Namespace[R], Other, P], R]:
    """Make a method of a function: its `left` is the namespace's column, its `right` is `other`."""

    def compare(self: Namespace[R], other: Other, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._evaluated(function(self._column, self._other(other), *args, **kwargs))

    return _signed(compare, function, "self", "other")  # type: ignore[return-value]  # Concatenate cannot say that `other` has a name


def method_of_one(
    function: Callable[Concatenate[pl.Expr | pl.Series, P], pl.Expr],
) -> Callable[Concatenate[Namespace[R], P], R]:
    """Make a method of a function of one column, which is the namespace's."""

    def apply(self: Namespace[R], *args: P.args, **kwargs: P.kwargs) -> R:
        return self._evaluated(function(self._column, *args, **kwargs))

    return _signed(apply, function, "self")  # type: ignore[return-value]  # a method's `self` has a name


def method_of_frame(function: Callable[Concatenate[F, P], T]) -> Callable[Concatenate[Frame[F], P], T]:
    """Make a method of a function: its first argument is the namespace's frame."""

    def call(self: Frame[F], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(self._frame, *args, **kwargs)

    return _signed(call, function, "self")  # type: ignore[return-value]  # a method's `self` has a name


def _signed(method: M, function: Callable[..., object], *names: str) -> M:
    """Give a method the function's docstring and signature; its first parameters have names of their own."""
    update_wrapper(method, function)
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    empty = inspect.Parameter.empty
    first = [each.replace(name=name, default=empty) for each, name in zip(parameters, names, strict=False)]
    method.__signature__ = signature.replace(parameters=first + parameters[len(names) :])  # type: ignore[attr-defined]
    return method


class _Methods(Namespace[R]):
    levenshtein = method(edits.levenshtein)
    osa = method(edits.osa)
    damerau_levenshtein = method(edits.damerau_levenshtein)
    indel = method(edits.indel)
    editex = method(edits.editex)
    hamming = method(edits.hamming)
    lcs_seq = method(edits.lcs_seq)
    lcs_str = method(edits.lcs_str)
    prefix = method(edits.prefix)
    postfix = method(edits.postfix)
    jaro = method(names.jaro)
    jaro_winkler = method(names.jaro_winkler)
    ratio = method(fuzz.ratio)
    partial_ratio = method(fuzz.partial_ratio)
    token_sort_ratio = method(fuzz.token_sort_ratio)
    token_set_ratio = method(fuzz.token_set_ratio)
    token_ratio = method(fuzz.token_ratio)
    partial_token_sort_ratio = method(fuzz.partial_token_sort_ratio)
    partial_token_set_ratio = method(fuzz.partial_token_set_ratio)
    partial_token_ratio = method(fuzz.partial_token_ratio)
    wratio = method(fuzz.wratio)
    qratio = method(fuzz.qratio)
    jaccard = method(sets.jaccard)
    sorensen_dice = method(sets.sorensen_dice)
    overlap = method(sets.overlap)
    cosine = method(sets.cosine)
    tversky = method(sets.tversky)
    monge_elkan = method(names.monge_elkan)
    ratcliff_obershelp = method(edits.ratcliff_obershelp)
    editops = method(alignments.editops)
    opcodes = method(alignments.opcodes)
    align = method(alignments.align)
    lcs_text = method(alignments.lcs_text)
    common_prefix = method(alignments.common_prefix)
    partial_ratio_alignment = method(alignments.partial_ratio_alignment)
    needleman_wunsch = method(alignments.needleman_wunsch)
    smith_waterman = method(alignments.smith_waterman)
    score = method(search.score)

    extract_one = method_of_one(search.extract_one)
    extract = method_of_one(search.extract)
    cdist = method_of_one(search.cdist)

    cluster = method_of_one(clusters.cluster)
    canonical = method_of_one(clusters.canonical)

    normalize = method_of_one(text.normalize)
    default_process = method_of_one(text.default_process)
    fingerprint = method_of_one(text.fingerprint)
    ngram_fingerprint = method_of_one(text.ngram_fingerprint)
    ngrams = method_of_one(text.ngrams)
    words = method_of_one(text.words)
    minhash = method_of_one(text.minhash)
    simhash = method_of_one(text.simhash)
    soundex = method_of_one(phonetics.soundex)
    refined_soundex = method_of_one(phonetics.refined_soundex)
    metaphone = method_of_one(phonetics.metaphone)
    double_metaphone = method_of_one(phonetics.double_metaphone)
    nysiis = method_of_one(phonetics.nysiis)
    match_rating = method_of_one(phonetics.match_rating)
    match_rating_compare = method(phonetics.match_rating_compare)
    cologne = method_of_one(phonetics.cologne)
    caverphone1 = method_of_one(phonetics.caverphone1)
    caverphone2 = method_of_one(phonetics.caverphone2)
    daitch_mokotoff = method_of_one(phonetics.daitch_mokotoff)
    beider_morse = method_of_one(phonetics.beider_morse)

    fibonacci = method_of_one(sequences.fibonacci)
    lucas = method_of_one(sequences.lucas)
    linear_recurrence = method_of_one(sequences.linear_recurrence)
    concat_range = method_of_one(sequences.concat_range)
    sum_as_string = method(sequences.sum_as_string)
    relu = method_of_one(rectified.relu)
    leaky_relu = method_of_one(rectified.leaky_relu)
    list_ngrams = method_of_one(lists.list_ngrams)
    run_length_encode = method_of_one(lists.run_length_encode)
    run_length_decode = method_of_one(lists.run_length_decode)
    longest_increasing_subsequence = method_of_one(lists.longest_increasing_subsequence)
    list_lcs = method(lists.list_lcs)
    reverse_complement = method_of_one(biology.reverse_complement)
    gc_content = method_of_one(biology.gc_content)
    translate = method_of_one(biology.translate)
    kmers = method_of_one(biology.kmers)
    kmer_counts = method_of_one(biology.kmer_counts)


@pl.api.register_expr_namespace("rs")
class ExprNamespace(_Methods[pl.Expr]):
    """Functions of an expression, and comparisons with another one; a str names a column."""

    def _evaluated(self, expression: pl.Expr) -> pl.Expr:
        """Leave the expression to the query."""
        return expression


@pl.api.register_series_namespace("rs")
class SeriesNamespace(_Methods[pl.Series]):
    """Functions of a Series, and comparisons with another one or with one text, which a str is here."""

    def _other(self, other: Other) -> Other:
        """Take what stands beside the Series, where a str is a text."""
        # A str with lone surrogates is no text: it is left for the function to refuse.
        is_text = isinstance(other, str) and not has_surrogates(other)
        return cast("Other", pl.lit(other)) if is_text else other

    def _evaluated(self, expression: pl.Expr) -> pl.Series:
        """Evaluate the expression."""
        return pl.select(expression).to_series()


class _FrameMethods(Frame[F]):
    fuzzy_join = method_of_frame(frames.fuzzy_join)
    suggest_cutoff = method_of_frame(confidence.suggest_cutoff)
    deduplicate = method_of_frame(clusters.deduplicate)
    pairs = method_of_frame(clusters.pairs)
    groups = method_of_frame(clusters.groups)
    merge_groups = method_of_frame(merging.merge_groups)
    one_to_one = method_of_frame(partners.one_to_one)
    evaluate = method_of_frame(evaluation.evaluate)
    evaluate_groups = method_of_frame(evaluation.evaluate_groups)
    show_diff = method_of_frame(diffs.show_diff)


@pl.api.register_lazyframe_namespace("rs")
class LazyFrameNamespace(_FrameMethods[pl.LazyFrame]):
    """Functions of a lazy frame, which stays lazy."""


@pl.api.register_dataframe_namespace("rs")
class DataFrameNamespace(_FrameMethods[pl.DataFrame]):
    """Functions of a frame."""
