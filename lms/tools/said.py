"""What acts on the organisation's approved figures are called in the list of who did what."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.people import history

history.describe_all(
    {
        "fact.approved": _l("A figure of the organisation was approved"),
        "fact.withdrawn": _l("A figure of the organisation was withdrawn"),
        "facts.approve_figure": _l("A figure of the organisation was approved"),
        "facts.withdrawal": _l("A figure of the organisation was withdrawn"),
    }
)
