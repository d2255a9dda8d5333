"""The run-time the packages are played under is the one that was fetched."""

from __future__ import annotations

import hashlib
import re

from tests.doors.scorm.platform import HERE, RUN_TIMES


def test_the_run_time_is_as_it_is_written_down() -> None:
    said = dict(re.findall(r"`(scorm\w+\.min\.js)` \| `([0-9a-f]{64})`", (HERE / "README.md").read_text("utf-8")))
    assert set(said) == set(RUN_TIMES.values())
    for name, digest in said.items():
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest
