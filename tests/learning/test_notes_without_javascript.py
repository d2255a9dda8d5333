"""Writing, changing, deleting and bringing back a note by links and forms alone; nothing typed is ever lost."""

from __future__ import annotations

from lms.kernel.ids import new_id
from tests.support.company import MODULE
from tests.support.forms import form_to
from tests.support.learner import PAGES, Learner
from tests.support.notes import PAGE, noted, sent
from tests.support.rows import log_of


def _texts(learner: Learner) -> list[str]:
    """Return what one's notes say, as the list of all shows them."""
    html = learner.browser.get("/learn/notes").text
    return [part.split("<")[0] for part in html.split('data-show="text">')[1:]]


def test_a_note_is_written_at_the_end_of_its_page(learner: Learner) -> None:
    form = form_to(learner.browser.get(PAGE).text, f"{PAGES[0]}/notes")
    place = form.choices["place"][1]
    written = {**form.values, "text": "Two lines\r\nof mine", "place": place}
    for _ in range(2):
        answered = learner.browser.client.post(form.action, data=written)
        assert (answered.status_code, answered.headers["Location"]) == (303, f"{PAGE}#note-{form.values['note']}")
    assert _texts(learner) == ["Two lines\nof mine"], "a double click is one note"
    assert f'data-place="{place}"' in learner.browser.get(PAGE).text


def test_the_same_form_with_other_words_is_a_second_note(learner: Learner) -> None:
    form = form_to(learner.browser.get(PAGE).text, f"{PAGES[0]}/notes")
    for text in ("First", "Second, after going back"):
        assert learner.browser.client.post(form.action, data={**form.values, "text": text}).status_code == 303
    assert sorted(_texts(learner)) == ["First", "Second, after going back"]


def test_a_note_that_cannot_be_kept_comes_back_with_what_was_typed(learner: Learner) -> None:
    form = form_to(learner.browser.get(PAGE).text, f"{PAGES[0]}/notes")
    for text, reason in (
        ("  ", "Write something first."),
        ("y" * 4_001, "room for 4000"),
        ("y" * 9_000, "room for 4000"),
    ):
        answered = learner.browser.client.post(form.action, data={**form.values, "text": text})
        assert answered.status_code == 422
        assert reason in answered.text
        assert text.strip()[:4_000] in answered.text
        assert form_to(answered.text, f"{PAGES[0]}/notes").values["note"] == form.values["note"]
    assert log_of(learner.installation.database, learner.person) == []


def test_a_note_is_changed_deleted_and_brought_back(learner: Learner) -> None:
    identity = noted(learner, text="Before", quote="no change")
    html = learner.browser.get(f"/learn/notes/{identity}").text
    assert "no change" in html
    changed = learner.browser.post(f"/learn/notes/{identity}", {"text": "After", "revision": "1"})
    assert changed.headers["Location"] == f"/learn/notes#note-{identity}"
    assert _texts(learner) == ["After"]

    deleted = learner.browser.post(f"/learn/notes/{identity}/deletion")
    shown = learner.browser.get(deleted.headers["Location"]).text
    assert "The note is deleted." in shown
    assert "After" not in shown
    assert learner.browser.get(f"/learn/notes/{identity}").status_code == 404
    assert learner.browser.post(f"/learn/notes/{identity}/deletion").status_code == 404

    undo = form_to(shown, "/restoration")
    for _ in range(2):
        assert learner.browser.client.post(undo.action, data=undo.values).status_code == 303
    assert _texts(learner) == ["After"]
    assert "no change" in learner.browser.get(PAGE).text


def test_a_change_from_an_old_page_stands_beside_the_newer_one(learner: Learner) -> None:
    identity = noted(learner, text="First")
    learner.browser.save(sent(learner, id=identity, base=1, text="From the phone"))
    learner.browser.post(f"/learn/notes/{identity}", {"text": "From the laptop", "revision": "1"})
    html = learner.browser.get("/learn/notes").text
    assert "stands beside it as a note of its own" in html
    assert {"From the phone", "From the laptop"} <= set(_texts(learner))


def test_a_highlight_may_lose_its_words_and_a_plain_note_may_not(learner: Learner) -> None:
    marked, plain = noted(learner, quote="no change", text="Hm"), noted(learner, text="Hm")
    assert learner.browser.post(f"/learn/notes/{marked}", {"text": "", "revision": "1"}).status_code == 303
    refused = learner.browser.post(f"/learn/notes/{plain}", {"text": "", "revision": "1"})
    assert refused.status_code == 422
    assert "Write something first." in refused.text


def test_a_revision_nobody_wrote_is_refused(learner: Learner) -> None:
    identity = noted(learner, text="First")
    for revision in ("", "x", "-1", "99999999999999999999"):
        answered = learner.browser.post(f"/learn/notes/{identity}", {"text": "Hm", "revision": revision})
        assert answered.status_code == 422, revision
    assert _texts(learner) == ["First"]


def test_what_was_never_there_cannot_be_brought_back(learner: Learner) -> None:
    assert learner.browser.post(f"/learn/notes/{new_id()}/restoration").status_code == 404


def test_a_note_on_a_page_that_is_not_there_is_a_404(learner: Learner) -> None:
    for path in (f"/learn/{MODULE}/09-nowhere/notes", "/learn/no-such-module/01-x/notes"):
        assert learner.browser.post(path, {"text": "Hm"}).status_code == 404


def test_somebody_without_notes_is_told_how_to_begin(learner: Learner) -> None:
    html = learner.browser.get("/learn/notes").text
    assert "No notes yet" in html
    assert "Download" not in html
