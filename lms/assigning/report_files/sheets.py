"""A list on its way into a file of any kind: its columns, its words, and its rows in pages, read as they are written.

Nothing in it needs a request: words are those of the reader's language, taken while it was known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.assigning.report_files.heads import Head
from lms.kernel.database import Database

Cells = tuple[Any, ...]
"""What stands in the columns; "" where there is nothing."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows that begin alike: `cells` once, then for each row the cells behind them."""

    cells: Cells
    rows: Sequence[Cells]


Pages = Callable[[Database], Iterator[Sequence[Lines]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list. `name`: of the file, without its ending; `title`: above the list; `shared`: how many of its columns
    stand in `Lines.cells`; `words`: of codes, yes and no. `pages`: reads it, each page in a transaction of its own."""

    name: str
    title: str
    heads: Sequence[Head]
    shared: int
    words: Mapping[str, str]
    pages: Pages
