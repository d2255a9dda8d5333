"""What the tests of exchange share: samples as other programs write them, zips as strangers make them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from lms.packs.exchange.importing import Import, import_quiz

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def sample() -> Callable[..., Import]:
    """Return what comes of one of the samples."""

    def sample(name: str, **options: Any) -> Import:
        return import_quiz((SAMPLES / name).read_bytes(), name, **options)

    return sample


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    """Return a zip of {name: content}."""

    def zipped(files: Mapping[str, str | bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in files.items():
                info = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
                info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
                package.writestr(info, content)
        return out.getvalue()

    return zipped
