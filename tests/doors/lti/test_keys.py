"""Keys take turns by themselves: each is shown a week before it signs, a month after; one that leaked goes at once."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import jwt
import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from lms.doors.lti import keys
from lms.doors.lti.commands import lti
from lms.doors.lti.models import LtiKey
from lms.doors.lti.service_calls import MEMBERS, Services, Tool, _tokens
from lms.kernel import ledger
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.permissions import Role
from tests.doors.lti.platform import Platform
from tests.doors.lti.test_deep_linking import ITEMS, JWT, Teacher
from tests.doors.lti.visiting import Connected
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.working import do_jobs

AT_ONCE = 6


@pytest.fixture(autouse=True)
def no_keys_yet(installation: Installation, clock: SetClock) -> Iterator[None]:
    """Begin without any, and leave none of another day; the clock is put back afterwards."""
    _forget(installation)
    yield
    _forget(installation)


def _forget(installation: Installation) -> None:
    with installation.database.writing() as session:
        session.execute(delete(LtiKey))


def _secret(installation: Installation) -> bytes:
    return installation.config.key().encode()


def _begin(installation: Installation) -> None:
    keys.ensure_key(installation.database, _secret(installation), installation.clock.now())


def _a_day(installation: Installation, days: float = 1) -> None:
    """Let days pass, and do what is done each day."""
    installation.clock.forward(days=days)
    with installation.database.writing() as session:
        ledger.enqueue(session, "lti.keys", now=installation.clock.now())
    do_jobs(installation, "lti.keys")


def _signs(installation: Installation) -> str:
    with installation.database.reading() as session:
        return keys.signing_key(session, _secret(installation), installation.clock.now())[0]


def _shown(installation: Installation) -> list[str]:
    shown = installation.app.test_client().get("/lti/jwks")
    return [each["kid"] for each in shown.json["keys"]]


def _rows(installation: Installation) -> list[LtiKey]:
    with installation.database.reading() as session:
        return list(session.scalars(select(LtiKey).order_by(LtiKey.number)))


def test_a_key_signs_for_a_year_and_its_successor_is_shown_a_week_before_it_signs(installation: Installation) -> None:
    _begin(installation)
    (first,) = _shown(installation)
    assert _signs(installation) == first, "the first has nobody to wait for"
    _a_day(installation, 364)
    assert _shown(installation) == [first]
    _a_day(installation)
    second, also = _shown(installation)
    assert (also, _signs(installation)) == (first, first)
    _a_day(installation, 6)
    assert (_shown(installation), _signs(installation)) == ([second, first], first)
    _a_day(installation)
    assert (_shown(installation), _signs(installation)) == ([second, first], second)
    assert [(each.retired_at is None, each.private_key == "") for each in _rows(installation)] == [
        (False, True),
        (True, False),
    ]
    _a_day(installation, 29)
    assert _shown(installation) == [second, first], "what it signed last may still be looked at"
    _a_day(installation)
    assert _shown(installation) == [second]


def test_what_signs_was_shown_a_week_through_three_years_however_seldom_the_job_comes(
    installation: Installation,
) -> None:
    _begin(installation)
    seen: dict[str, Any] = {each: installation.clock.now() - keys.SHOWN_BEFORE for each in _shown(installation)}
    signed = set()
    for number in range(120):
        _a_day(installation, (1, 3, 11, 23)[number % 4])
        now = installation.clock.now()
        for kid in _shown(installation):
            seen.setdefault(kid, now)
        signed.add(_signs(installation))
        assert _signs(installation) in _shown(installation)
        assert now - seen[_signs(installation)] >= keys.SHOWN_BEFORE
    assert len(signed) >= 3
    assert len(_rows(installation)) <= 2


def test_between_two_runs_of_the_job_the_next_key_signs_as_soon_as_it_may(installation: Installation) -> None:
    _begin(installation)
    _a_day(installation, 365)
    second = _shown(installation)[0]
    installation.clock.forward(days=7)
    assert _signs(installation) == second, "the job that retires the first has not come yet"


def test_workers_at_the_same_instant_make_one_key(installation: Installation) -> None:
    def all_at_once(act: Any) -> None:
        barrier = Barrier(AT_ONCE)
        databases = [Database(installation.database.url) for _each in range(AT_ONCE)]

        def one(database: Database) -> None:
            barrier.wait()
            act(database)

        threads = [Thread(target=one, args=(each,)) for each in databases]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        for database in databases:
            database.dispose()

    secret, now = _secret(installation), installation.clock.now()
    all_at_once(lambda database: keys.ensure_key(database, secret, now))
    assert len(_rows(installation)) == 1
    all_at_once(lambda database: keys.renew(database, secret, now))
    assert len(_rows(installation)) == 1


def _see_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody look before anybody has written."""
    monkeypatch.setattr(keys, "_usable", lambda _session: [])
    monkeypatch.setattr(keys, "_newest", lambda _session: 0)


