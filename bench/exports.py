"""What a tool's files cost: the whole request, its processes included; beside the libraries that make them, alone."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.certificate import timed
from bench.outcome import Outcome, Spread
from bench.site import TOOL, site, taken

KINDS = {"xlsx": 150.0, "csv": 60.0, "png": 1_500.0, "pdf": 2_000.0}
"""The most milliseconds of each, on the clock."""

OTHER = "/tools/waiting-time"
"""The tool with the most cells: every series of up to two hundred values has its own."""


def measure() -> Iterator[Outcome]:
    """Yield time and weight of each kind of file, on SQLite, and what the first workbook adds to the web process."""
    with site("sqlite") as place:
        browser = place.browser(place.person("Mette Sørensen-Łukasiewicz"))
        before = resident()
        book = browser.get(f"{TOOL}/export.xlsx").data
        grown = resident() - before
        figures: dict[str, Any] = {"the web process grows, MB": round(grown, 1)}
        walls = {}
        for kind in KINDS:
            path = f"{TOOL}/export.{kind}"
            walls[kind], processor = timed(lambda path=path: taken(browser.get(path).status_code))
            size = round(len(browser.get(path).data) / 1024, 1)
            figures[kind] = {"wall": walls[kind], "processor, all processes": processor, "KB": size}
        large = browser.get(f"{OTHER}/export.xlsx")
        if large.status_code == 200:
            figures["xlsx, the largest"] = timed(lambda: taken(browser.get(f"{OTHER}/export.xlsx").status_code))[0]
    yield Outcome(
        name="a tool as a file",
        unit="ms",
        figures=figures,
        target="; ".join(f"{kind} ≤ {most:g} ms" for kind, most in KINDS.items()),
        met=all(walls[kind].median <= most for kind, most in KINDS.items()),
        references={
            "xlsxwriter writing the same cells": same_cells(book),
            "a process that imports typst and sets one word": alone(_TYPST),
            "a process that imports vl-convert and draws one bar": alone(_VEGA),
        },
        note="the request of somebody signed in; a PDF draws its chart and is typeset, in one process each",
    )


def resident() -> float:
    """Return the memory this process holds, in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def same_cells(book: bytes) -> Spread:
    """Return what it takes xlsxwriter to write a workbook's cells again, and nothing else."""
    import xlsxwriter  # not before the web process was weighed without it
    from openpyxl import load_workbook

    sheets = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in load_workbook(io.BytesIO(book))]

    def write() -> None:
        again = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        for rows in sheets:
            sheet = again.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        again.close()

    return timed(write)[0]


def alone(text: str) -> Spread:
    """Return what a process of its own takes that does one thing with a library."""
    return timed(lambda: subprocess.run([sys.executable, "-c", text], check=True, capture_output=True))[0]


_TYPST = "import typst; typst.compile(b'Word')"
_VEGA = """
import vl_convert
vl_convert.vegalite_to_svg({"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}})
"""
