"""Every function of our language in a spreadsheet's words, for a single value or for one place of a series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.codes import OUT_OF_DOMAIN
from lms.calculators.formula.charges import MOST_AGENTS
from lms.calculators.formula.language import MAXIMUM_PERIODS
from lms.calculators.formula.scalar import evaluate_tree
from lms.calculators.statistics.student import MOST_FREEDOM
from lms.tools.exports.cells import number

if TYPE_CHECKING:
    from lms.tools.exports.formulas import Formulas

_Write = Callable[["Formulas", list[Any], int | None], str]


def _plain(name: str) -> _Write:
    def plain(to: Formulas, tree: list[Any], place: int | None) -> str:
        return f"{name}({','.join(to.text(each, place) for each in tree[1:])})"

    return plain


def _reduced(name: str, empty: str = "") -> _Write:
    """Return a function of a whole column; `empty`: what it is of no values, OUT_OF_DOMAIN when left out."""

    def reduced(to: Formulas, tree: list[Any], place: int | None) -> str:
        if len(tree) > 2:  # noqa: PLR2004  min and max of several values
            return _plain(name)(to, tree, place)
        block = to.sheet.column(tree[1])
        found = f"{name}({block.range})"
        if name == "SUM" or (block.size.is_fixed and block.size.places):
            return found
        return f"IF({block.size.text}=0,{empty or to.sheet.failing(OUT_OF_DOMAIN)},{found})"

    return reduced


def _clamp(to: Formulas, tree: list[Any], place: int | None) -> str:
    value, low, high = tree[1:]
    kept = f"MIN(MAX({to.text(value, place)},{to.text(low, place)}),{to.text(high, place)})"
    if isinstance(low, int | float) and isinstance(high, int | float):
        return kept
    return f"IF({to.atom(low, place)}>{to.atom(high, place)},{to.sheet.failing(OUT_OF_DOMAIN)},{kept})"


def _round(to: Formulas, tree: list[Any], place: int | None) -> str:
    digits = "0" if len(tree) == 2 else to.text(tree[2], place)  # noqa: PLR2004
    return f"ROUND({to.text(tree[1], place)},{digits})"


def _ceiling(to: Formulas, tree: list[Any], place: int | None) -> str:
    return f"(-INT(-({to.text(tree[1], place)})))"


def _given(to: Formulas, tree: list[Any], _place: int | None) -> str:
    return f"NOT(ISNA({to.text(tree[1])}))"


def _fail(to: Formulas, tree: list[Any], _place: int | None) -> str:
    return to.sheet.failing(str(tree[1]))


def _years(to: Formulas, _tree: list[Any], place: int | None) -> str:
    return str(place)


def _of_column(to: Formulas, tree: list[Any], place: int | None) -> str:
    """Return the place of a series that needs a column of its own, such as running totals."""
    return to.cell(to.sheet.column(tree), place)


def _at(to: Formulas, tree: list[Any], _place: int | None) -> str:
    block, size = to.sheet.column(tree[1]), to.sheet.column(tree[1]).size
    if isinstance(tree[2], int | float) and size.is_fixed:
        return to.cell(block, int(tree[2]) if float(tree[2]).is_integer() else 0)
    wanted = to.atom(tree[2], None)
    wrong = f"OR({wanted}<>INT({wanted}),{wanted}<1,{wanted}>{size.text})"
    return f"IF({wrong},{to.sheet.failing(OUT_OF_DOMAIN)},INDEX({block.range},{wanted}))"


def _last(to: Formulas, tree: list[Any], _place: int | None) -> str:
    block = to.sheet.column(tree[1])
    if block.size.is_fixed:
        return to.cell(block, block.size.places)
    return f"IF({block.size.text}=0,{to.sheet.failing(OUT_OF_DOMAIN)},INDEX({block.range},{block.size.text}))"


def _count(to: Formulas, tree: list[Any], _place: int | None) -> str:
    return to.sheet.column(tree[1]).size.text


def _changes(to: Formulas, tree: list[Any], _place: int | None) -> str:
    block = to.sheet.column(tree[1])
    places, length = block.size.places, block.size.text
    if places <= 1:
        return "0"
    counted = f"SUMPRODUCT(--({block.cell(2)}:{block.cell(places)}<>{block.cell(1)}:{block.cell(places - 1)}))"
    return counted if block.size.is_fixed else f"MAX(0,{counted}-IF({length}<{places},1,0))"


def _distinct(to: Formulas, tree: list[Any], _place: int | None) -> str:
    cells = to.sheet.column(tree[1]).range
    return f'ROUND(SUMPRODUCT(({cells}<>"")/(COUNTIF({cells},{cells})+({cells}=""))),0)'


def _shift(to: Formulas, tree: list[Any], place: int | None) -> str:
    block, blank = to.sheet.column(tree[1]), to.text(tree[3], place) if len(tree) > 3 else "0"  # noqa: PLR2004
    by = evaluate_tree(tree[2], {})
    if isinstance(by, float) and by.is_integer() and place is not None:
        there = place - int(by)
        if not 1 <= there <= block.size.places:
            return blank
        cell = block.cell(there)
        return cell if block.size.is_fixed or by >= 0 else f"IF({there}>{block.size.text},{blank},{cell})"
    by_cell = to.atom(tree[2], None)
    wrong = f"OR({by_cell}<>INT({by_cell}),ABS({by_cell})>{MAXIMUM_PERIODS})"
    there_text = f"{place}-{by_cell}"
    inside = f"AND({there_text}>=1,{there_text}<={block.size.text})"
    found = f"IF({inside},INDEX({block.range},{there_text}),{blank})"
    return f"IF({wrong},{to.sheet.failing(OUT_OF_DOMAIN)},{found})"


def _student_cdf(to: Formulas, tree: list[Any], place: int | None) -> str:
    """Return P(T ≤ t) by the incomplete beta function: T.DIST takes whole degrees of freedom only."""
    t, freedom = (to.atom(each, place) for each in tree[1:])
    tail = f"BETADIST({freedom}/({freedom}+{t}^2),{freedom}/2,0.5)/2"
    return f"IF({_no_freedom(freedom)},{to.sheet.failing(OUT_OF_DOMAIN)},IF({t}<0,{tail},1-{tail}))"


def _student_quantile(to: Formulas, tree: list[Any], place: int | None) -> str:
    p, freedom = (to.atom(each, place) for each in tree[1:])
    tail = f"BETAINV(2*MIN({p},1-{p}),{freedom}/2,0.5)"
    found = f"IF({p}=0.5,0,SIGN({p}-0.5)*SQRT({freedom}*(1/{tail}-1)))"
    return f"IF(OR({_no_freedom(freedom)},{p}<=0,{p}>=1),{to.sheet.failing(OUT_OF_DOMAIN)},{found})"


def _no_freedom(freedom: str) -> str:
    return f"OR({freedom}<1,{freedom}>{number(MOST_FREEDOM)})"


def _erlang(to: Formulas, tree: list[Any], place: int | None) -> str:
    """Return Erlang's C = B/(1 − (A/N)(1 − B)), where B is the last term of the Poisson sum over the sum."""
    traffic, agents = (to.atom(each, place) for each in tree[1:])
    blocked = f"POISSON({agents},{traffic},FALSE)/POISSON({agents},{traffic},TRUE)"
    waiting = f"{blocked}/(1-{traffic}/{agents}*(1-{blocked}))"
    wrong = f"OR({traffic}<0,{agents}<>INT({agents}),{agents}<1,{agents}>{MOST_AGENTS})"
    served = f"IF({agents}<={traffic},1,IF({traffic}=0,0,{waiting}))"
    return f"IF({wrong},{to.sheet.failing(OUT_OF_DOMAIN)},{served})"