def test_two_that_both_saw_no_key_make_one(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    _see_nothing(monkeypatch)
    _begin(installation)
    _begin(installation)
    assert len(_rows(installation)) == 1


def test_without_its_number_each_would_make_one(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    _see_nothing(monkeypatch)
    made, numbers = keys.new_key, iter((1, 2))
    monkeypatch.setattr(keys, "new_key", lambda secret, _number, now: made(secret, next(numbers), now))
    _begin(installation)
    _begin(installation)
    assert len(_rows(installation)) == 2


def test_a_key_that_leaked_disappears_at_once_and_the_new_one_signs(
    company: Company, installation: Installation, connected: Connected
) -> None:
    _begin(installation)
    _a_day(installation, 366)
    before = _shown(installation)
    assert len(before) == 2
    told = _run(installation, "renew-key")
    assert told.exit_code == 0, told.output
    (kid,) = _shown(installation)
    assert kid not in before
    assert _signs(installation) == kid
    assert kid in told.output
    with installation.database.reading() as session:
        noted = select(AuditEntry.detail).where(AuditEntry.action == "lti.key-renewed")
        assert session.scalars(noted.where(AuditEntry.organisation_id == company.organisation.id)).all() == [kid]


def _run(installation: Installation, *arguments: str) -> Any:
    config = installation.config
    told = {
        "LMS_DATA": str(config.data),
        "LMS_DATABASE_URL": config.database_url,
        "LMS_SECRET_KEY": config.key(),
        "LMS_BASE_URL": config.base_url,
    }
    return CliRunner().invoke(lti, list(arguments), env=told)


def test_a_platform_takes_what_is_signed_all_along_from_the_keys_that_are_shown(
    installation: Installation, connected: Connected, platform: Platform
) -> None:
    _begin(installation)
    for days in (1, 364, 6, 1, 29, 2, 330):
        _a_day(installation, days)
        with installation.database.reading() as session:
            key = keys.signing_key(session, _secret(installation), installation.clock.now())
        platform.tool_keys = installation.app.test_client().get("/lti/jwks").json["keys"]
        _tokens.clear()
        tool = Tool(key, installation.config, installation.clock.now)
        assert Services(connected.row, tool)._token(MEMBERS) == f"token:{MEMBERS}", days
    _tokens.clear()


def test_the_answer_to_a_choice_of_content_is_signed_by_the_key_of_that_day(
    company: Company, installation: Installation, platform: Platform
) -> None:
    teacher = Teacher(company, platform)
    for days in (0, 365, 7):
        _a_day(installation, days)
        answer = teacher.send(teacher.picker(), "tool:cost-of-churn")
        assert len(teacher.read(answer)[ITEMS]) == 1
        found = JWT.search(answer.text)
        assert found is not None
        assert jwt.get_unverified_header(found[1])["kid"] == _signs(installation)


def test_a_key_of_another_installation_s_secret_is_named_by_the_connection_test(
    company: Company, connected: Connected, installation: Installation
) -> None:
    with installation.database.writing() as session:
        kept = session.scalars(select(LtiKey)).one()
        kept.private_key = keys.new_key(b"another" * 8, 99, installation.clock.now()).private_key
    page = company.browser(company.person(Role.ADMIN)).post(f"/admin/doors/lti/{connected.row.id}/trial").text
    assert "lms lti renew-key" in page


def test_the_first_key_of_an_old_database_goes_on_signing(installation: Installation) -> None:
    _begin(installation)
    installation.clock.forward(days=3 * 365)
    (first,) = _shown(installation)
    assert _signs(installation) == first
    _a_day(installation, 0)
    assert (_signs(installation), len(_shown(installation))) == (first, 2)
