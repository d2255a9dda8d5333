"""Under way on an edition that has a successor: one finishes it, or moves when one likes, and nothing is lost."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.answers.models import Answer
from lms.catalog.library import sync
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, PageRead, State
from lms.learning.recall.models import RecallCard
from lms.learning.regrading import applying
from lms.learning.regrading.mends import mends
from lms.learning.regrading.models import Policy
from tests.support.at_once import at_once
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.mended_pack import MendedPack, history, pupil_of
from tests.support.ruled_pack import BLOCK, PAGE, Pupil, another_browser, run_jobs
from tests.support.small_installation import publish
from tests.support.small_pack import SLUG, write_small_pack

HERE = f"/learn/{SLUG}"
CARD = "There is a new edition"
BACK = "Back to the edition I began"


@pytest.fixture
def pupil(small: Installation) -> Pupil:
    """Return somebody under way on 1.0, who has read all pages and passed one of its two quizzes."""
    pupil = Pupil.on(small)
    pupil.browser.post(f"{HERE}/enrolment")
    read(pupil, "01-why", "02-how", "03-more")
    pupil.take("hot", "count")
    return pupil


def read(pupil: Pupil, *pages: str) -> None:
    """Read pages to their end."""
    for page in pages:
        assert pupil.browser.post(f"{HERE}/{page}/reading").status_code == 303


def new_edition(installation: Installation, version: str = "2.0") -> None:
    """Publish a major in which the tool of the first page has another formula and the optional page is another one."""
    folder = write_small_pack(installation.config.data.parent / "pack", version=version, quiz=version)
    module = folder / "modules" / SLUG
    tool = (module / "price-of-a-cup.calc.toml").read_text(encoding="utf-8")
    tool = tool.replace("price * 365", "price * 366").replace("year = 3650", "year = 3660")
    (module / "price-of-a-cup.calc.toml").write_text(tool, encoding="utf-8")
    (module / "module.toml").write_text(
        (module / "module.toml").read_text(encoding="utf-8").replace("03-more", "04-other"), encoding="utf-8"
    )
    for language in ("en", "da"):
        (module / language / "03-more.md").replace(module / language / "04-other.md")
    report = sync(installation.database, folder, installation.clock.now())
    assert not report.problems, report.problems


def choose(pupil: Pupil, edition: int) -> TestResponse:
    """Press the button that leads to an edition."""
    return pupil.browser.post(f"{HERE}/edition", {"edition": str(edition)})


def page_of(pupil: Pupil) -> str:
    """Return the module's page."""
    return pupil.browser.get(HERE).text


def reads(pupil: Pupil) -> dict[str, object]:
    """Return {page: when it was read}."""
    with pupil.installation.database.reading() as session:
        mine = select(PageRead.page, PageRead.read_at).where(PageRead.person_id == pupil.person.id)
        return {row.page: row.read_at for row in session.execute(mine)}


def kept(pupil: Pupil) -> tuple[object, ...]:
    """Return everything stored of a learner's answers and tries."""
    with pupil.installation.database.reading() as session:
        answers = session.scalar(select(func.count()).where(Answer.person_id == pupil.person.id))
    tries = [(a.id, a.block, a.number, a.state, a.score, a.passed, a.quiz_version_id) for a in pupil.attempts()]
    return answers, tries


def standing(mine: Enrolment) -> tuple[object, ...]:
    """Return where an enrolment stands."""
    return mine.major, mine.state, mine.pages_read, mine.pages_required, mine.quiz_passed


def test_the_page_says_what_moving_means_and_nothing_moves_by_itself(pupil: Pupil) -> None:
    assert CARD not in page_of(pupil)
    new_edition(pupil.installation)
    page = page_of(pupil)
    assert CARD in page
    assert "1 page you have read stays read." in page
    assert "1 page you have read has changed and is to be read again." in page
    assert "1 page you have read is not in it any more." in page
    assert "1 page is new." in page
    assert pupil.enrolment().major == 1


def test_a_minor_is_no_edition_to_move_to(pupil: Pupil) -> None:
    publish(pupil.installation, version="1.1", wording="Better.")
    assert CARD not in page_of(pupil)


