"""What the pages of self-assessment show, made ready for their templates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import url_for

from lms.answers.reading import CurrentAnswers
from lms.catalog import shelf
from lms.learning.assessing.at_hand import AtHand, Repeat
from lms.learning.assessing.forms import PREFIX, statements_form
from lms.learning.assessing.history import Profile, profile_of
from lms.learning.assessing.models import Sitting
from lms.learning.assessing.scoring import SubResult, TooManyMissing
from lms.learning.assessing.sittings import BLOCK, in_order
from lms.learning.assessing.wording import verdict_words
from lms.packs.instruments import Band, Instrument, Statement, Subscale
from lms.web.context import actor, db, today
from lms.web.forms import Form
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor


@dataclass(frozen=True)
class ShownStatement:
    """One statement with what is chosen ("" for nothing), its revision, and whether it was left out or refused."""

    item: Statement
    name: str
    chosen: str
    revision: int
    unanswered: bool
    error: str


@dataclass(frozen=True)
class ShownSitting:
    """A sitting to answer. `missing`: too few could be judged; `anchors`: the scale in the reader's words."""

    sitting: Sitting
    instrument: Instrument
    form: Form
    statements: Sequence[ShownStatement]
    missing: TooManyMissing | None
    anchors: Sequence[str]
    block: str = BLOCK

    @classmethod
    def of(
        cls,
        sitting: Sitting,
        instrument: Instrument,
        person: UUID,
        saved: CurrentAnswers,
        refused: Form | None = None,
        unanswered: Collection[str] = (),
        missing: TooManyMissing | None = None,
    ) -> ShownSitting:
        """Return the sitting in this person's order, with a form that was refused or what is saved."""
        mine = {item: found for (_context, _block, item), found in saved.items()}
        form = refused or statements_form(instrument, {item: found.value for item, found in mine.items()})
        statements = [
            ShownStatement(
                item,
                form[PREFIX + item.id].name,
                form[PREFIX + item.id].data or "",
                mine[item.id].revision if item.id in mine else 0,
                item.id in unanswered,
                next(iter(form[PREFIX + item.id].errors), ""),
            )
            for item in in_order(instrument, person)
        ]
        return cls(sitting, instrument, form, statements, missing, [local(words) for words in instrument.scale.anchors])

    @property
    def answered(self) -> int:
        """Return how many statements have an answer, "cannot judge" included."""
        return sum(bool(each.chosen) for each in self.statements)

    @property
    def unanswered(self) -> int:
        """Return how many were left out when it was sent."""
        return sum(each.unanswered for each in self.statements)


@dataclass(frozen=True)
class Help:
    """The page that helps: its title, the language that is in, and its address."""

    title: str
    language: str
    address: str


@dataclass(frozen=True)
class Finding:
    """A sub-dimension, its score, the sentence on it, and the page that helps; the last two None without a score."""

    subscale: Subscale
    result: SubResult
    band: Band | None
    help: Help | None


@dataclass(frozen=True)
class ShownResult:
    """A closed sitting with everything there is to say about it."""

    profile: Profile
    band: Band
    help: Help | None
    findings: Sequence[Finding]
    verdict: str


def shown_result(profile: Profile, found: AtHand | None) -> ShownResult:
    """Return the result with its sentences and the pages of the module that help, in the reader's language."""
    band = profile.instrument.band(profile.result.score)
    findings = [_finding(profile, sub, found) for sub in profile.instrument.subscales]
    verdict = verdict_words(profile.change) if profile.first else ""
    return ShownResult(profile, band, _help(found, band), findings, verdict)


def _finding(profile: Profile, sub: Subscale, found: AtHand | None) -> Finding:
    result = profile.result.sub(sub.id) or SubResult(sub.id, None, 0, len(profile.instrument.of_subscale(sub.id)))
    band = None if result.score is None else sub.finding(result.score)
    return Finding(sub, result, band, _help(found, band) if band else None)


def _help(found: AtHand | None, band: Band) -> Help | None:
    """Return the page as the module has it now; None when the module, or the page, is gone."""
    if found is None or band.page not in [page.name for page in found.hand.contents]:
        return None
    page = shelf.page(db(), actor(), found.hand.version.id, band.page, language())
    address = url_for("learning.page", slug=found.hand.slug, name=band.page)
    return Help(page.title, page.language, address) if page is not None else None


@dataclass(frozen=True)
class ShownAssessment:
    """One line of the list, and one block in a module: what there is, the latest profile, when it may be repeated."""

    at_hand: AtHand
    profile: Profile | None
    verdict: str
    repeat: Repeat | None
    answered: int = 0


def shown_assessments(found: Sequence[AtHand]) -> list[ShownAssessment]:
    """Return the lines of the list."""
    return [shown_assessment(each) for each in found]


def shown_assessment(found: AtHand, answered: int = 0) -> ShownAssessment:
    """Return one self-assessment as it stands with the person; `answered` statements of the open sitting."""
    closed = found.closed
    profile = profile_of(closed[-1], closed, partial(shelf.instrument, db())) if closed else None
    verdict = verdict_words(profile.change) if profile and profile.first else ""
    return ShownAssessment(found, profile, verdict, found.repeat(today(), signed_in_visitor().time_zone), answered)
