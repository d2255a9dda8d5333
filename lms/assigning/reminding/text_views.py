"""The words of the organisation's mails: each text in each language, with slots only, tried on a real person."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from lms.assigning.assignment_pages.saying import gettext as _
from lms.assigning.reminding import previewing, settings, words
from lms.assigning.reminding.examples import people_found, somebody
from lms.assigning.reminding.text_words import NAMES, SLOTS, TONGUES, WHEN, problem
from lms.assigning.reminding.words import DEFAULT, TEXTS, BadWords, Words
from lms.kernel import audit
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.kernel.post import Post
from lms.people.models import Person
from lms.web.context import actor, config, db, now, today
from lms.web.forms import Confirmation, Form


class TextForm(Form):
    """Subject and text, and on whom they are tried; what is wrong is said by `words.check`."""

    subject = StringField(_l("Subject"))
    body = TextAreaField(_l("Text"))
    person = HiddenField()
    q = StringField(_l("Try it on"))


@allow(Role.HR)
def texts() -> ResponseReturnValue:
    """Show every text in every language, and which of them are the organisation's own."""
    said = settings.words_of(db(), actor().organisation_id)
    own = {each for each in said if said[each] != DEFAULT[each]}
    return render_template(
        "assigning/reminding/texts.html", keys=list(TEXTS), own=own, names=NAMES, when=WHEN, tongues=TONGUES
    )


@allow(Role.HR)
def text(text: str, spoken: str) -> ResponseReturnValue:
    """Show one text as it goes out now, and what it says to somebody."""
    standing = _standing(text, spoken)
    form = TextForm(formdata=None, subject=standing.subject, body=standing.body)
    return _page(text, spoken, form, standing)


@allow(Role.HR)
def save_text(text: str, spoken: str) -> ResponseReturnValue:
    """Keep words of the organisation's own, or show what they would say."""
    _standing(text, spoken)
    form = TextForm()
    try:
        said = words.check(text, form.subject.data or "", form.body.data or "")
    except BadWords as bad:
        form.validate()
        form["subject" if bad.field == words.SUBJECT else "body"].errors = [problem(text, bad)]
        return _page(text, spoken, form, None, 422)
    if not form.validate() or request.form.get("do") == "try":
        return _page(text, spoken, form, said)
    if said == DEFAULT[text, spoken]:
        settings.drop_words(db(), actor(), text, spoken)
    else:
        settings.save_words(db(), actor(), text, spoken, said, now())
    audit.note(db(), actor(), "reminders.text", now(), detail=f"{text} {spoken}")
    flash(_("Saved. Mails that are written from now on say this."))
    return redirect(url_for("reminding.text", text=text, spoken=spoken), 303)


@allow(Role.HR)
def drop_text(text: str, spoken: str) -> ResponseReturnValue:
    """Go back to the original words of a text."""
    _standing(text, spoken)
    settings.drop_words(db(), actor(), text, spoken)
    audit.note(db(), actor(), "reminders.text", now(), detail=f"{text} {spoken}")
    flash(_("The original text is back."))
    return redirect(url_for("reminding.text", text=text, spoken=spoken), 303)


def _standing(key: str, spoken: str) -> Words:
    """Return the words that go out now: the organisation's own, else ours. Raises NotFound."""
    if key not in TEXTS or spoken not in TONGUES:
        raise NotFound
    return settings.words_of(db(), actor().organisation_id)[key, spoken]


def _page(key: str, spoken: str, form: TextForm, said: Words | None, status: int = 200) -> ResponseReturnValue:
    word = (form.q.data or request.args.get("q", ""))[:100].strip()
    found = people_found(db(), actor(), word)
    person = somebody(db(), actor(), read_id(request.values.get("person", "")), today()) if not found else found[0]
    html = render_template(
        "assigning/reminding/text.html",
        key=key,
        spoken=spoken,
        kind=TEXTS[key],
        form=form,
        button=Confirmation(formdata=None),
        names=NAMES,
        when=WHEN,
        slots=SLOTS,
        tongues=TONGUES,
        own=_standing(key, spoken) != DEFAULT[key, spoken],
        original=DEFAULT[key, spoken],
        person=person,
        found=found,
        word=word,
        shown=_shown(key, spoken, said, person),
    )
    return html, status


def _shown(key: str, spoken: str, said: Words | None, person: Person | None) -> tuple[str, str] | None:
    """Return subject and text as they would reach this person."""
    if said is None or person is None:
        return None
    post = Post.of(config())
    return previewing.preview(db(), actor().organisation_id, person.id, key, spoken, said, post, now())
