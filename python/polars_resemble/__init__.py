"""String distances, fuzzy matching and sequence functions as Polars expressions.

Every function takes columns and gives an expression, and is a method of the namespace ``rs`` too.

Examples
--------
>>> import polars as pl
>>> import polars_resemble as rs
>>> df = pl.DataFrame({"a": ["kitten", "flaw", None], "b": ["sitting", "lawn", "x"]})
>>> df.with_columns(
...     distance=rs.levenshtein("a", "b"),
...     alike=pl.col("a").rs.levenshtein("b", measure="normalized_similarity"),
...     to_text=pl.col("a").rs.jaro_winkler(pl.lit("mitten")),
... )
shape: (3, 5)
┌────────┬─────────┬──────────┬──────────┬──────────┐
│ a      ┆ b       ┆ distance ┆ alike    ┆ to_text  │
│ ---    ┆ ---     ┆ ---      ┆ ---      ┆ ---      │
│ str    ┆ str     ┆ u32      ┆ f64      ┆ f64      │
╞════════╪═════════╪══════════╪══════════╪══════════╡
│ kitten ┆ sitting ┆ 3        ┆ 0.571429 ┆ 0.888889 │
│ flaw   ┆ lawn    ┆ 2        ┆ 0.5      ┆ 0.0      │
│ null   ┆ x       ┆ null     ┆ null     ┆ null     │
└────────┴─────────┴──────────┴──────────┴──────────┘
"""

from polars_resemble import _errors, costs, linkage, scorers
from polars_resemble._internal import __version__
from polars_resemble.alignments import (
    align,
    common_prefix,
    editops,
    lcs_text,
    needleman_wunsch,
    opcodes,
    partial_ratio_alignment,
    smith_waterman,
)
from polars_resemble.biology import gc_content, kmer_counts, kmers, reverse_complement, translate
from polars_resemble.clusters import LargeGroupWarning, canonical, cluster, deduplicate, groups, pairs
from polars_resemble.confidence import suggest_cutoff
from polars_resemble.diffs import Diff, show_diff
from polars_resemble.edits import (
    damerau_levenshtein,
    editex,
    hamming,
    indel,
    lcs_seq,
    lcs_str,
    levenshtein,
    osa,
    postfix,
    prefix,
    ratcliff_obershelp,
)
from polars_resemble.evaluation import evaluate, evaluate_groups
from polars_resemble.explanations import PairExplanation, explain_pair
from polars_resemble.fields import on
from polars_resemble.frames import explain_matching, fuzzy_join
from polars_resemble.fuzz import (
    partial_ratio,
    partial_token_ratio,
    partial_token_set_ratio,
    partial_token_sort_ratio,
    qratio,
    ratio,
    token_ratio,
    token_set_ratio,
    token_sort_ratio,
    wratio,
)
from polars_resemble.linkage.comparisons import any_of, levels
from polars_resemble.linkage.model import Linkage, LinkageModel
from polars_resemble.lists import (
    list_lcs,
    list_ngrams,
    longest_increasing_subsequence,
    run_length_decode,
    run_length_encode,
)
from polars_resemble.merging import merge_groups
from polars_resemble.names import jaro, jaro_winkler, monge_elkan
from polars_resemble.namespaces import DataFrameNamespace, ExprNamespace, LazyFrameNamespace, SeriesNamespace
from polars_resemble.partners import one_to_one
from polars_resemble.phonetics.digits import cologne, daitch_mokotoff, refined_soundex, soundex
from polars_resemble.phonetics.letters import (
    beider_morse,
    caverphone1,
    caverphone2,
    double_metaphone,
    match_rating,
    match_rating_compare,
    metaphone,
    nysiis,
)
from polars_resemble.rectified import leaky_relu, relu
from polars_resemble.search import cdist, cdist_frame, extract, extract_one, score
from polars_resemble.sequences import concat_range, fibonacci, linear_recurrence, lucas, sum_as_string
from polars_resemble.sets import cosine, jaccard, overlap, sorensen_dice, tversky
from polars_resemble.text import (
    default_process,
    fingerprint,
    minhash,
    ngram_fingerprint,
    ngrams,
    normalize,
    simhash,
    words,
)

__all__ = [
    "DataFrameNamespace",
    "Diff",
    "ExprNamespace",
    "LargeGroupWarning",
    "LazyFrameNamespace",
    "Linkage",
    "LinkageModel",
    "PairExplanation",
    "SeriesNamespace",
    "__version__",
    "align",
    "any_of",
    "beider_morse",
    "canonical",
    "caverphone1",
    "caverphone2",
    "cdist",
    "cdist_frame",
    "cluster",
    "cologne",
    "common_prefix",
    "concat_range",
    "cosine",
    "costs",
    "daitch_mokotoff",
    "damerau_levenshtein",
    "deduplicate",
    "default_process",
    "double_metaphone",
    "editex",
    "editops",
    "evaluate",
    "evaluate_groups",
    "explain_matching",
    "explain_pair",
    "extract",
    "extract_one",
    "fibonacci",
    "fingerprint",
    "fuzzy_join",
    "gc_content",
    "groups",
    "hamming",
    "indel",
    "jaccard",
    "jaro",
    "jaro_winkler",
    "kmer_counts",
    "kmers",
    "lcs_seq",
    "lcs_str",
    "lcs_text",
    "leaky_relu",
    "levels",
    "levenshtein",
    "linear_recurrence",
    "linkage",
    "list_lcs",
    "list_ngrams",
    "longest_increasing_subsequence",
    "lucas",
    "match_rating",
    "match_rating_compare",
    "merge_groups",
    "metaphone",
    "minhash",
    "monge_elkan",
    "needleman_wunsch",
    "ngram_fingerprint",
    "ngrams",
    "normalize",
    "nysiis",
    "on",
    "one_to_one",
    "opcodes",
    "osa",
    "overlap",
    "pairs",
    "partial_ratio",
    "partial_ratio_alignment",
    "partial_token_ratio",
    "partial_token_set_ratio",
    "partial_token_sort_ratio",
    "postfix",
    "prefix",
    "qratio",
    "ratcliff_obershelp",
    "ratio",
    "refined_soundex",
    "relu",
    "reverse_complement",
    "run_length_decode",
    "run_length_encode",
    "score",
    "scorers",
    "show_diff",
    "simhash",
    "smith_waterman",
    "sorensen_dice",
    "soundex",
    "suggest_cutoff",
    "sum_as_string",
    "token_ratio",
    "token_set_ratio",
    "token_sort_ratio",
    "translate",
    "tversky",
    "words",
    "wratio",
]

_errors.install()
