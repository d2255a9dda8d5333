"""What pages say of the kinds of statements."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from lms.doors.xapi.statements import CURRICULUM
from lms.learning.happenings import Kind

KIND_WORDS: Final[dict[str, object]] = {
    Kind.BEGUN.value: _l("Began a module"),
    Kind.COMPLETED.value: _l("Completed a module"),
    Kind.PASSED.value: _l("Passed the questions of a module"),
    CURRICULUM: _l("Completed a curriculum"),
    Kind.ASSESSED.value: _l("Did a self-assessment: that, not how"),
    Kind.PLAYED.value: _l("Played a drill: that, not how"),
}
