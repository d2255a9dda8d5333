"""The library of a draft's pictures and clips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.kernel.permissions import NotFound, Role, Rows, allow
from lms.packs.clips import CLIP_TYPES, LARGEST_CLIP
from lms.packs.translating.languages import spoken_in
from lms.studio.drafts.answering import kept as saved
from lms.studio.drafts.answering import sent_base
from lms.studio.drafts.files import Conflict, Edit, Refused, content_of, paths_of
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import Draft, DraftFile
from lms.studio.drafts.paths import module_file
from lms.studio.drafts.room import hold_room
from lms.studio.drafts.sent import words_of
from lms.studio.media import changing
from lms.studio.media.shelf import MEGABYTE, Kept, content_type, kept_in, room_of_histories, room_used
from lms.studio.media.taking import Taken, Unusable, taken, taken_captions
from lms.studio.translating.texts import all_texts
from lms.web.context import actor, config, database, db, now
from lms.web.forms import Confirmation
from lms.web.ranges import in_ranges
from lms.web.shell import wants_json

LARGEST_BODY: Final = LARGEST_CLIP + MEGABYTE
LONGEST_ALT: Final = 500


@allow(Role.TRAINER)
def library(draft: UUID) -> ResponseReturnValue:
    """Show every picture and clip of a draft: where it is used, its words, and what can be done with it."""
    return _page(draft_or_404(draft))


@allow(Role.TRAINER)
def upload(draft: UUID) -> ResponseReturnValue:
    """Take a picture or clip into a draft: 201 with its name and size for a script, the library for a browser."""
    drawn = _drawn(draft)
    found = draft_or_404(draft)
    try:
        got = _usable(drawn)
        _check_room(found, len(got.content))
        of_question = request.values.get("of") == "questions"
        texts = all_texts(db(), found)
        name = changing.add(db(), found, actor(), texts, paths_of(db(), found), got, now(), of_question=of_question)
    except (Unusable, Conflict, Refused) as problem:
        return _refused(found, problem)
    if wants_json() or request.files.get("file") is None:
        return _told(found, name, got, of_question=of_question), 201
    return redirect(url_for("studio.draft_media", draft=draft, _anchor=f"medium-{name.replace('.', '-')}"), 303)


@allow(Role.TRAINER)
def medium(draft: UUID, name: str) -> ResponseReturnValue:
    """Give one picture or clip as it is now; nobody keeps it, because it may be another in a minute."""
    found = draft_or_404(draft)
    path = f"{changing.folder_of(found, of_question=request.args.get('of') == 'questions')}/{name}"
    here = DraftFile.draft_id == found.id, DraftFile.path == path
    size = db().scalar(select(DraftFile.size).where(*here)) if name.isprintable() else None
    if size is None:
        raise NotFound

    def read(start: int, length: int) -> bytes:
        return bytes(db().scalar(select(func.substr(DraftFile.content, start + 1, length)).where(*here)) or b"")

    response = in_ranges(size, content_type(name), read)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@allow(Role.TRAINER)
def describe(draft: UUID, name: str) -> ResponseReturnValue:
    """Keep what a picture shows in words, in every language, or that it only decorates."""
    found, each = _kept(draft, name)
    texts = all_texts(db(), found)
    module = module_file(found.slug)
    languages, _partly = spoken_in(texts[module])
    alt = {code: " ".join(request.form.get(f"alt-{code}", "").split())[:LONGEST_ALT] for code in languages}
    decorative = bool(request.form.get("decorative")) and not each.is_clip
    part = changing.described(texts[module], module, each, alt, decorative=decorative)
    edit = Edit(module, each.part, sent_base(module, each.part), part)
    return saved(found, [edit], "medium.described", back=_place(found, each))


@allow(Role.TRAINER)
def replace(draft: UUID, name: str) -> ResponseReturnValue:
    """Put another file in the place of one, everywhere it is used."""
    drawn = _drawn(draft)

    def act(found: Draft, each: Kept, texts: dict[str, str]) -> str:
        got = _usable(drawn)
        if each.is_clip != (got.suffix in CLIP_TYPES):
            raise Unusable(
                _("A clip cannot stand in for a picture, nor a picture for a clip."),
                _("Upload it beside this one, and use it on the page instead."),
            )
        _check_room(found, len(got.content) - each.size)
        _check_history(found, each)
        return changing.replace(db(), found, actor(), texts, each, got, now())

    return _acted(draft, name, act)


@allow(Role.TRAINER)
def rename(draft: UUID, name: str) -> ResponseReturnValue:
    """Give a picture or clip another name, and change it wherever it is used."""

    def act(found: Draft, each: Kept, texts: dict[str, str]) -> str:
        _check_history(found, each)
        folder = each.path.rpartition("/")[0]
        paths = [path for path in paths_of(db(), found) if path.startswith(f"{folder}/")]
        own = {path: content_of(db(), found, path) or b"" for path in paths if _belongs(path, each)}
        files = {path: own.get(path, b"") for path in paths}
        return changing.rename(db(), found, actor(), texts, files, each, request.form.get("name", "")[:100], now())

    return _acted(draft, name, act)


@allow(Role.TRAINER)
def caption(draft: UUID, name: str, language: str) -> ResponseReturnValue:
    """Put captions beside a clip."""

    def act(found: Draft, each: Kept, texts: dict[str, str]) -> str:
        content = taken_captions(_sent()[0])
        changing.caption(db(), found, actor(), each, language, content, now())
        return each.name

    return _acted(draft, name, act)


@allow(Role.TRAINER)
def remove(draft: UUID, name: str) -> ResponseReturnValue:
    """Take a picture or clip out that nothing uses; one button brings it back."""
    found, each = _kept(draft, name)
    try:
        _check_history(found, each)
        number = changing.remove(db(), found, actor(), all_texts(db(), found), each, now())
    except changing.StillUsed:
        flash(_("“%(name)s” is still used, so it stays.", name=each.name), "error")
        return redirect(_place(found, each), 303)
    except (Unusable, Conflict, Refused) as problem:
        return _refused(found, problem)
    return redirect(url_for("studio.draft_media", draft=found.id, removed=number), 303)


def _page(found: Draft, problem: Unusable | None = None) -> ResponseReturnValue:
    texts = all_texts(db(), found)
    languages, partly = spoken_in(texts.get(module_file(found.slug), ""))
    page = render_template(
        "studio/media/media.html",
        draft=found,
        kept=kept_in(db(), found, texts),
        module=module_file(found.slug),
        module_text=texts.get(module_file(found.slug), ""),
        spoken=languages,
        whole=[each for each in languages if each not in partly],
        used=room_used(db(), found),
        most=config().media_megabytes * MEGABYTE,
        problem=problem,
        removed=request.args.get("removed", type=int),
        form=Confirmation(),
    )
    return page, 422 if problem is not None else 200


def _acted(draft: UUID, name: str, act: Callable[[Draft, Kept, dict[str, str]], str]) -> ResponseReturnValue:
    found, each = _kept(draft, name)
    try:
        new = act(found, each, all_texts(db(), found))
    except (Unusable, Conflict, Refused) as problem:
        return _refused(found, problem)
    if wants_json():
        return {"name": new, "url": _address(found, new, of_question=each.is_of_question)}
    prefix = "question-" if each.is_of_question else "medium-"
    return redirect(url_for("studio.draft_media", draft=found.id, _anchor=prefix + new.replace(".", "-")), 303)


def _kept(draft: UUID, name: str) -> tuple[Draft, Kept]:
    found = draft_or_404(draft)
    of_question = request.values.get("of") == "questions"
    mine = (each for each in kept_in(db(), found, all_texts(db(), found)) if each.is_of_question == of_question)
    each = next((each for each in mine if each.name == name), None)
    if each is None:
        raise NotFound
    return found, each


def _belongs(path: str, each: Kept) -> bool:
    """Return whether a file is a picture or clip itself, or the captions of it."""
    stem = each.path.rpartition(".")[0]
    return path == each.path or (path.startswith(f"{stem}.") and path.endswith(".vtt"))


def _drawn(draft: UUID) -> Taken | Unusable:
    """Return what was uploaded as it may be kept, or why it may not; before the request begins to write, because a
    picture takes seconds to draw and everybody's saves would wait for it."""
    with database().reading() as session:
        there = (Draft.id == draft, Draft.trashed_at.is_(None))
        Rows(session, actor(), Draft).where(*there).one_or_404()
    try:
        return taken(*_sent())
    except Unusable as problem:
        return problem


