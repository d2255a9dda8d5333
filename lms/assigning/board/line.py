"""One line of the board's page: a figure, how sure it is, and what cannot be said yet. The page and the PDF show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Texts in the reader's language. `figure`: short, or "–" where there is none yet; `when`: when more can be said,
    "" where no day will bring it."""

    heading: str
    figure: str
    said: str
    sure: str
    not_yet: str
    when: str
