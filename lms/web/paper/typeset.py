"""A process of its own that sets one document: JSON on stdin, PDF on stdout. It imports nothing of ours.

typst takes memory that a web worker should not hold, so it is loaded here, under limits, and is gone with the process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

FONTS = str(Path(__file__).with_name("fonts"))
MEMORY = 1024 * 1024 * 1024
SECONDS = 8
"""Limits of the process: bytes of address space (it takes 280 MB, 46 resident), seconds of processor time."""


def main() -> None:
    """Read the template's address and its words, and write the PDF; a traceback and an exit code where it fails."""
    _limit()
    given = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(typeset(Path(given["template"]), given["words"], given["at"]))


def typeset(template: Path, words: dict[str, object], at: int) -> bytes:
    """Return the PDF; `at` in seconds since 1970, so that the same document is the same file every time.

    PDF/UA-1 wants a glyph for every sign. Where our fonts and typst's own have none, the machine's are asked, and where
    those have none either the PDF is tagged all the same but does not call itself PDF/UA-1.
    """
    import typst

    ours = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    inputs = {"given": json.dumps(words)}

    def compiled(fonts: typst.Fonts, standard: Literal["1.7", "ua-1"]) -> bytes:
        compiler = typst.Compiler(str(template), root=str(template.parent), font_paths=fonts, sys_inputs=inputs)
        found = compiler.compile(format="pdf", timestamp=at, pdf_standards=standard)
        return found if isinstance(found, bytes) else b"".join(found or ())

    try:
        return compiled(ours, "ua-1")
    except typst.TypstError as missing:
        if "could not be displayed" not in str(missing):
            raise
    every = typst.Fonts(include_system_fonts=True, font_paths=[FONTS])
    try:
        return compiled(every, "ua-1")
    except typst.TypstError:
        return compiled(every, "1.7")


def _limit() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()
