"""How the package is used, with what a type checker says of it; test_typing.py compares."""

import polars as pl

import polars_resemble as rs
from polars_resemble.namespaces import ExprNamespace, SeriesNamespace
from polars_resemble.typing import Measure


def functions(column: pl.Series, measure: Measure) -> None:
    reveal_type(rs.levenshtein("a", pl.col("b")))  # polars.expr.expr.Expr
    reveal_type(rs.levenshtein("a", column, weights=(1, 1, 2)))  # polars.expr.expr.Expr
    reveal_type(rs.hamming("a", "b", pad=False))  # polars.expr.expr.Expr
    reveal_type(rs.jaro(None, b"bytes", measure=measure))  # polars.expr.expr.Expr
    rs.levenshtein("a")  # Missing positional argument "right"
    rs.levenshtein("a", 1)  # incompatible type "int"
    rs.levenshtein("a", "b", "similarity")  # Too many positional arguments
    rs.levenshtein("a", "b", measure="similar")  # incompatible type "Literal['similar']"
    rs.levenshtein("a", "b", weights=(1, 2))  # incompatible type "tuple[int, int]"
    rs.jaro("a", "b", prefix_weight=0.1)  # Unexpected keyword argument "prefix_weight"


def methods(column: pl.Series, measure: Measure) -> None:
    on_expression = ExprNamespace(pl.col("a"))
    reveal_type(on_expression.levenshtein("b"))  # polars.expr.expr.Expr
    reveal_type(on_expression.jaro("b", measure=measure))  # polars.expr.expr.Expr
    on_expression.levenshtein("b", measure="similar")  # incompatible type
    on_expression.levenshtein()  # Too few arguments
    on_series = SeriesNamespace(column)
    reveal_type(on_series.levenshtein("text"))  # polars.series.series.Series
    reveal_type(on_series.jaro_winkler(column, prefix_weight=0.2))  # polars.series.series.Series
    on_series.hamming("text", pads=True)  # Unexpected keyword argument "pads"


def sequences(column: pl.Series) -> None:
    reveal_type(rs.fibonacci("n", dtype=pl.String, overflow="null"))  # polars.expr.expr.Expr
    reveal_type(rs.fibonacci(7, modulus=10))  # polars.expr.expr.Expr
    rs.fibonacci(b"7")  # incompatible type "bytes"
    rs.fibonacci("n", overflow="wrap")  # incompatible type "Literal['wrap']"
    rs.linear_recurrence("n", coefficients=[1, 1])  # Missing named argument "initial"
    reveal_type(SeriesNamespace(column).lucas(modulus=10))  # polars.series.series.Series
    reveal_type(rs.sum_as_string("a", 1))  # polars.expr.expr.Expr
    reveal_type(SeriesNamespace(column).list_lcs(column))  # polars.series.series.Series
    reveal_type(rs.kmers("read", k=3, canonical=True))  # polars.expr.expr.Expr
    rs.translate("read", invalid="drop")  # incompatible type "Literal['drop']"


def texts(column: pl.Series) -> None:
    reveal_type(rs.soundex("name"))  # polars.expr.expr.Expr
    reveal_type(rs.normalize(column, case="upper", form=None))  # polars.expr.expr.Expr
    reveal_type(rs.match_rating_compare("a", pl.col("b")))  # polars.expr.expr.Expr
    rs.normalize("name", case="title")  # incompatible type "Literal['title']"
    rs.ngrams("name", 2)  # Too many positional arguments
    reveal_type(ExprNamespace(pl.col("a")).minhash(ngram=None))  # polars.expr.expr.Expr
    reveal_type(SeriesNamespace(column).ngrams(n=3))  # polars.series.series.Series
    SeriesNamespace(column).beider_morse(name_type="any")  # incompatible type


def matching(left: pl.DataFrame, right: pl.LazyFrame, column: pl.Series) -> None:
    scorer = rs.scorers.levenshtein(weights=(1, 1, 2), processor="default")
    reveal_type(scorer)  # polars_resemble._scorer.Scorer
    reveal_type(rs.scorers.combine({"jaro": 2, scorer: 1}))  # polars_resemble._scorer.Scorer
    reveal_type(rs.score("a", "b", scorer))  # polars.expr.expr.Expr
    reveal_type(rs.fuzzy_join(left, right, on="a", score_cutoff=0.9))  # polars.dataframe.frame.DataFrame
    columns = ("a", "jaro", 1), ("b", scorer, 2.5)
    rs.fuzzy_join(right, left, on=[("a", "jaro", 1), ("b", scorer, 2.5)], score_cutoff=0.9)
    rs.fuzzy_join(right, left, left_on=columns, right_on=["c", "d"], score_cutoff=0.9)
    fields = [rs.on("a", pl.col("b"), nulls="match"), rs.on("c", scorer="osa", weight=2)]
    rs.fuzzy_join(left, right, on=fields, known=0.7, scores="struct", score_cutoff=0.9)
    rs.fuzzy_join(left, right, left_on=["a", pl.col("b")], right_on=["c", "d"], score_cutoff=0.9)
    rs.fuzzy_join(left, right, on=[1], score_cutoff=0.9)  # incompatible type "int"
    rs.on("a", nulls="keep")  # incompatible type "Literal['keep']"
    rs.fuzzy_join(left, right, on="a", precision=0.9)
    rs.fuzzy_join(left, right, on="a", score_cutoff="best")  # incompatible type "Literal['best']"
    reveal_type(rs.pairs(right, "a", scorer="jaro", score_cutoff=0.9))  # polars.lazyframe.frame.LazyFrame
    reveal_type(rs.cdist_frame(column, ["x", None], scorer=scorer))  # polars.dataframe.frame.DataFrame
    rs.extract_one("a", {"x"}, scorer=scorer)  # incompatible type "set[str]"
    rs.scorers.ratio(measure="distance")  # Unexpected keyword argument "measure"
    reveal_type(SeriesNamespace(column).cluster(key=column))  # polars.series.series.Series
