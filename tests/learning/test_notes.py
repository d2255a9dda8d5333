"""Notes and highlights: kept for the person alone, in their place whatever becomes of the text, never lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.kernel.clock import SetClock
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.learning.in_hand import shelf_in_hand
from lms.learning.notes import context as notes_context
from lms.learning.notes.mine import my_notes
from lms.learning.notes.recent import with_pages
from tests.support.company import MODULE, Company
from tests.support.fingerprint import dump
from tests.support.forms import form_to, forms_of
from tests.support.learner import PAGES, Learner
from tests.support.notes import PAGE, noted, sent
from tests.support.rows import log_of, statements

XSS = json.loads((Path(__file__).parents[1] / "cases/xss.json").read_text())
HOSTILE = [variant["value"] for case in XSS["cases"] for variant in case["variants"] if "value" in variant]


def refusal(response: TestResponse) -> tuple[int, str, str]:
    """Return the status, the field and the reason of a refusal."""
    (error,) = response.json["errors"]
    return response.status_code, error["field"], error["reason"]


def test_a_note_and_a_highlight_are_on_the_page_and_in_the_list(learner: Learner) -> None:
    noted(learner, text="Ask finance for our margin")
    noted(learner, quote="no change", before="as before:", after="Except")
    page, every = learner.browser.get(PAGE).text, learner.browser.get("/learn/notes").text
    for html in (page, every):
        assert "Ask finance for our margin" in html
        assert 'data-show="quote">no change<' in html
    assert f'href="{PAGE}#start"' in every
    other = learner.browser.get(f"/learn/{MODULE}/{PAGES[1]}").text
    assert "Ask finance" not in other, "each page shows its own"


def test_nobody_else_is_ever_given_a_note(learner: Learner, company: Company, other_company: Company) -> None:
    identity = noted(learner, text="quokka quarrel")
    others = [
        company.person(Role.HR, Role.TRAINER, Role.ADMIN),
        company.person(),
        other_company.person(Role.ADMIN),
    ]
    for person in others:
        browser = (other_company if person is others[2] else company).browser(person)
        for path in (PAGE, "/learn/notes", "/learn/notes.md", "/learn/search?q=quokka&in=all", "/me/data.json"):
            assert "quarrel" not in browser.get(path).text
        assert browser.get(f"/learn/notes/{identity}").status_code == 404
        for verb in ("", "/deletion", "/restoration"):
            assert browser.post(f"/learn/notes/{identity}{verb}", {"text": "mine", "revision": "1"}).status_code == 404
    assert "quokka quarrel" in learner.browser.get(PAGE).text


def test_a_stolen_database_holds_no_word_of_it(learner: Learner) -> None:
    noted(learner, text="quokka quarrel", quote="numbat number", before="wombat", after="bandicoot")
    stolen = dump(learner.installation.database)
    assert not [word for word in ("quokka", "numbat", "wombat", "bandicoot") if word in stolen]


def test_the_same_sending_again_is_the_same_note(learner: Learner) -> None:
    record = sent(learner, text="Once")
    for _ in range(3):
        assert learner.browser.save(record).json["saved"][0]["revision"] == 1
    assert len(log_of(learner.installation.database, learner.person)) == 1


def test_a_change_from_an_old_page_conflicts_and_shows_both(learner: Learner) -> None:
    identity = noted(learner, text="First")
    assert learner.browser.save(sent(learner, id=identity, base=1, text="Second")).json["saved"]
    late = learner.browser.save(sent(learner, id=identity, base=1, text="Third")).json["conflicts"][0]
    assert (late["current"]["value"]["text"], late["current"]["revision"]) == ("Second", 2)


REFUSED = [
    ({"text": "x" * 4_001}, "value.text", "room for 4000"),
    ({"quote": "x" * 1_001}, "value.quote", "at most 1000"),
    ({"text": "  "}, "value.text", "Write something"),
    ({"text": "a", "language": "xx"}, "value.language", "one of ours"),
    ({"text": "a", "place": "a\u2028b"}, "value.place", "no such block"),
    ({"text": "a", "place": "x" * 81}, "value.place", "too long"),
    ({"text": "a", "before": "x" * 65}, "value.before", "too long"),
    ({"text": "a", "colour": "red"}, "value", "an object"),
]


@pytest.mark.parametrize(("contents", "field", "reason"), REFUSED, ids=lambda value: str(value)[:30])
def test_what_is_no_note_is_refused_at_its_field(
    contents: dict[str, str], field: str, reason: str, learner: Learner
) -> None:
    status, where, why = refusal(learner.browser.save(sent(learner, **contents)))
    assert (status, where) == (422, f"[0].{field}")
    assert reason in why
    assert log_of(learner.installation.database, learner.person) == []


@pytest.mark.parametrize("value", [5, "text", [], {"text": 5}, {"text": None}, {"text": {}}, True], ids=str)
def test_what_no_page_could_send_is_refused(value: Any, learner: Learner) -> None:
    record = {**sent(learner), "value": value}
    assert refusal(learner.browser.save(record))[0] == 422


def test_a_page_a_module_or_an_id_that_is_not_there_is_refused(learner: Learner) -> None:
    there = sent(learner, text="Here")
    assert refusal(learner.browser.save({**there, "block": "09-nowhere"}))[:2] == (422, "[0].block")
    assert refusal(learner.browser.save({**there, "item": "mine"}))[:2] == (422, "[0].item")
    for module in (str(new_id()), "nonsense", ""):
        assert refusal(learner.browser.save({**there, "context": f"notes:{module}"}))[:2] == (404, "[0].context")


def test_a_module_holds_so_many_notes_and_says_so(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes_context, "MOST", 3)
    notes = [noted(learner, text=f"Note {number}") for number in range(3)]
    status, field, reason = refusal(learner.browser.save(sent(learner, text="One more")))
    assert (status, field) == (422, "[0].value")
    assert "3 notes in this module" in reason
    assert learner.browser.save(sent(learner, id=notes[0], base=1, text="Changed")).json["saved"], "a change is no more"
    assert learner.browser.post(f"/learn/notes/{notes[1]}/deletion").status_code == 303
    assert learner.browser.save(sent(learner, text="In its place")).json["saved"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: str(text)[:24])
def test_a_hostile_note_is_words_everywhere(text: str, learner: Learner) -> None:
    noted(learner, text=text[:4_000], quote=text[:1_000], before=text[:60], after=text[:60])
    neutral = learner.browser.get("/learn/notes").text.count("<script"), learner.browser.get(PAGE).text.count("<script")
    assert neutral == (1, 1), "the page's own"
    for path in (PAGE, "/learn/notes"):
        forms = [form.action for form in forms_of(learner.browser.get(path).text)]
        assert all(action.startswith("/") for action in forms)
    assert learner.browser.get("/learn/notes.md").status_code == 200


def test_the_file_has_everything_in_order_and_nothing_comes_alive(learner: Learner) -> None:
    noted(learner, quote="no change\nat all", text="Ask *finance* <b>now</b>")
    answered = learner.browser.get("/learn/notes.md")
    assert 'filename="notes.md"' in answered.headers["Content-Disposition"]
    assert answered.mimetype == "text/markdown"
    lines = answered.text.split("\n")
    assert lines[0] == "# My notes"
    assert "## Loyalty economics" in lines
    assert lines[lines.index("> no change") + 1] == "> at all"
    assert "Ask \\*finance\\* \\<b\\>now\\</b\\>" in lines


def test_the_latest_notes_come_first(learner: Learner, company: Company, clock: SetClock) -> None:
    first = noted(learner, text="First")
    for number in range(3):
        clock.forward(minutes=1)
        noted(learner, text=f"Later {number}")
    clock.forward(minutes=1)
    learner.browser.save(sent(learner, id=first, base=1, text="First, changed"))
    actor = company.actor(learner.person)
    key = learner.installation.config.key().encode()
    with learner.installation.database.reading() as session:
        hands = shelf_in_hand(session, actor)
        recent = with_pages(my_notes(session, actor, hands, key)[:3], hands)
        assert [each.note.contents.text for each in recent] == ["First, changed", "Later 2", "Later 1"]
        assert recent[0].title is not None
        assert recent[0].hand.slug == MODULE
        everything = my_notes(session, actor, [recent[0].hand], key)
    assert len(everything) == 4


def test_notes_are_in_a_persons_own_file(learner: Learner) -> None:
    noted(learner, text="Mine to take")
    private = json.loads(learner.browser.get("/me/data.json").text)["private_answers"]
    assert [each["value"]["text"] for each in private if each["context"].startswith("notes:")] == ["Mine to take"]


def test_a_page_with_notes_costs_no_query_more(learner: Learner) -> None:
    learner.browser.get(PAGE)
    with statements(learner.installation.database) as before:
        learner.browser.get(PAGE)
    noted(learner, text="One")
    with statements(learner.installation.database) as after:
        learner.browser.get(PAGE)
    assert len(after) == len(before)


def test_a_new_note_waits_at_the_form_of_the_page_it_was_written_on(learner: Learner) -> None:
    form = form_to(learner.browser.get(PAGE).text, f"{PAGES[0]}/notes")
    assert form.values["note"]
    assert "start" in form.choices["place"] or form.choices["place"]
