"""A trainer edits one question, tries it, and takes its text away; nothing of it reaches the shelf."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.questions.kinds import kind_of
from tests.support.answering import count, submitted
from tests.support.company import MODULE, Browser, Company
from tests.support.installation import Installation
from tests.support.learner import RIGHT
from tests.support.rows import statements

CHOICE, NUMBER = "five-points", "customer-value"
PAGE = f"/author/quizzes/{MODULE}/questions/{CHOICE}"


@pytest.fixture
def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def boxes(page: str) -> MultiDict[str, str]:
    """Return what a browser would send of the form on the page."""
    form = page.partition('<form class="edit"')[2].partition("</form>")[0]
    found: MultiDict[str, str] = MultiDict()
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") not in ("checkbox", "radio") or " checked" in tag:
            found.add(at["name"], unescape(at.get("value", "")))
    for name, words in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.S):
        found.add(name, unescape(words))
    return found


def send(trainer: Browser, page: str = PAGE, do: str = "preview", **changed: str) -> TestResponse:
    """Send the form as it stands with some boxes changed."""
    data = boxes(trainer.get(page).text)
    for name, value in changed.items():
        data["edit-" + name.replace("_", "-")] = value
    data["do"] = do
    return trainer.post(page, data=data)


def text_of(page: str) -> dict[str, Any]:
    """Return the item that the text on the page says."""
    found = re.search(r'id="toml"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found is not None, "the text for the file is on the page"
    (item,) = tomllib.loads(unescape(found[1]))["items"]
    return dict(item)


def test_the_form_holds_the_question_and_its_text_is_the_item_of_the_file(trainer: Browser) -> None:
    page = trainer.get(PAGE)
    assert page.status_code == 200
    written = text_of(page.text)
    assert written["id"] == CHOICE
    table = {key: value for key, value in written.items() if key not in ("topic", "page", "recall")}
    item: Any = kind_of("single-choice").parse(table, ("en",))
    assert [option.id for option in item.options if option.correct] == ["losses-halved"]
    assert "Nothing is stored here" in page.text


def test_what_is_typed_is_seen_as_a_learner_sees_it_and_stands_in_the_text(trainer: Browser) -> None:
    page = send(trainer, stem_en="Retention rises. What <happens> & why?").text
    assert "What &lt;happens&gt;" in page
    assert "HTML tag" in page, "a tag would be shown as letters"
    page = send(trainer, stem_en="Retention rises. What then?").text
    assert "<legend>Retention rises. What then?</legend>" in page
    assert text_of(page)["stem"]["en"] == "Retention rises. What then?"
    assert "a new minor version is enough" in page


def test_a_moved_key_is_said_to_change_the_meaning(trainer: Browser) -> None:
    data = boxes(trainer.get(PAGE).text)
    del data["edit-options-2-correct"]
    data["edit-options-0-correct"] = "y"
    page = trainer.post(PAGE, data=data).text
    assert "This changes what the question means." in page
    assert text_of(page)["options"][0]["correct"] is True


def test_an_error_stands_at_its_field_and_there_is_no_text_to_take(trainer: Browser) -> None:
    page = send(trainer, options_1_feedback_en="").text
    assert re.search(r'id="edit-options-1-feedback-en-error" data-wrong>.*?Write this text\.', page)
    assert re.search(r'id="edit-options-1-feedback-en"[^>]* aria-invalid="true"', page)
    assert 'id="toml"' not in page
    assert "Something is still to be mended" in page


def test_what_was_typed_is_never_taken_for_html(trainer: Browser) -> None:
    evil = '"><script>alert(1)</script>'
    for name in ("id", "stem_en", "options_0_id", "options_0_text_en"):
        assert "<script>alert" not in send(trainer, **{name: evil}).text


def test_options_are_added_moved_and_removed_without_a_script(trainer: Browser) -> None:
    ids = lambda page: re.findall(r'name="edit-options-\d+-id" value="([^"]*)"', page)  # noqa: E731
    before = ids(trainer.get(PAGE).text)
    assert ids(send(trainer, do="options:1:up").text) == [before[1], before[0], *before[2:]]
    assert ids(send(trainer, do="options:0:remove").text) == before[1:]
    added = send(trainer, do="options:add").text
    assert ids(added) == [*before, ""]
    assert "Give it a name" in added


def test_the_trainer_tries_an_answer_and_is_taught_by_the_feedback_just_written(trainer: Browser) -> None:
    data = boxes(trainer.get(PAGE).text)
    data["edit-options-0-feedback-en"] = "Five per cent of what?"
    data[f"item-{CHOICE}"] = data["edit-options-0-id"]
    data["do"] = "try"
    page = trainer.post(PAGE, data=data).text
    assert "<p>Five per cent of what?</p>" in page
    assert "Not quite" in page
    data["do"] = "preview"
    again = trainer.post(PAGE, data=data).text
    assert "<p>Five per cent of what?</p>" not in again
    assert re.search(rf'value="{data["edit-options-0-id"]}"[^>]* checked', again), "the answer is still chosen"


def test_a_number_is_edited_and_tried(trainer: Browser) -> None:
    page = f"/author/quizzes/{MODULE}/questions/{NUMBER}"
    data = boxes(trainer.get(page).text)
    data["edit-answer"], data[f"item-{NUMBER}"], data["do"] = "4000", "4000", "try"
    shown = trainer.post(page, data=data).text
    assert "This changes what the question means." in shown
    assert '<p class="strong">Right</p>' in re.sub(r">\s+<", "><", shown)


def test_the_text_is_sent_as_a_file(trainer: Browser) -> None:
    sent = send(trainer, do="file", stem_en="Reworded?")
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{MODULE}-{CHOICE}.toml"'
    assert tomllib.loads(sent.text)["items"][0]["stem"]["en"] == "Reworded?"


def test_the_page_leads_to_a_copy_where_what_is_typed_is_kept(trainer: Browser) -> None:
    page = trainer.get(PAGE).text
    assert f'action="/author/modules/{MODULE}/draft"' in page
    assert "Adapt a copy" in page


def test_nothing_typed_here_reaches_the_shelf(trainer: Browser, company: Company) -> None:
    before = text_of(trainer.get(PAGE).text)
    send(trainer, stem_en="Reworded?")
    assert text_of(trainer.get(PAGE).text) == before


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.ADMIN])
def test_nobody_but_a_trainer_opens_it(company: Company, role: Role) -> None:
    assert company.browser(company.person(role)).get(PAGE).status_code == 403


def test_a_question_or_quiz_that_is_not_there_is_not_found(trainer: Browser) -> None:
    for path in (f"/author/quizzes/{MODULE}/questions/no-such-item", f"/author/quizzes/none/questions/{CHOICE}"):
        assert trainer.get(path).status_code == 404


def test_a_form_without_its_token_is_refused(trainer: Browser) -> None:
    assert trainer.client.post(PAGE, data={"edit-id": "x"}).status_code == 400


def test_every_question_of_the_analysis_leads_to_its_editor(
    trainer: Browser, company: Company, installation: Installation
) -> None:
    submitted(company, [{**RIGHT}] * 5)
    count(installation)
    page = trainer.get(f"/author/quizzes/{MODULE}").text
    assert {f"/author/quizzes/{MODULE}/questions/{item}" for item in RIGHT} <= set(re.findall(r'href="([^"]+)"', page))


def test_the_page_opens_with_few_questions_to_the_database(trainer: Browser, company: Company) -> None:
    trainer.get(PAGE)
    with statements(company.installation.database) as sent:
        trainer.get(PAGE)
    assert len([each for each in sent if "sign_in" not in each]) <= 5, sent


def test_an_empty_form_is_answered_with_everything_there_is_to_write(trainer: Browser) -> None:
    page = trainer.post(PAGE)
    assert page.status_code == 200
    assert "Something is still to be mended" in page.text
    assert page.text.count("Write this text.") == 2, "one for each language of the quiz"
