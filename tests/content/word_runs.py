"""Runs of twelve words, as hashes: our sentences are our own, and the articles we learnt from need not lie here.

`python -m tests.content.word_runs FOLDER > tests/content/source_runs.txt` writes those of all .txt files in a folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from tests.content.reading_text import words

LENGTH = 12
HASHES = Path(__file__).with_name("source_runs.txt")


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (hash, the words) of each run of twelve words, without case and punctuation."""
    found = [word.casefold() for word in words(text)]
    for start in range(len(found) - LENGTH + 1):
        run = " ".join(found[start : start + LENGTH])
        yield blake2b(run.encode(), digest_size=6).hexdigest(), run


def known() -> frozenset[str]:
    """Return the hashes of the articles' runs."""
    return frozenset(HASHES.read_text(encoding="ascii").split())


if __name__ == "__main__":
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    sys.stdout.write("\n".join(sorted({digest for text in texts for digest, _run in runs(text)})) + "\n")
