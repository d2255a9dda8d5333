"""The whole module by links and forms alone, as a browser without JavaScript sends them."""

from __future__ import annotations

from lms.learning.models import State
from tests.support.company import MODULE
from tests.support.forms import SeenForm, form_to
from tests.support.learner import PAGES, QUIZ_PAGE, Learner


def send(learner: Learner, form: SeenForm, **changes: str) -> str:
    """Send a form as it stands, with some fields filled in, follow where it leads and return the page."""
    shown = {**form.values, **{name.replace("__", "-"): value for name, value in changes.items()}}
    answered = learner.browser.client.post(form.action, data=shown, follow_redirects=True)
    assert answered.status_code == 200
    return answered.text


def test_a_manager_takes_the_module_by_forms_alone(learner: Learner) -> None:
    html = send(learner, form_to(learner.browser.get(f"/learn/{MODULE}").text, "/enrolment"))
    html = send(learner, form_to(html, f"/{PAGES[0]}/reading"))

    tool = form_to(html, "/tools/customer-lifetime-value")
    assert "0 of 4 numbers are yours" in html
    html = send(learner, tool, input__margin="1,500", input__retention="90 %", input__timing="ADV")
    assert f"/learn/{MODULE}/{PAGES[1]}/reading" in html, "calculating comes back to the page of the module"
    assert "2 of 4 numbers are yours" in html
    values = form_to(html, "/tools/customer-lifetime-value").values
    assert (values["input-margin"], values["input-retention"]) == ("DKK\u00a01,500", "90%")
    assert values["input-timing"] == "ADV"

    html = send(learner, form_to(html, f"/{PAGES[1]}/reading"))
    html = send(learner, form_to(html, "/tools/cost-of-churn"), input__customers="8,000")
    assert "1 of 8 numbers are yours" in html

    html = send(learner, form_to(html, "/quiz/attempts"))
    quiz = form_to(html, "/submission")
    assert set(quiz.choices) == {"item-five-points", "item-either-or"}
    wrong = learner.browser.client.post(quiz.action, data={**quiz.values, "item-customer-value": "a lot"})
    assert wrong.status_code == 422
    html = send(learner, form_to(wrong.text, "/submission"), **{"item-customer-value": "3 333.33"})
    html = send(learner, form_to(html, "/quiz/attempts"))
    right = {"item-five-points": "losses-halved", "item-either-or": "each-once", "item-standing-still": "1,200"}
    html = send(learner, form_to(html, "/submission"), **right)
    assert "3 of 4" in html
    assert "You have passed" in html

    html = send(learner, form_to(html, f"/{PAGES[2]}/reading"))
    assert "You have completed the module." in html
    assert learner.enrolment().state is State.COMPLETED
    assert [attempt.score for attempt in learner.attempts()] == [0.25, 0.75]


def test_the_same_forms_in_danish(learner: Learner) -> None:
    learner.browser.client.set_cookie("lms_language", "da")
    page = f"/learn/{MODULE}/{PAGES[2]}"
    html = send(
        learner,
        form_to(learner.browser.get(page).text, "/tools/cost-of-churn"),
        input__customers="8.000",
        input__churn_rate="12,5 %",
        input__annual_margin="1.200,50 kr.",
    )
    values = form_to(html, "/tools/cost-of-churn").values
    assert values["input-customers"] == "8.000"
    assert values["input-churn_rate"] == "12,5\u00a0%"
    assert values["input-annual_margin"] == "1.200,5\u00a0kr."
    html = send(learner, form_to(html, "/quiz/attempts"))
    html = send(learner, form_to(html, "/submission"), **{"item-customer-value": "3.333,33"})
    assert learner.attempts()[0].score == 0.25
    assert 'value="3.333,33"' in learner.browser.get(QUIZ_PAGE).text


def test_a_form_sent_as_it_stands_takes_no_example_for_a_number_of_mine(learner: Learner) -> None:
    for page in PAGES[1:]:
        html = learner.browser.get(f"/learn/{MODULE}/{page}").text
        assert "0 of " in send(learner, form_to(html, "/tools/"))


def test_a_form_shown_in_danish_is_read_in_danish_whatever_another_tab_speaks_now(learner: Learner) -> None:
    learner.browser.client.set_cookie("lms_language", "da")
    tool = form_to(learner.browser.get("/tools/cost-of-churn").text, "/tools/cost-of-churn")
    learner.browser.client.set_cookie("lms_language", "en")
    html = send(learner, tool, input__customers="8.000")
    assert form_to(html, "/tools/cost-of-churn").values["input-customers"] == "8,000"
    assert "1 of 8 numbers are yours" in html, "what was not touched stays an example"
