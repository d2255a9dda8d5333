"""Pictures of touchpoints: shown, added, removed and brought back; the pages of the way show them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers import reading, saving
from lms.answers.contexts import Refusal
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Table
from lms.calculators.tables import PICTURE
from lms.kernel.ids import new_id, read_id
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.people.throttling import Uses
from lms.tools.inputs import named
from lms.tools.journeys import pictures
from lms.tools.journeys.forms import PictureForm, TakeBackForm, place_of
from lms.tools.journeys.showing import way_of
from lms.tools.numbers import contexts_of
from lms.tools.scenarios import sharing
from lms.tools.scenarios.page import own_page
from lms.tools.scenarios.reading import KeptScenario, of_owner, one_of
from lms.tools.showing import BLOCK, ShownCalculator, shown_calculator
from lms.web.context import actor, database, db, now, secret
from lms.web.forms import Confirmation
from lms.web.photographs import sending, taking
from lms.web.photographs.taking import Drawn

MOST_A_MINUTE: Final = 20
"""Drawing one anew takes up to a second of the processor."""

_SCENARIO: Final = "scenario:"


@dataclass(frozen=True)
class Way:
    """A way of the actor's own, in a tool or in a scenario."""

    shown: ShownCalculator
    table: Table
    scenario: KeptScenario | None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return its rows; none while the example stands there."""
        return [dict(row) for row in self.shown.own.get(self.table.name) or ()]

    def keep(self, rows: list[dict[str, Any]]) -> bool:
        """Keep rows in place of those there. False when another window was faster; Refusal for a baseline."""
        name = self.table.name
        sent = SentAnswer(new_id(), self.shown.context, BLOCK, name, self.shown.revisions.get(name, 0), rows)
        kept = not saving.save(db(), actor(), [sent], secret(), now()).conflicts
        if kept:
            pictures.settle(db(), actor(), secret(), now())
        return kept

    def address(self, **said: Any) -> str:
        """Return where its pictures are."""
        if self.scenario is not None:
            return url_for("tools.scenario", identity=self.scenario.row.id, _anchor="pictures", **said)
        return url_for("tools.tool", name=self.shown.calculator.name, _anchor="pictures", **said)

    def page(self, form: PictureForm, status: int, refused: str = "") -> tuple[str, int]:
        """Show its page again with what is wrong with a form, or why nothing of it can be done at all."""
        g.pop("way_pictures", None)
        if self.scenario is not None:
            return own_page(self.scenario, status, refused=refused, picture=form)
        return render_template(
            "tools/tool.html", shown=self.shown, form=Confirmation(formdata=None), picture=form
        ), status


@allow(*MEMBERS)
def picture(identity: UUID) -> ResponseReturnValue:
    """Show a picture of mine, to me."""
    return sending.sent(pictures.jpeg_of(db(), actor().person_id, identity, secret()))


@allow(*MEMBERS)
def scenario_picture(identity: UUID, picture: UUID) -> ResponseReturnValue:
    """Show a picture of a scenario to its owner, and to a colleague while it is shared with them and shows it."""
    try:
        kept = one_of(db(), actor(), identity, secret())
    except NotFound:
        kept = of_owner(db(), actor(), sharing.shared_scenario(db(), actor(), identity)[0], secret())
    table = way_of(kept.shown)
    rows = kept.shown.own.get(table.name) if table else ()
    if picture not in pictures.in_rows(rows or ()):
        raise NotFound
    return sending.sent(pictures.jpeg_of(db(), kept.row.person_id, picture, secret()))


@allow(*MEMBERS)
def add_picture(name: str) -> ResponseReturnValue:
    """Put a picture to a touchpoint of mine, drawn anew, in place of the one before."""
    form = PictureForm()
    is_sound = form.validate()
    with database().reading() as session:  # the one that writes must not begin before the drawing is done
        named(session, actor(), name)
    if not is_sound:
        return _way(name, form.context.data or "").page(form, 422)
    if not Uses(secret(), "pictures", actor().person_id, MOST_A_MINUTE).take(database(), now()):
        return *_refused(name, form, wait_words(), 429), {"Retry-After": "60"}
    try:
        drawn = taking.taken(request.files.get("photograph"), taking.SMALL)
    except taking.Unusable as refused:
        return _refused(name, form, str(refused))
    return _put(_way(name, form.context.data or ""), form, drawn)


add_picture.__dict__["largest_body"] = taking.LARGEST_BODY


def _refused(name: str, form: PictureForm, words: str, status: int = 422) -> tuple[str, int]:
    form.photograph.errors = [words]
    return _way(name, form.context.data or "").page(form, status)


def _put(way: Way, form: PictureForm, drawn: Drawn) -> ResponseReturnValue:
    rows = way.rows
    at = place_of(rows, form.point.data or "")
    if at is None:
        form.point.errors = [_("The way has changed meanwhile. Choose the touchpoint again.")]
        return way.page(form, 409)
    try:
        found = pictures.keep(db(), actor(), drawn, (form.words.data or "").strip(), secret(), now())
        rows[at][PICTURE] = str(found)
        kept = way.keep(rows)
    except pictures.TooMany:
        form.photograph.errors = [
            _("You keep %(most)d pictures, which is as many as there can be.", most=pictures.MOST)
        ]
        return way.page(form, 422)
    except Refusal as refusal:
        db().rollback()
        return _way_again(way).page(form, refusal.status, refusal.reason)
    return redirect(way.address(), 303) if kept else _changed(way, form)


@allow(*MEMBERS)
def remove_picture(name: str) -> ResponseReturnValue:
    """Take a picture off its touchpoint; the page offers to bring it back."""
    form = TakeBackForm()
    way, wanted = _way(name, form.context.data or ""), read_id(form.picture.data or "")
    rows = way.rows
    at = next((place for place, each in enumerate(pictures.in_rows(rows)) if each == wanted and each), None)
    if not form.validate() or at is None:
        raise NotFound
    rows[at].pop(PICTURE)
    return _done(way, rows, way.address(removed=wanted, point=at))


@allow(*MEMBERS)
def restore_picture(name: str) -> ResponseReturnValue:
    """Bring a removed picture back to its touchpoint."""
    form = TakeBackForm()
    way, wanted = _way(name, form.context.data or ""), read_id(form.picture.data or "")
    rows, at = way.rows, place_at(form.point.data or "")
    if not form.validate() or wanted is None or not pictures.known(db(), actor().person_id, [wanted], secret()):
        raise NotFound
    if at >= len(rows) or rows[at].get(PICTURE):
        flash(_("The touchpoint has changed meanwhile, so the picture stays away."))
        return redirect(way.address(), 303)
    rows[at][PICTURE] = str(wanted)
    return _done(way, rows, way.address())


def place_at(text: str) -> int:
    """Return the place a form names, counted from 0; beyond every row where it names none."""
    return int(text) if text.isascii() and text.isdigit() else 1_000


def _done(way: Way, rows: list[dict[str, Any]], address: str) -> ResponseReturnValue:
    try:
        kept = way.keep(rows)
    except Refusal as refusal:
        db().rollback()
        flash(refusal.reason)
        return redirect(way.address(), 303)
    return redirect(address, 303) if kept else _changed(way, PictureForm(formdata=None))


def _changed(way: Way, form: PictureForm) -> ResponseReturnValue:
    db().rollback()
    form.photograph.errors = [_("The way was changed in another window just now. Send it again.")]
    return _way_again(way).page(form, 409)


def _way_again(way: Way) -> Way:
    return _way(way.shown.calculator.name, way.shown.context if way.scenario else "")


def _way(name: str, context: str) -> Way:
    """Return the way of a tool, or of the scenario under this key. NotFound when it has none, or it is not theirs."""
    calculator, kept = named(db(), actor(), name), None
    if context.startswith(_SCENARIO):
        identity = read_id(context.removeprefix(_SCENARIO))
        kept = None if identity is None else one_of(db(), actor(), identity, secret())
        if kept is None or kept.calculator.uuid != calculator.uuid:
            raise NotFound
        shown = kept.shown
    else:
        shown = shown_calculator(calculator, reading.current(db(), actor(), contexts_of([calculator]), secret()))
    table = way_of(shown)
    if table is None:
        raise NotFound
    return Way(shown, table, kept)


def wait_words() -> str:
    """Return that too many pictures came in a minute."""
    return str(_("Those were many pictures at once. Wait a minute, then send this one again."))