def test_moving_keeps_what_means_the_same_and_loses_nothing(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    before, times = kept(pupil), reads(pupil)
    assert choose(pupil, 2).location == HERE
    mine = pupil.enrolment()
    assert standing(mine) == (2, State.UNDER_WAY, 1, 2, False)
    assert reads(pupil) == {"02-how": times["02-how"]}
    assert mine.moves is not None
    assert mine.moves[0]["aside"].keys() == {"01-why", "03-more"}
    assert kept(pupil) == before
    page = page_of(pupil)
    assert "1 of 3 read" in page
    assert CARD not in page


def test_going_back_brings_everything_back(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    before = kept(pupil), reads(pupil), standing(pupil.enrolment())
    choose(pupil, 2)
    assert BACK in page_of(pupil)
    choose(pupil, 1)
    assert (kept(pupil), reads(pupil), standing(pupil.enrolment())) == before
    assert pupil.enrolment().moves is None
    assert CARD in page_of(pupil)


@pytest.mark.parametrize("act", [f"{HERE}/01-why/reading", f"{PAGE}/{BLOCK}/attempts"], ids=["read", "begun"])
def test_there_is_no_way_back_once_something_was_done(pupil: Pupil, act: str) -> None:
    new_edition(pupil.installation)
    choose(pupil, 2)
    assert pupil.browser.post(act).status_code == 303
    assert BACK not in page_of(pupil)
    choose(pupil, 1)
    assert pupil.enrolment().major == 2


def test_the_new_questions_are_taken_anew_and_complete_the_new_edition(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    choose(pupil, 2)
    read(pupil, "01-why")
    assert standing(pupil.enrolment()) == (2, State.UNDER_WAY, 2, 2, False)
    again = pupil.take("hot", "count")
    assert (again.number, again.passed) == (2, True)
    assert _saucers(pupil).status_code == 303
    done = pupil.enrolment()
    assert standing(done) == (2, State.COMPLETED, 2, 2, True)
    with pupil.installation.database.reading() as session:
        cards = session.scalars(select(RecallCard.item).where(RecallCard.person_id == pupil.person.id)).all()
    assert set(cards) == {"hot", "count", "flat"}
    pupil.installation.clock.forward(days=9)
    assert _another(pupil).browser.get("/learn/recall").status_code == 200


def _saucers(pupil: Pupil) -> TestResponse:
    """Take the second quiz with everything right."""
    pupil.browser.post(f"{PAGE}/check-saucers/attempts")
    latest = next(each for each in reversed(pupil.attempts()) if each.block == "check-saucers")
    return pupil.browser.post(f"/learn/attempts/{latest.id}/submission", {"item-flat": "flat-yes"})


def test_a_try_that_was_open_is_left_and_counts_in_the_edition_it_belongs_to(pupil: Pupil) -> None:
    pupil.browser.post(f"{PAGE}/check-saucers/attempts")
    old = next(each for each in pupil.attempts() if each.block == "check-saucers")
    new_edition(pupil.installation)
    choose(pupil, 2)
    sent = pupil.browser.post(f"/learn/attempts/{old.id}/submission", {"item-flat": "flat-yes"})
    assert sent.status_code == 303
    assert standing(pupil.enrolment()) == (2, State.UNDER_WAY, 1, 2, False)
    choose(pupil, 1)
    assert standing(pupil.enrolment()) == (1, State.COMPLETED, 2, 2, True)


def test_completed_stays_completed(pupil: Pupil) -> None:
    _saucers(pupil)
    before = standing(pupil.enrolment())
    assert before[1] is State.COMPLETED
    new_edition(pupil.installation)
    assert CARD not in page_of(pupil)
    choose(pupil, 2)
    assert standing(pupil.enrolment()) == before


def test_whoever_has_completed_the_new_edition_does_not_go_back(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    choose(pupil, 2)
    read(pupil, "01-why")
    pupil.take("hot", "count")
    _saucers(pupil)
    choose(pupil, 1)
    assert standing(pupil.enrolment())[:2] == (2, State.COMPLETED)


def test_any_other_edition_changes_nothing(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    for edition in ("", "0", "1", "3", "-1", "999999", "9999999", "two", "2.0", "²"):
        assert pupil.browser.post(f"{HERE}/edition", {"edition": edition}).status_code == 303
        assert (pupil.enrolment().major, pupil.enrolment().moves) == (1, None), edition


def test_nobody_who_has_not_begun_is_enrolled_by_it(small: Installation) -> None:
    pupil = Pupil.on(small)
    assert choose(pupil, 1).status_code == 303
    assert pupil.enrolments() == []
    assert pupil.browser.post("/learn/no-such-module/edition", {"edition": "2"}).status_code == 404


def test_two_tabs_move_once_and_a_page_read_meanwhile_is_counted_right(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    tabs = [_another(pupil) for _ in range(4)]
    moves = [partial(each.browser.post, f"{HERE}/edition", {"edition": "2"}) for each in tabs[:3]]
    reading = partial(tabs[3].browser.post, f"{HERE}/02-how/reading")
    assert {each.status_code for each in at_once(*moves, reading)} == {303}
    mine = pupil.enrolment()
    assert mine.moves is not None
    assert len(mine.moves) == 1
    assert standing(mine) == (2, State.UNDER_WAY, 1, 2, False)


def _another(pupil: Pupil) -> Pupil:
    """Return the same learner in another tab."""
    found = Pupil(pupil.installation, pupil.person, another_browser(pupil.installation, pupil.person))
    found.browser.token()
    return found


def test_one_may_move_again_with_the_next_edition_and_back_one_step(pupil: Pupil) -> None:
    new_edition(pupil.installation)
    choose(pupil, 2)
    read(pupil, "01-why")
    new_edition(pupil.installation, "3.0")
    choose(pupil, 3)
    assert pupil.enrolment().major == 3
    choose(pupil, 1)
    assert pupil.enrolment().major == 3, "a page of the second was read"
    choose(pupil, 2)
    assert standing(pupil.enrolment()) == (2, State.UNDER_WAY, 2, 2, False)


def test_after_two_moves_one_goes_back_step_by_step_to_where_one_began(pupil: Pupil) -> None:
    began, first = standing(pupil.enrolment()), reads(pupil)
    new_edition(pupil.installation)
    choose(pupil, 2)
    between = standing(pupil.enrolment())
    new_edition(pupil.installation, "3.0")
    choose(pupil, 3)
    assert "Back to the edition before" in page_of(pupil)
    choose(pupil, 2)
    assert standing(pupil.enrolment()) == between
    assert BACK in page_of(pupil)
    choose(pupil, 1)
    assert standing(pupil.enrolment()) == began
    assert reads(pupil) == first


def test_from_the_third_edition_one_goes_back_to_the_first_in_one_go_where_nothing_was_done(pupil: Pupil) -> None:
    began, first = standing(pupil.enrolment()), reads(pupil)
    new_edition(pupil.installation)
    choose(pupil, 2)
    new_edition(pupil.installation, "3.0")
    choose(pupil, 3)
    choose(pupil, 1)
    assert standing(pupil.enrolment()) == began
    assert reads(pupil) == first


def test_tries_at_a_limited_quiz_begin_anew(ruled: Installation) -> None:
    pack = MendedPack(ruled, "attempts = 1\n")
    pupil = pupil_of(Company(ruled))
    pupil.take()
    publish_next = MendedPack(ruled, "attempts = 1\n")
    assert publish_next.major > pack.major
    choose(pupil, publish_next.major)
    assert pupil.take("count").number == 2
    assert pupil.browser.post(f"{PAGE}/{BLOCK}/attempts").status_code == 409


def test_a_key_mended_in_the_edition_that_was_left_does_not_count_in_the_new_one(ruled: Installation) -> None:
    company = Company(ruled)
    old_pack = MendedPack(ruled)
    pupil = pupil_of(company)
    context = pupil.start()
    assert pupil.keep(context, "hot", "no").status_code == 200
    pupil.submit(context)
    old_pack.mend("hot")
    trainer = company.actor(company.person(Role.TRAINER))
    with ruled.database.reading() as session:
        mend = mends(session, trainer, "cups")[-1]
    newer = MendedPack(ruled)
    choose(pupil, newer.major)
    with ruled.database.writing() as session:
        assert applying.begin(session, trainer, mend, Policy.NOBODY_LOSES, ruled.clock.now())
    run_jobs(ruled)
    assert len(history(pupil)) == 1
    mine = pupil.enrolment()
    assert (mine.major, mine.quiz_passed) == (newer.major, False)
    assert pupil.latest.passed is True
