"""What the acts of publishing are called where somebody reads who did what."""

from flask_babel import lazy_gettext as _l

from lms.people import history
from lms.studio.drafts.wording import WORDS


def say() -> None:
    """Give the acts of this room their words, in the log and in the history of a draft."""
    WORDS["published"] = _l("published the draft; the program gave the numbers")
    history.describe_all(
        {
            "module.published": _l("A version of a module was published"),
            "module.scheduled": _l("A module was set to be published at a time"),
            "module.cancelled": _l("A module is not published at its time after all"),
            "module.failed": _l("A module could not be published at its time"),
            "module.withdrawn": _l("A module was taken off the shelf"),
            "module.returned": _l("A module was put back on the shelf"),
            "publishing.publish": _l("A version of a module was published"),
            "publishing.publish_anew": _l("An older version of a module was published anew"),
            "publishing.cancel": _l("A module is not published at its time after all"),
            "publishing.put_away": _l("A notice that a module could not be published was put away"),
        }
    )
