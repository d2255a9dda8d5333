"""HR begins from a curriculum of the library: looks at its days, guide and letters, and makes a draft of it."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from lms.assigning.curricula.models import Curriculum
from lms.catalog.models import Module
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from tests.support.company import MODULE, Company
from tests.support.curriculum import School, act
from tests.support.recaller import text_of

EVERY = "/assign/curricula"
FIRST, WIDER = f"{EVERY}/library/taste", f"{EVERY}/library/wider"
MONDAY = "2027-01-11"


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with an HR person; on its shelf stands the module of the tests' library."""
    return School(company, size=1)


def begun(school: School) -> UUID:
    """Return the draft that HR makes of the library's first curriculum."""
    answered = school.browser.post(f"{FIRST}/drafts", {"start": MONDAY})
    assert answered.status_code == 303, answered.text
    return UUID(re.split("[/?]", answered.location)[3])


def test_the_list_offers_what_comes_with_the_library_and_says_what_is_missing(school: School) -> None:
    shown = text_of(school.browser.get(EVERY))
    assert "Begin from" in shown
    assert "A taste of customers" in shown
    assert "Managers who begin. 4 weeks · 1 module · 1 meeting" in " ".join(shown.split())
    assert shown.count("1 module is not on your shelf yet") == 1


def test_the_calendar_has_the_days_of_the_monday_that_was_chosen(school: School) -> None:
    shown = " ".join(text_of(school.browser.get(f"{FIRST}?start={MONDAY}")).split())
    for said in ("Mon 28 Dec", "Mon 11 Jan", "Mon 11 Jan – 25 Jan", "Mon 8 Feb", "28 Dec 2026 to 8 Feb 2027"):
        assert said in shown
    assert "suggested due 8 February 2027" in shown


@pytest.mark.parametrize("start", ["2027-01-12", "no-day", "9999-12-27", "", "1999-01-04"])
def test_a_start_that_is_no_monday_of_this_century_is_the_next_that_leaves_time_for_the_letters(
    school: School, start: str
) -> None:
    page = school.browser.get(f"{FIRST}?start={start}").text
    chosen = re.search(r'<option value="([0-9-]+)" selected>', page)
    assert chosen is not None
    day = date.fromisoformat(chosen[1])
    assert day.weekday() == 0
    assert 14 <= (day - school.today).days <= 20


def test_the_guide_reads_with_its_tools_and_days_and_without_anybodys_html(school: School) -> None:
    page = school.browser.get(f"{FIRST}/guide?start={MONDAY}")
    shown = " ".join(text_of(page).split())
    assert "Leading the taste" in shown
    assert "Monday 11 January 2027 · 30 min" in shown.replace("Monday, 11", "Monday 11")
    assert 'href="/tools/cost-of-churn"' in page.text
    assert "the team card of Loyalty economics" in shown
    assert "onclick" not in page.text


def test_letters_are_plain_text_with_the_company_and_its_days(school: School) -> None:
    page = school.browser.get(f"{FIRST}/letters?start={MONDAY}").text
    assert "mailto:" not in page
    assert "Monday, 11 January 2027" in page or "Monday 11 January 2027" in page
    assert school.company.organisation.name in page
    assert "{" not in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0]


def test_guide_and_letters_are_read_in_another_language_than_the_page(school: School) -> None:
    page = school.browser.get(f"{FIRST}/letters?start={MONDAY}&spoken=da").text
    assert "Letters" in page
    assert "Kære kollega" in page
    assert "mandag den 11. januar 2027" in page
    assert "At lede smagsprøven" in school.browser.get(f"{FIRST}/guide?spoken=da").text
    assert "Leading the wider view" in school.browser.get(f"{WIDER}/guide?spoken=da").text, "written in English alone"


