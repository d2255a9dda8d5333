"""What has to be known to a process that serves or works: loading this module declares every job and every listener."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.assigning.assignments import clearing, counting, inviting, refreshing, runs
from lms.people import history

JOBS = (runs.NAME, inviting.NAME, clearing.NAME, refreshing.NAME, counting.NAME, "assignments.nightly")
"""The names of the jobs of this room."""

ACTS = {
    "assigned.extended": _l("More time for a curriculum"),
    "assigned.due-by-hand": _l("Given a due date by hand"),
    "assigned.due-by-rule": _l("A due date by hand was taken back"),
    "assigned.exempt": _l("Exempt from a curriculum"),
    "assigned.withdrawn": _l("A curriculum was withdrawn"),
    "assigned.asked-after-all": _l("Asked to take a curriculum after all"),
    "extension.asked": _l("Asked for more time"),
    "extension.taken-back": _l("Took the wish for more time back"),
    "extension.granted": _l("More time was granted"),
    "extension.declined": _l("More time was declined"),
}
"""What acts about a person are called where they, or HR, read of them."""

for action, said in ACTS.items():
    history.describe(action, said)