def _usable(drawn: Taken | Unusable) -> Taken:
    if isinstance(drawn, Unusable):
        raise drawn
    return drawn


def _sent() -> tuple[bytes, str]:
    """Return the uploaded file and its name: a form's field, or the body itself, as a script may send it."""
    field = request.files.get("file")
    if field is not None:
        return field.read(LARGEST_BODY), (field.filename or "")[:200]
    return request.get_data(cache=False), request.args.get("name", "")[:200]


def _check_room(found: Draft, more: int) -> None:
    most = config().media_megabytes
    hold_room(db(), found.organisation_id)
    if room_used(db(), found) + more > most * MEGABYTE:
        raise Unusable(
            _("Your organisation's pictures and clips take all of their %(most)d MB.", most=most),
            _("Remove some that nothing uses, or ask your administrator for more room."),
        )


def _check_history(found: Draft, each: Kept) -> None:
    """Refuse what would make the histories keep more than the drafts themselves may hold."""
    most = config().media_megabytes
    if room_of_histories(db(), found) + each.size > most * MEGABYTE:
        raise Unusable(
            _(
                "Your drafts' histories keep %(most)d MB of earlier pictures and clips, all they may.",
                most=most,
            ),
            _("Throw away drafts nobody needs: 30 days later it is free. Or ask your administrator for more room."),
        )


def _refused(found: Draft, problem: Exception) -> ResponseReturnValue:
    if isinstance(problem, Refused):
        problem = Unusable(*words_of(problem.refusals[0]))
    elif isinstance(problem, Conflict):
        problem = Unusable(_("Somebody changed the draft at this very moment."), _("Try once more."))
    if not isinstance(problem, Unusable):
        raise problem
    if wants_json():
        return {"message": problem.message, "remedy": problem.remedy}, 422
    return _page(found, problem)


def _told(found: Draft, name: str, got: Taken, *, of_question: bool) -> dict[str, object]:
    address = _address(found, name, of_question=of_question)
    return {"name": name, "url": address, "width": got.width, "height": got.height}


def _address(found: Draft, name: str, *, of_question: bool) -> str:
    of = "questions" if of_question else None
    return url_for("studio.draft_medium", draft=found.id, name=name, of=of)


def _place(found: Draft, each: Kept) -> str:
    return url_for("studio.draft_media", draft=found.id, _anchor=each.id)


for _view in (upload, replace, caption):
    _view.__dict__["largest_body"] = LARGEST_BODY
