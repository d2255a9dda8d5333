"""The base of every form: CSRF and messages by Flask-WTF, in the reader's language where WTForms speaks it.

WTForms has no Danish catalogue, so every validator of ours brings its own words.
"""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict

from lms.web.context import SAFE_METHODS


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf is untyped
    """A form of ours. A script may send it as JSON: an object of texts, as a browser would send them; else 400."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask_wtf is untyped
        """How what was sent becomes fields."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent; of JSON only what a form could have sent too."""
            if formdata is not None and self._is_script():
                return _texts(request.get_json(silent=True))
            return super().wrap_formdata(form, formdata)

        def _is_script(self) -> bool:
            return request.method not in SAFE_METHODS and request.is_json and not request.form


class Confirmation(Form):
    """A form of one button: nothing but the token that says the page was ours."""


def _texts(sent: object) -> ImmutableMultiDict[str, str]:
    if not isinstance(sent, dict) or not all(isinstance(text, str) for text in sent.values()):
        abort(400)
    return ImmutableMultiDict(sent)
