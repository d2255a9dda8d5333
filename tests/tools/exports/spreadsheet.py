"""A workbook in the hands of somebody else: read, changed, and computed anew by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def opened(data: bytes, *, computed: bool = False) -> Workbook:
    """Open a workbook: its formulas, or the values that are kept beside them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows fewer extensions than there are
        return openpyxl.load_workbook(io.BytesIO(data), data_only=computed)


def value_of(book: Workbook, name: str) -> Any:
    """Return what stands in the cell of this name."""
    sheet, cell = str(book.defined_names[name].attr_text).rsplit("!", 1)
    return book[sheet.strip("'")][cell.replace("$", "")].value


def put(book: Workbook, name: str, value: Any) -> None:
    """Write into the cell of this name."""
    sheet, cell = str(book.defined_names[name].attr_text).rsplit("!", 1)
    book[sheet.strip("'")][cell.replace("$", "")] = value


def recalculated(books: Mapping[str, Workbook], folder: Path) -> dict[str, Workbook]:
    """Return the same workbooks computed by LibreOffice: openpyxl saves no values, so every cell is computed anew."""
    assert SOFFICE is not None
    for each in ("given", "found"):
        (folder / each).mkdir()
    for name, book in books.items():
        book.save(folder / "given" / f"{name}.xlsx")
    given = sorted(str(each) for each in (folder / "given").iterdir())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "found"), *given]
    subprocess.run(asked, check=True, capture_output=True, timeout=240)
    return {name: opened((folder / "found" / f"{name}.xlsx").read_bytes(), computed=True) for name in books}
