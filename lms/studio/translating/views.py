"""The pages for translators: how far each language is, and one place of the module text beside text."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.translating.checks import remarks
from lms.packs.translating.languages import spoken_in, with_languages
from lms.packs.translating.units import Unit, in_language, units_of
from lms.packs.translating.writing import Translation
from lms.questions.text import LANGUAGES
from lms.studio.drafts import locks
from lms.studio.drafts.answering import clashed, typed
from lms.studio.drafts.files import Conflict, Edit, Refused
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import module_file
from lms.studio.drafts.sent import told_refusals, words_of
from lms.studio.translating import saving
from lms.studio.translating.earlier import earlier_words
from lms.studio.translating.page import SHOWS, Place, Progress, blocks_of, places_of
from lms.studio.translating.terms import terms
from lms.studio.translating.texts import all_texts
from lms.studio.translating.wording import kind_words, remark_words, state_words
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.shell import wants_json

MOST_TEXTS: Final = 200
"""Texts that one form may hold."""


@allow(Role.TRAINER)
def translations(draft: UUID) -> ResponseReturnValue:
    """Show how far each language of a draft is, and what can be added."""
    found = draft_or_404(draft)
    texts = all_texts(db(), found)
    languages, partly = spoken_in(texts.get(module_file(found.slug), ""))
    spoken = [each for each in languages if each != "en"]
    progress = {language: Progress.of(units_of(texts, language)) for language in spoken}
    crooked = {language: Translation(texts, language).crooked() for language in spoken}
    return render_template(
        "studio/translating/languages.html",
        draft=found,
        progress=progress,
        partly=partly,
        crooked=crooked,
        others=[each for each in LANGUAGES if each not in languages],
        form=Confirmation(),
    )


@allow(Role.TRAINER)
def choose_languages(draft: UUID) -> ResponseReturnValue:
    """Add a language to a draft, or say whether one may still lack something."""
    found = draft_or_404(draft)
    texts = all_texts(db(), found)
    module = module_file(found.slug)
    languages, partly = spoken_in(texts.get(module, ""))
    wanted = {name: request.form.get(name, "") for name in ("add", "whole", "partly")}
    if wanted["add"] in LANGUAGES and wanted["add"] not in languages:
        languages, partly, what = [*languages, wanted["add"]], [*partly, wanted["add"]], "language.added"
    elif wanted["whole"] in partly:
        partly, what = [each for each in partly if each != wanted["whole"]], "outline"
    elif wanted["partly"] in languages and wanted["partly"] not in (*partly, "en"):
        partly, what = [*partly, wanted["partly"]], "outline"
    else:
        raise NotFound
    changed = with_languages(texts[module], languages, partly)
    saving.keep(db(), found, actor(), texts, {module: changed}, what, now())
    if what == "language.added":
        return redirect(url_for("studio.translate", draft=draft, language=wanted["add"]), 303)
    return redirect(url_for("studio.translations", draft=draft), 303)


@allow(Role.TRAINER)
def translate(draft: UUID, language: str) -> ResponseReturnValue:
    """Show one place of the module in English and in a language, text beside text."""
    found, texts = _open(draft, language)
    units = units_of(texts, language)
    places = places_of(texts, units)
    if not places:
        return render_template("studio/translating/empty.html", draft=found, language_code=language)
    show = request.args.get("show", "all")
    place = _place(places)
    here = [unit for unit in units if unit.path == place.path]
    known = terms(db(), actor())
    return render_template(
        "studio/translating/translate.html",
        draft=found,
        language_code=language,
        places=places,
        place=place,
        following=next((each for each in [*places[place.number :], *places] if _waits(each) and each != place), None),
        progress=Progress.of(units),
        show=show if show in SHOWS else "all",
        blocks=blocks_of(here, language, show if show in SHOWS else "all", known, earlier_words(db(), found, here)),
        kind_words=kind_words,
        state_words=state_words,
        form=Confirmation(),
    )


@allow(Role.TRAINER)
def keep_texts(draft: UUID, language: str) -> ResponseReturnValue:
    """Keep the translations of one block as they are typed, and say how they stand."""
    found, texts = _open(draft, language)
    path, block = request.form.get("path", ""), request.form.get("block", "")
    if path not in texts:
        raise NotFound
    sent = _sent(path)
    right = request.form.getlist("right")
    back = f"{_address(found, language)}#{request.form.get('anchor', '')[:200]}"
    copied = request.form.get("copy", "")
    if copied:
        sent |= _copied(texts, language, path, copied)
    if request.form.get("take"):
        locks.take(db(), found, actor(), in_language(path, language), block, now(), over=True)
    try:
        after = saving.save(db(), found, actor(), path, language, sent, right, now())
    except Conflict as conflict:
        edits = [Edit(path, part, each.base, each.words) for part, each in sent.items()]
        return clashed(found, conflict.clashes, edits, back=back)
    except Refused as refused:
        if wants_json():
            return told_refusals(refused.refusals), 422
        flash(" ".join(words_of(refused.refusals[0])), "error")
        return redirect(back, 303)
    if not wants_json():
        return redirect(back, 303)
    return _told([unit for unit in after if unit.block == block], language)


@allow(Role.TRAINER)
def bring_in_line(draft: UUID, language: str) -> ResponseReturnValue:
    """Give the pages of a language the blocks of the English ones, in their order."""
    found, texts = _open(draft, language)
    translation = Translation(texts, language)
    translation.bring_in_line()
    saving.keep(db(), found, actor(), texts, translation.changed, "moved", now())
    flash(_("The pages have the blocks of the English ones again. What was taken out stands in the history."))
    return redirect(url_for("studio.translations", draft=draft), 303)


def _open(draft: UUID, language: str) -> tuple[Draft, dict[str, str]]:
    found = draft_or_404(draft)
    texts = all_texts(db(), found)
    languages, _partly = spoken_in(texts.get(module_file(found.slug), ""))
    if language not in languages or language == "en":
        raise NotFound
    return found, texts


def _place(places: list[Place]) -> Place:
    number = request.args.get("place", type=int)
    return next((each for each in places if each.number == number), places[0])


def _waits(place: Place) -> bool:
    return place.progress.done < place.progress.all


def _address(draft: Draft, language: str) -> str:
    number, show = request.form.get("place", type=int), request.form.get("show", "all")
    return url_for("studio.translate", draft=draft.id, language=language, place=number, show=show)


def _sent(path: str) -> dict[str, saving.Typed]:
    names = [name for name in request.form if name.startswith("text:")][:MOST_TEXTS]
    parts = [name.removeprefix("text:") for name in names]
    return {
        part: saving.Typed(typed(f"text:{part}").strip("\n").rstrip(), request.form.get(f"base:{path}:{part}", ""))
        for part in parts
    }


def _copied(texts: dict[str, str], language: str, path: str, part: str) -> dict[str, saving.Typed]:
    unit = next((each for each in units_of(texts, language) if (each.path, each.part) == (path, part)), None)
    return {part: saving.Typed(unit.source, unit.target_base)} if unit is not None else {}


def _told(units: list[Unit], language: str) -> ResponseReturnValue:
    known = terms(db(), actor())
    looked = {unit.part: [remark_words(each) for each in remarks(unit, language, known)] for unit in units}
    return {
        "saved": [{"path": unit.path, "part": unit.part, "base": unit.target_base} for unit in units],
        "problems": [],
        "texts": [
            {"part": unit.part, "state": unit.state, "words": state_words(unit), "remarks": looked[unit.part]}
            for unit in units
        ],
    }
