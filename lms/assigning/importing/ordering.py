"""What HR may order of an import: check it, apply it, undo it; each guarded, each carried out by a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import IO, Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from lms.assigning.importing import applying, examining, files, undoing
from lms.assigning.importing.mapping import LABELS, troubles
from lms.assigning.importing.models import (
    APPLIED,
    APPLYING,
    CHANGED,
    CHECKED,
    CHECKING,
    ERROR,
    LEAVER,
    NEW,
    READ,
    UNDOING,
    UPLOADED,
    WORKING,
    PeopleImport,
)
from lms.assigning.importing.portions import Hands
from lms.kernel import ledger
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Role
from lms.people import still_may

LEASE: Final = timedelta(minutes=5)
UNDONE_WITHIN: Final = timedelta(days=30)
NAMES: Final = {
    UPLOADED: "people.import.read",
    CHECKING: "people.import.check",
    APPLYING: "people.import.apply",
    UNDOING: "people.import.undo",
}
TEXTS: Final = {
    "twice": _l("Two columns are %(field)s. Choose one of them."),
    "no-email": _l("Say which column is the e-mail address: people are recognised by it."),
    "two-names": _l("Choose either the whole name, or first and last name."),
    "order": _l("Say whether %(example)s has the day first or the month first."),
    "errors": _l("There are rows with errors. Mend them in the file and choose it again, or leave those rows out."),
    "leavers": _l(
        "A row has an address that cannot be read: it may be somebody on the list of those who are not in the file. "
        "Mend that row before you end anybody's access."
    ),
    "nothing": _l("There is nothing to do: everything is as the file says."),
    "state": _l("This import has gone on meanwhile. Look at it again."),
    "late": _l("This import is older than 30 days: what stood there before is no longer kept."),
    "gone": _l("The file is no longer here: it is kept for a day. Choose it again."),
}


class NotNow(ValueError):
    """An order that cannot be carried out; `code` is a key of TEXTS, `text` says why and what to do."""

    def __init__(self, code: str, **given: str) -> None:
        """Keep what is needed to say it."""
        super().__init__(code)
        self.code, self.given = code, given

    @property
    def text(self) -> str:
        """Return why and what to do, in the language of the request; English outside one."""
        given = {key: str(LABELS.get(said, said)) for key, said in self.given.items()}
        return str(TEXTS[self.code]) % given


def upload(hands: Hands, organisation: UUID, by: UUID | None, file: IO[bytes], name: str) -> UUID:
    """Keep a file and have it read. Raises `refusing.Unreadable` where it is empty or too large."""
    identity = files.keep(hands, organisation, by, file, name)
    with hands.writing() as session:
        _order(session, session.get_one(PeopleImport, identity), UPLOADED, hands.now())
    return identity


def choose(
    session: Session, found: PeopleImport, mapping: Sequence[str | None], choices: Mapping[str, Any], now: datetime
) -> None:
    """Take a mapping and what empty cells and dates mean, and have the whole file looked at. Raises NotNow."""
    _hold(session, found)
    if found.state not in (READ, CHECKED) or len(mapping) != len(found.header):
        raise NotNow("state")
    for trouble in troubles(mapping):
        raise NotNow(trouble.code, field=trouble.field)
    example = examining.asks_for_order(found, list(mapping))
    if example and choices.get("date_order") not in ("dmy", "mdy"):
        raise NotNow("order", example=example)
    if not files.is_kept(session, found.id):
        raise NotNow("gone")
    found.mapping = list(mapping)
    found.choices = {name: choices.get(name) for name in ("date_order", "clear_empty")}
    _order(session, found, CHECKING, now)


def begin(
    session: Session, found: PeopleImport, choices: Mapping[str, bool], now: datetime, by: UUID | None = None
) -> None:
    """Have a checked import applied; from then on it is the act of `by`, whoever chose the file. Raises NotNow.

    `choices`: leave_out (rows with errors), bring_back (deactivated people who are in the file), deactivate (people
    who are not in it). Nothing is applied while a row has an error and it was not said to leave it out.
    """
    _hold(session, found)
    if found.state != CHECKED:
        raise NotNow("state")
    counts = found.counts
    if counts.get(ERROR) and not choices.get("leave_out"):
        raise NotNow("errors")
    if choices.get("deactivate") and counts.get("unreadable"):
        raise NotNow("leavers")
    leaving = counts.get("leavers", 0) if choices.get("deactivate") else 0
    planned = counts.get(NEW, 0) + counts.get(CHANGED, 0)
    if not planned + leaving:
        raise NotNow("nothing")
    given = {name: bool(choices.get(name)) for name in ("leave_out", "bring_back", "deactivate")}
    found.choices, found.by_id = {**found.choices, **given}, by or found.by_id
    _order(session, found, APPLYING, now, planned=planned + leaving)


def take_back(session: Session, found: PeopleImport, now: datetime, by: UUID | None = None) -> None:
    """Have an applied import undone, as the act of `by`. Raises NotNow."""
    _hold(session, found)
    if found.state != APPLIED or found.applied_at is None:
        raise NotNow("state")
    if now - found.applied_at > UNDONE_WITHIN:
        raise NotNow("late")
    found.by_id = by or found.by_id
    _order(session, found, UNDOING, now, planned=sum(found.counts.get(f"did-{v}", 0) for v in (NEW, CHANGED, LEAVER)))


def try_again(session: Session, found: PeopleImport, now: datetime) -> None:
    """Order anew what failed on its last try. Raises NotNow where nothing did."""
    _hold(session, found)
    if not has_stopped(session, found):
        raise NotNow("state")
    _enqueue(session, found, now)


def has_stopped(session: Session, found: PeopleImport) -> bool:
    """Return whether its job has failed on its last try, so that nothing more happens by itself."""
    return found.state in WORKING and ledger.is_parked(session, NAMES[found.state], _key(found))


def _hold(session: Session, found: PeopleImport) -> None:
    """Read it again under a lock: of two orders at once, the second sees what the first has begun."""
    session.refresh(found, with_for_update=True)


def _order(session: Session, found: PeopleImport, state: str, now: datetime, planned: int = 0) -> None:
    found.state, found.phase, found.after, found.done, found.planned = state, "", 0, 0, planned
    _enqueue(session, found, now)


def _enqueue(session: Session, found: PeopleImport, now: datetime) -> None:
    found.turn += 1
    ledger.enqueue(
        session,
        NAMES[found.state],
        {"import": str(found.id)},
        now=now,
        key=_key(found),
        organisation_id=found.organisation_id,
    )


def _key(found: PeopleImport) -> str:
    return f"{found.id}:{found.turn}"


def _import(work: Work) -> UUID:
    return UUID(str(work.arguments["import"]))


@job(NAMES[UPLOADED], lease=LEASE, allowed=JOB, label=_l("Read a file of people"))
def read(work: Work) -> None:
    """Read what was uploaded."""
    examining.read(work, _import(work))


@job(NAMES[CHECKING], lease=LEASE, allowed=JOB, label=_l("Check a file of people"))
def check(work: Work) -> None:
    """Look at every row."""
    examining.check(work, _import(work))


@job(NAMES[APPLYING], lease=LEASE, allowed=JOB, label=_l("Import people from a file"))
def apply(work: Work) -> None:
    """Carry an import out, unless whoever ordered it is no longer HR; what is half done is ended all the same."""
    if _may_begin(work, CHECKED):
        applying.apply(work, _import(work))


@job(NAMES[UNDOING], lease=LEASE, allowed=JOB, label=_l("Undo an import of people"))
def undo(work: Work) -> None:
    """Take an import back, unless whoever ordered it is no longer HR; what is half done is ended all the same."""
    if _may_begin(work, APPLIED):
        undoing.undo(work, _import(work))


def _may_begin(work: Work, back_to: str) -> bool:
    """Return whether the one who ordered it may still do so. Where not, it is as it was before, for the rest of HR.

    From the shell nobody orders it. What has begun is not asked again: half an import would be worse than all of it.
    """
    with work.writing() as session:
        found = session.get_one(PeopleImport, _import(work), with_for_update=True)
        has_begun = bool(found.phase or found.done) or found.state not in (APPLYING, UNDOING)
        if found.by_id is None or has_begun or still_may.who(session, found.by_id, Role.HR) is not None:
            return True
        still_may.note_refused(session, found.organisation_id, found.by_id, NAMES[found.state], work.now())
        found.state, found.planned = back_to, 0
        return False
