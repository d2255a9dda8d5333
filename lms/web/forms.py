"""The base of every form: CSRF and messages by Flask-WTF, in the reader's language where WTForms speaks it.

WTForms has no Danish catalogue, so every validator of ours brings its own words.
"""

from __future__ import annotations

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf is untyped
    """A form of ours."""


class Confirmation(Form):
    """A form of one button: nothing but the token that says the page was ours."""