def test_using_it_makes_an_ordinary_draft_of_the_organisation(school: School) -> None:
    identity = begun(school)
    curriculum, document = school.curriculum(identity), school.document(identity)
    assert (curriculum.published, curriculum.organisation_id) == (False, school.company.organisation.id)
    assert document.title == {"en": "A taste of customers", "da": "En smagsprøve på kunder"}
    assert (document.every_days, document.sections[0].title["da"]) == (14, "Hvad en kunde er værd")
    with school.company.installation.database.reading() as session:
        module = session.scalars(select(Module.id).where(Module.slug == MODULE)).one()
        noted = session.scalar(
            select(func.count()).where(AuditEntry.action == "curriculum.made", AuditEntry.detail == str(identity))
        )
    assert document.plan.modules == (module,)
    assert document.plan.items[0].opens_after_days == 0
    assert noted == 1


def test_what_was_begun_is_changed_published_and_removed_like_any_other(school: School) -> None:
    identity = begun(school)
    assert act(school, identity, **{"title-en": "Ours now"}).status_code == 303
    assert school.document(identity).title["en"] == "Ours now"
    assert act(school, identity, "publish").status_code == 303
    assert school.browser.post(f"{EVERY}/{identity}/publication", {"revision": 2}).status_code == 303
    assert school.curriculum(identity).published
    assert school.browser.post(f"{EVERY}/{identity}/removal").status_code == 303
    assert school.curriculum(identity).removed_at is not None
    assert school.browser.post(f"{EVERY}/{identity}/return").status_code == 303
    assert school.curriculum(identity).removed_at is None


def test_guide_and_letters_stay_with_what_was_begun_and_with_its_copy(school: School) -> None:
    identity = begun(school)
    copied = UUID(school.browser.post(f"{EVERY}/{identity}/copies").location.rpartition("/")[2])
    for each in (identity, copied):
        page = school.browser.get(f"{EVERY}/{each}").text
        assert f'href="{FIRST}/guide?start=' in page
        assert f'href="{FIRST}/letters?start=' in page
    assert f"{FIRST}/guide" not in school.browser.get(f"{EVERY}/{school.publish()}").text


def test_one_whose_module_is_missing_is_shown_and_cannot_be_begun_in_words(school: School) -> None:
    shown = text_of(school.browser.get(WIDER))
    assert "One of its modules is not on your shelf: a-module-elsewhere." in shown
    refused = school.browser.post(f"{WIDER}/drafts", {"start": MONDAY})
    assert refused.status_code == 409
    assert "Not yet: a-module-elsewhere is missing." in refused.text
    with school.company.installation.database.reading() as session:
        mine = Curriculum.organisation_id == school.company.organisation.id
        assert session.scalar(select(func.count()).where(mine)) == 0


def test_a_module_taken_off_the_shelf_is_missing_too(school: School) -> None:
    slug = school.slugs[0]
    with school.company.installation.database.writing() as session:
        own = session.scalars(select(Module).where(Module.slug == slug)).one()
        own.slug, own.withdrawn_at = MODULE, school.now
    assert school.browser.post(f"{FIRST}/drafts").status_code == 409


def test_nobody_but_hr_sees_them(company: Company) -> None:
    for role in (Role.LEARNER, Role.TRAINER, Role.ADMIN):
        browser = company.browser(company.person(role))
        for address in (FIRST, f"{FIRST}/guide", f"{FIRST}/letters"):
            assert browser.get(address).status_code == 403, (role, address)
        assert browser.post(f"{FIRST}/drafts").status_code == 403


def test_what_another_company_began_is_not_there(school: School, other_company: Company) -> None:
    identity = begun(school)
    stranger = other_company.browser(other_company.person(Role.HR))
    assert stranger.get(f"{EVERY}/{identity}").status_code == 404
    assert "A taste of customers" in text_of(stranger.get(EVERY)), "the library is everybody's"


@pytest.mark.parametrize("name", ["nothing", "First-steps", "..", "%00"])
def test_one_the_library_does_not_hold_is_not_there(school: School, name: str) -> None:
    assert school.browser.get(f"{EVERY}/library/{name}/guide").status_code == 404
