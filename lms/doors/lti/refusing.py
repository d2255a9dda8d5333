"""Why a launch, a login or a registration is refused: words for whoever is there, and what an administrator mends."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

WORDS: Final = {
    "incomplete": _l("Something is missing in what your learning platform sent."),
    "unknown": _l("This learning platform is not connected with us, or it has been switched off."),
    "state": _l("This visit began somewhere else, or too long ago. Open the activity again in your learning platform."),
    "used": _l("This visit has been used already. Open the activity again in your learning platform."),
    "signature": _l("What arrived is not signed by your learning platform."),
    "time": _l("What arrived is too old, or the clocks of the two systems differ."),
    "deployment": _l("Your learning platform is connected with us, but not this part of it."),
    "message": _l("Your learning platform asks for something that does not exist here."),
    "target": _l("The activity leads to another site than this one."),
    "platform": _l("Your learning platform did not let you through. Open the activity again there."),
    "keys": _l("The keys of your learning platform cannot be read just now. Try again in a minute."),
    "away": _l("You no longer have access here. Ask whoever runs learning where you work."),
    "stranger": _l("Nobody here is known by your name yet. Ask whoever runs learning where you work to add you."),
    "instructor": _l("Only who teaches a course can choose an activity for it."),
    "registration": _l("This address for connecting a platform has been used already, or it is too old."),
    "configuration": _l("What the platform says about itself cannot be used."),
}
"""Code → what whoever stands there reads."""


class Refused(Exception):
    """Nobody gets in. `code`: a key of WORDS; `told`: what is wrong, for the administrator's log; `status`: of HTTP."""

    def __init__(self, code: str, told: str, *, status: int = 400) -> None:
        """Keep what is known; the words follow from the code."""
        self.code, self.told, self.status = code, told, status
        super().__init__(told)

    @property
    def words(self) -> str:
        """Return the words of the code, in the reader's language."""
        return str(WORDS[self.code])
