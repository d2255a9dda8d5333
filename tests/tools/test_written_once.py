"""Boxes nobody has filled in are written once for all: in each language and currency, never with a number typed."""

from __future__ import annotations

from tests.support.company import Company, answer
from tests.support.forms import form_to
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.segments import CONTEXT, TABLE, TOOL, box, rows

CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"
LIFETIME = "/tools/customer-lifetime-value"


def boxes(learner: Learner, tool: str = LIFETIME) -> dict[str, str]:
    """Return what stands in the boxes of a tool."""
    return form_to(learner.browser.get(tool).text, tool).values


def test_a_number_of_mine_is_in_nobody_elses_box(company: Company) -> None:
    mine, theirs = Learner.of(company), Learner.of(company)
    before = boxes(theirs)["input-margin"]
    mine.browser.save(answer(CLV, "inputs", "margin", 7391.25))
    mine.browser.save(answer(CONTEXT, "inputs", TABLE, rows((0, "revenue", 7391))))
    assert "7,391" in boxes(mine)["input-margin"]
    assert boxes(mine, TOOL)[box(0, "revenue")] == "7,391"
    assert boxes(theirs)["input-margin"] == before
    assert boxes(theirs, TOOL)[box(0, "revenue")] == "12,000"


def test_a_number_taken_back_is_the_example_again(company: Company) -> None:
    learner = Learner.of(company)
    before = boxes(learner)["input-margin"]
    learner.browser.save(answer(CLV, "inputs", "margin", 7391.25))
    learner.browser.save(answer(CLV, "inputs", "margin", None, base=1))
    assert boxes(learner)["input-margin"] == before
    assert 'data-input="margin" data-revision="2"' in learner.browser.get(LIFETIME).text


def test_each_company_sees_its_currency_and_each_reader_their_language(installation: Installation) -> None:
    danes, euros = (Learner.of(Company(installation, currency=currency)) for currency in ("DKK", "EUR"))
    for _ in range(2):
        assert boxes(danes)["input-margin"] == "DKK\u00a01,000"
        assert boxes(euros)["input-margin"] == "€1,000"
        danes.browser.client.set_cookie("lms_language", "da")
        assert boxes(danes)["input-margin"] == "1.000\u00a0kr."

        danes.browser.client.set_cookie("lms_language", "en")


def test_what_was_refused_is_shown_to_its_author_alone(company: Company) -> None:
    mine, theirs = Learner.of(company), Learner.of(company)
    form = form_to(mine.browser.get(LIFETIME).text, LIFETIME)
    refused = mine.browser.client.post(form.action, data={**form.values, "input-margin": "zebra"})
    assert "zebra" in refused.text
    assert "zebra" not in theirs.browser.get(LIFETIME).text
