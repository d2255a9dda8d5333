"""What a PDF says."""

from __future__ import annotations

import io

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF on one line, without the marks that only let a long word break."""
    pages = PdfReader(io.BytesIO(pdf), strict=True).pages
    return " ".join("".join(page.extract_text() for page in pages).replace("\u200b", "").replace("\u00a0", " ").split())