def _fitted(to: Formulas, tree: list[Any], _place: int | None) -> str:
    return to.sheet.fitted(tree)


FUNCTIONS: Final[Mapping[str, _Write]] = {
    "abs": _plain("ABS"), "sqrt": _plain("SQRT"), "exp": _plain("EXP"), "ln": _plain("LN"), "log10": _plain("LOG10"),
    "floor": _plain("INT"), "ceil": _ceiling, "round": _round, "clamp": _clamp,
    "min": _reduced("MIN"), "max": _reduced("MAX"), "sum": _reduced("SUM"), "mean": _reduced("AVERAGE"),
    "median": _reduced("MEDIAN"), "product": _reduced("PRODUCT", "1"),
    "if": _plain("IF"), "and": _plain("AND"), "or": _plain("OR"), "not": _plain("NOT"), "given": _given, "fail": _fail,
    "years": _years, "cumulative": _of_column, "shift": _shift, "changes": _changes, "distinct": _distinct,
    "at": _at, "last": _last, "count": _count,
    "normal_cdf": _plain("NORMSDIST"), "normal_quantile": _plain("NORMSINV"),
    "student_cdf": _student_cdf, "student_quantile": _student_quantile, "erlang_c": _erlang,
    "sbg_alpha": _fitted, "sbg_beta": _fitted,
}  # fmt: skip
"""Every function of the language; a test holds them against its list."""
