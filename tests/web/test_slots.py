"""Rooms above fill places on the pages of rooms below, in the order they open; an empty place shows nothing."""

from __future__ import annotations

from flask import Flask, render_template_string

from lms.web import slots


def _app() -> Flask:
    app = Flask("slotted")
    slots.install(app)
    return app


def test_an_empty_slot_shows_nothing() -> None:
    with _app().app_context():
        assert render_template_string('<p>{{ slot("nobody.fills.this") }}</p>') == "<p></p>"


def test_a_slot_shows_what_was_put_there_in_order_with_what_the_page_hands_on() -> None:
    app = _app()
    slots.fill(app, "shelf", lambda title: render_template_string("<b>{{ title }}</b>", title=title))
    slots.fill(app, "shelf", lambda title: "<i>second</i>")
    slots.fill(app, "elsewhere", lambda: "never")
    with app.app_context():
        shown = render_template_string('{{ slot("shelf", title="<Cups>") }}')
    assert shown == "<b>&lt;Cups&gt;</b><i>second</i>"


def test_each_application_has_slots_of_its_own() -> None:
    one, other = _app(), _app()
    slots.fill(one, "shelf", lambda: "one")
    with other.app_context():
        assert render_template_string('{{ slot("shelf") }}') == ""
