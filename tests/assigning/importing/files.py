"""Files of people, as HR systems and spreadsheets write them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEAD = ("email", "name", "department", "job", "manager_email", "hire_date", "language", "location", "cost_centre")
Rows = Sequence[Sequence[Any]]


def csv_of(rows: Rows, *, head: Sequence[str] = HEAD, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as CSV; a row may be shorter than the header."""
    lines = [separator.join(map(str, row)) for row in (head, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def workbook_of(rows: Rows, *, head: Sequence[str] = HEAD, title: str = "People") -> bytes:
    """Return rows as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (head, *rows):
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def form_of(content: bytes, token: str, name: str = "people.csv") -> dict[str, Any]:
    """Return the body of the form that sends a file."""
    head = 'Content-Disposition: form-data; name="{}"'
    body = f"--edge\r\n{head.format('csrf_token')}\r\n\r\n{token}\r\n--edge\r\n{head.format('file')}; "
    whole = f'{body}filename="{name}"\r\n\r\n'.encode() + content + b"\r\n--edge--\r\n"
    return {"data": whole, "content_type": "multipart/form-data; boundary=edge"}
