"""The glossary: the shared terms, and those an organisation adds."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.translating.glossary import shared_terms
from lms.questions.text import LANGUAGES
from lms.studio.drafts.held import draft_or_404
from lms.studio.translating.models import LONGEST
from lms.studio.translating.terms import MOST, TooMany, keep_term, own_terms, remove_term
from lms.web.context import actor, db, now
from lms.web.forms import Form
from lms.web.languages import LANGUAGES as NAMES


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


_FITS: Final = Length(max=LONGEST, message=_l("At most 80 characters."))


class TermForm(Form):
    """One term: English, and what it is called in the other languages."""

    en = StringField("English", filters=[_tidy], validators=[InputRequired(_l("Write the English term.")), _FITS])
    da = StringField("Dansk", filters=[_tidy], validators=[_FITS])
    sv = StringField("Svenska", filters=[_tidy], validators=[_FITS])

    def validate_da(self, field: StringField) -> None:
        """Refuse a term that is called nothing in any other language, and signs nobody sees."""
        if not (self.da.data or self.sv.data):
            raise ValidationError(_("Say what it is called in Danish or in Swedish."))
        if not all(map(str.isprintable, (self.en.data or "", self.da.data or "", self.sv.data or ""))):
            raise ValidationError(_("There are signs in it that nobody sees. Type it anew."))


@allow(Role.TRAINER)
def glossary(draft: UUID) -> ResponseReturnValue:
    """Show every term that counts for the organisation."""
    return _page(draft, TermForm(formdata=None))


@allow(Role.TRAINER)
def keep(draft: UUID) -> ResponseReturnValue:
    """Add a term of the organisation's, or change one."""
    draft_or_404(draft)
    form = TermForm()
    words = {language: form[language].data or "" for language in LANGUAGES}
    if not form.validate():
        return _page(draft, form, 422)
    try:
        keep_term(db(), actor(), words, now())
    except TooMany:
        flash(_("A glossary holds %(most)d terms of your own. Take out one that nobody uses.", most=MOST), "error")
    return redirect(url_for("studio.glossary", draft=draft), 303)


@allow(Role.TRAINER)
def remove(draft: UUID) -> ResponseReturnValue:
    """Take a term of the organisation's out; it can be put back at once."""
    draft_or_404(draft)
    try:
        identity = UUID(request.form.get("term", ""))
    except ValueError:
        raise NotFound from None
    row = remove_term(db(), actor(), identity)
    flash(_("“%(term)s” is no longer in your glossary.", term=row.english))
    words = row.words
    again = url_for("studio.glossary", draft=draft, en=words.get("en"), da=words.get("da"), sv=words.get("sv"))
    return redirect(again, 303)


def _page(draft: UUID, form: TermForm, status: int = 200) -> ResponseReturnValue:
    found = draft_or_404(draft)
    if request.method == "GET":
        for language in LANGUAGES:  # a term that was just taken out stands in the form, to be put back
            form[language].data = request.args.get(language, "")[:LONGEST]
    page = render_template(
        "studio/translating/glossary.html",
        draft=found,
        own=own_terms(db(), actor()),
        shared=shared_terms(),
        form=form,
        names=NAMES,
    )
    return page, status
