"""Files for translators' own tools: out as XLIFF or CSV, in again with a preview, all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.kernel.permissions import NotFound, Role, Rows, allow
from lms.packs.exchange.refusals import Refused as Unreadable
from lms.packs.translating.csv_file import LARGEST, read_csv, write_csv
from lms.packs.translating.exchanged import Arrival, Incoming, arrivals, counted, take
from lms.packs.translating.languages import spoken_in
from lms.packs.translating.units import slug_of, units_of
from lms.packs.translating.writing import Translation
from lms.packs.translating.xliff import language_of, read_xliff, write_xliff
from lms.studio.drafts.files import Conflict, Refused
from lms.studio.drafts.held import draft_or_404
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import is_storable, module_file
from lms.studio.drafts.sent import words_of
from lms.studio.translating import saving
from lms.studio.translating.texts import all_texts
from lms.web.context import actor, database, db, now
from lms.web.forms import Confirmation

LARGEST_BODY: Final = LARGEST + 1_000_000
MOST_SHOWN: Final = 200
"""Texts of a preview that are shown one by one; the rest is counted."""
TYPES: Final = {"xlf": "application/xliff+xml", "csv": "text/csv; charset=utf-8"}


@allow(Role.TRAINER)
def files(draft: UUID, language: str) -> ResponseReturnValue:
    """Offer the texts of a language as files, and take one back."""
    found, _texts = _open(draft, language)
    return render_template("studio/translating/files.html", draft=found, language_code=language, form=Confirmation())


@allow(Role.TRAINER)
def download(draft: UUID, language: str, suffix: str) -> ResponseReturnValue:
    """Give every text of a language as XLIFF or CSV."""
    found, texts = _open(draft, language)
    if suffix not in TYPES:
        raise NotFound
    units = units_of(texts, language)
    content = write_xliff(units, language) if suffix == "xlf" else write_csv(units)
    response = Response(content, content_type=TYPES[suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-{language}.{suffix}"'
    return response


@allow(Role.TRAINER)
def preview(draft: UUID, language: str) -> ResponseReturnValue:
    """Read a translators' file and show what importing it would change."""
    found, texts = _open(draft, language)
    try:
        incoming = _read(language)
    except Unreadable as refused:
        page = render_template(
            "studio/translating/files.html", draft=found, language_code=language, refused=refused, form=Confirmation()
        )
        return page, 422
    came = arrivals(Translation(texts, language), incoming)
    return _preview(found, language, came)


@allow(Role.TRAINER)
def importing(draft: UUID, language: str) -> ResponseReturnValue:
    """Take the texts of a previewed file into the draft, all of them or none."""
    with database().reading() as session:  # a whole module takes its time, and nobody's save waits for it
        texts = all_texts(session, Rows(session, actor(), Draft).where(Draft.id == draft).one_or_404())
        translation = Translation(texts, _spoken(texts, language))
        came = arrivals(translation, _sent())
        take(translation, came)
    found = draft_or_404(draft)
    try:
        saving.keep(db(), found, actor(), texts, translation.changed, "translation.imported", now())
    except Conflict:
        flash(
            _("Somebody changed the draft at this very moment, so nothing was imported. Look at it once more."), "error"
        )
        return _preview(found, language, came)
    except Refused as refused:
        flash(" ".join(words_of(refused.refusals[0])), "error")
        return redirect(url_for("studio.translation_files", draft=draft, language=language), 303)
    taken = sum(each.fate in ("new", "changed") for each in came)
    flash(
        ngettext("One translation was imported.", "%(num)d translations were imported.", taken)
        + " "
        + _("The history takes them back, all at once, if you like.")
    )
    return redirect(url_for("studio.translate", draft=draft, language=language), 303)


def _preview(draft: Draft, language: str, came: Sequence[Arrival]) -> ResponseReturnValue:
    taken = [each for each in came if each.fate in ("new", "changed")]
    return render_template(
        "studio/translating/preview.html",
        draft=draft,
        language_code=language,
        counts=counted(came),
        told_counts=told_counts,
        taken=taken,
        shown=taken[:MOST_SHOWN],
        unknown=[each.incoming.id for each in came if each.fate == "unknown"],
        sent=json.dumps([_document(each.incoming) for each in taken], ensure_ascii=False),
        form=Confirmation(),
    )


def _open(draft: UUID, language: str) -> tuple[Draft, dict[str, str]]:
    found = draft_or_404(draft)
    texts = all_texts(db(), found)
    _spoken(texts, language)
    return found, texts


def _spoken(texts: Mapping[str, str], language: str) -> str:
    """Return a language that the draft is translated into; NotFound for any other."""
    if language == "en" or language not in spoken_in(texts.get(module_file(slug_of(texts)), ""))[0]:
        raise NotFound
    return language


def _read(language: str) -> list[Incoming]:
    """Return the texts of the uploaded file; raise `Unreadable`."""
    sent = request.files.get("file")
    content = sent.read(LARGEST + 1) if sent is not None else b""
    name = PurePosixPath(sent.filename or "").name[:80] if sent is not None else ""
    if not content:
        raise Unreadable(name or "-", _("There is no file."), _("Choose one first."))
    is_table = name.lower().endswith((".csv", ".txt")) or not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    found = read_csv(content, name) if is_table else read_xliff(content, name)
    said = "" if is_table else language_of(content, name)
    if said and said != language:
        raise Unreadable(name, _("It is a translation into “%(other)s”.", other=said), _("Open that language first."))
    if not all(is_storable(each.target) for each in found):
        raise Unreadable(name, _("There are control characters in it."), _("Export the file again."))
    return found


def _document(each: Incoming) -> list[Any]:
    return [each.id, each.source, each.target, each.is_final]


def _sent() -> list[Incoming]:
    """Return the texts that the preview handed back; NotFound where they are not what it wrote."""
    try:
        rows = json.loads(request.form.get("texts", ""))
    except json.JSONDecodeError:
        raise NotFound from None
    if not isinstance(rows, list) or not all(map(_is_document, rows)):
        raise NotFound
    return [Incoming(*row) for row in rows]


def _is_document(row: object) -> bool:
    if not isinstance(row, list) or len(row) != len(Incoming.__dataclass_fields__):
        return False
    texts = row[:-1]
    return isinstance(row[-1], bool) and all(
        isinstance(text, str) and len(text) <= saving.LONGEST and is_storable(text) for text in texts
    )


preview.__dict__["largest_body"] = LARGEST_BODY
importing.__dict__["largest_body"] = LARGEST_BODY


def told_counts(counts: Mapping[str, int]) -> list[str]:
    """Return what a file would do, in words, the important things first."""
    words = {
        "new": ngettext("%(num)d new translation", "%(num)d new translations", counts.get("new", 0)),
        "changed": ngettext("%(num)d other translation", "%(num)d other translations", counts.get("changed", 0)),
        "stale": _("%(count)d made from English words that have changed since", count=counts.get("stale", 0)),
        "same": _("%(count)d as they are already", count=counts.get("same", 0)),
        "empty": _("%(count)d without a translation", count=counts.get("empty", 0)),
        "unknown": _("%(count)d that this module does not have", count=counts.get("unknown", 0)),
    }
    return [str(text) for fate, text in words.items() if counts.get(fate)]
