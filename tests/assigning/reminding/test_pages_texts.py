"""The words of the organisation's mails: changed with slots only, tried on a real person, and back to the original."""

from __future__ import annotations

import pytest

from lms.assigning.reminding import settings
from lms.assigning.reminding.words import DEFAULT, TEXTS, Words
from lms.kernel.permissions import Role
from tests.support.assigned import given_to
from tests.support.company import Browser, Company
from tests.support.forms import form_to

ALL = "/assign/reminders/texts"
BEFORE = f"{ALL}/before/da"


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser; Ann has something to be reminded of."""
    given_to(company, {"ann": company.person(name="Ann Andersen")})
    return company.browser(company.person(Role.HR, name="Hanne Holm"))


def _words(company: Company, key: str = "before", language: str = "da") -> Words:
    with company.installation.database.reading() as session:
        return settings.words_of(session, company.organisation.id)[key, language]


def test_every_text_stands_in_three_languages(hr: Browser) -> None:
    page = hr.get(ALL).text
    for key in TEXTS:
        for language in ("en", "da", "sv"):
            address = f"{ALL}/{key}/{language}"
            assert address in page
            assert hr.get(address).status_code == 200


def test_a_text_is_shown_as_a_real_person_would_read_it(hr: Browser, company: Company) -> None:
    page = hr.get(f"{ALL}/before/en").text
    letter = page.partition('<div class="letter">')[2].partition("</div>")[0]
    assert "Hello Ann Andersen," in letter
    assert f"Curriculum {company.marker}" in letter
    assert "{" not in letter


def test_it_is_tried_on_somebody_else_without_being_saved(hr: Browser, company: Company) -> None:
    company.person(name="Bo Berg")
    typed = {"subject": "Husk {title}", "body": "Kære {name}\n{link}", "q": "Bo", "do": "try"}
    page = hr.post(BEFORE, typed).text
    assert "Kære Bo Berg" in page
    assert _words(company) == DEFAULT["before", "da"]


def test_words_of_ones_own_are_kept_and_the_original_comes_back(hr: Browser, company: Company) -> None:
    hr.post(BEFORE, {"subject": "Husk {title}", "body": "Kære {name}\r\n\r\n{link}", "do": "save"})
    assert _words(company) == Words("Husk {title}", "Kære {name}\n\n{link}")
    assert "yours" in hr.get(ALL).text
    form = form_to(hr.get(BEFORE).text, f"{BEFORE}/removal")
    hr.post(form.action, form.values)
    assert _words(company) == DEFAULT["before", "da"]
    assert "yours" not in hr.get(ALL).text


@pytest.mark.parametrize(
    ("subject", "body", "field", "said"),
    [
        ("Husk {titel}", "{link}", "subject", "{titel} is no slot of this text. Take it out, or use one of {name}"),
        ("Husk", "Hej {manager} {link}", "body", "{manager} is no slot of this text."),
        ("Husk", "Hej {name}", "body", "{link} is missing."),
        ("Husk", "Hej {name {link}", "body", "stands alone"),
        ("", "{link}", "subject", "Write something"),
        ("Husk", "{link}" + "x" * 4_000, "body", "At most 4000 characters."),
        ("x" * 201, "{link}", "subject", "At most 200 characters."),
    ],
)
def test_words_that_cannot_go_are_refused_at_their_field_with_the_slot_and_the_remedy(  # noqa: PLR0913
    subject: str, body: str, field: str, said: str, hr: Browser, company: Company
) -> None:
    answer = hr.post(BEFORE, {"subject": subject, "body": body, "do": "save"})
    assert answer.status_code == 422
    error = answer.text.partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert said in error
    assert _words(company) == DEFAULT["before", "da"]


def test_what_somebody_typed_is_text_and_never_markup(hr: Browser) -> None:
    page = hr.post(BEFORE, {"subject": "<b>Husk</b>", "body": "<script>1</script> {link}", "do": "try"}).text
    assert "<script>1" not in page
    assert "&lt;b&gt;Husk" in page


@pytest.mark.parametrize("address", [f"{ALL}/before/de", f"{ALL}/nothing/da", f"{ALL}/before/da%00"])
def test_a_text_that_is_none_is_not_there(address: str, hr: Browser) -> None:
    assert hr.get(address).status_code == 404


def test_one_company_does_not_read_or_write_the_words_of_another(hr: Browser, other_company: Company) -> None:
    hr.post(BEFORE, {"subject": "Husk {title}", "body": "Kære {name}\n{link}", "do": "save"})
    assert _words(other_company) == DEFAULT["before", "da"]
    theirs = other_company.person(name="Theirs Alone")
    assert hr.get(f"{BEFORE}?person={theirs.id}").status_code == 404
