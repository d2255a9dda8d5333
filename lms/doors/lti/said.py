"""What the acts of this door are called in the list of who did what."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from lms.people import history

ACTS: Final = {
    "lti.added": _l("A learning platform was connected by hand"),
    "lti.changed": _l("A learning platform was changed"),
    "lti.connected": _l("A learning platform's user was connected with their account"),
    "lti.curriculum-given": _l("A curriculum was given to them, because they opened it in a learning platform"),
    "lti.disconnected": _l("A connection with a learning platform was ended"),
    "lti.invited": _l("An address for connecting a learning platform was made"),
    "lti.key-renewed": _l("The key we sign with towards learning platforms was renewed"),
    "lti.registered": _l("A learning platform registered itself"),
    "lti.removed": _l("A learning platform was removed"),
    "lti.switched-off": _l("A learning platform was switched off"),
    "lti.switched-on": _l("A learning platform was switched on"),
}

history.describe_all(ACTS)
