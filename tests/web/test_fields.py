"""A number longer than any that is meant is refused at its field, never an error of the program."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange

from lms.web.fields import WholeNumberField
from tests.support.company import Browser, Company
from tests.support.installation import Installation


class _Asking(Form):
    number = WholeNumberField(validators=[NumberRange(0, 10)])


@pytest.mark.parametrize("text", ["9" * 13, "9" * 400, "9" * 4_400, "-" + "9" * 400, "1e400", "", " ", "٣" * 500])
def test_a_number_of_any_length_is_refused_in_words(text: str, installation: Installation) -> None:
    with installation.app.test_request_context():
        form = _Asking(MultiDict({"number": text}))
        assert not form.validate()
        assert form.number.errors


def test_a_number_that_is_meant_is_taken(installation: Installation) -> None:
    with installation.app.test_request_context():
        form = _Asking(MultiDict({"number": " 7 "}))
        assert form.validate()
        assert form.number.data == 7


def test_no_form_of_ours_takes_a_number_it_cannot_compare(company: Company) -> None:
    browser: Browser = company.browser(company.person())
    huge = "9" * 400
    assert browser.post("/me/recall", {"days": huge, "act": "rest"}).status_code < 500
    assert (
        browser.post("/learn/loyalty-economics/03-what-losing-them-costs/notes", {"revision": huge}).status_code < 500
    )
