"""Statements on their way: an LRS that is slow, down, full or particular, and a worker that is killed."""

from __future__ import annotations

import os
import signal
import threading
import traceback

import pytest
from sqlalchemy import select

from lms.doors.partners import deliveries
from lms.doors.partners.models import Delivery, Exchange, PartnerState
from lms.doors.partners.registry import Outcome
from lms.doors.xapi import operations, sending, statements
from lms.doors.xapi.models import XapiConnection
from lms.kernel import ledger
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.jobs import Worker, declared
from lms.kernel.post import Post
from tests.doors.xapi.record_store import Answering, Faulty, Ralph, Statement
from tests.doors.xapi.told import DELIVER, Teller
from tests.faults.killed_worker import count_down
from tests.support.company import Company
from tests.support.installation import Installation

SOAK = os.environ.get("LMS_SOAK") == "1"
PEOPLE, KILLS = (120, 40) if SOAK else (14, 9)


@pytest.fixture
def poor(company: Company, faulty: Faulty, clock: SetClock) -> Teller:
    """Return a company whose LRS fails as a test tells it to."""
    return Teller.on(company, faulty.endpoint)


def state(teller: Teller) -> PartnerState:
    """Return how the LRS stands."""
    with teller.installation.database.reading() as session:
        return session.get_one(PartnerState, teller.connection)


def always(status: int, headers: dict[str, str] | None = None, body: bytes = b"{}") -> Answering:
    """Return an LRS that answers everything in one way."""
    return lambda _batch: (status, headers or {}, body)


def test_a_batch_is_one_array_of_at_most_fifty_with_version_and_sign_in(poor: Teller, faulty: Faulty) -> None:
    poor.beginners(53)
    poor.tell()
    assert sorted(len(batch) for batch in faulty.batches) == [3, 50]
    assert {each["X-Experience-API-Version"] for each in faulty.seen} == {"1.0.3"}
    assert {each["Content-Type"] for each in faulty.seen} == {"application/json"}
    assert all(each["Authorization"].startswith("Basic ") for each in faulty.seen)
    assert poor.states() == ["done"] * 53


def test_a_token_is_sent_as_a_bearer(company: Company, faulty: Faulty, clock: SetClock) -> None:
    teller = Teller.on(company, faulty.endpoint, sign_in="bearer", key="", secret="a-token")
    teller.beginners(1)
    teller.tell()
    assert [each["Authorization"] for each in faulty.seen] == ["Bearer a-token"]


@pytest.mark.parametrize("status", [400, 413, 422])
def test_the_one_it_cannot_take_is_found_and_all_others_go(poor: Teller, faulty: Faulty, status: int) -> None:
    people = poor.beginners(11)
    bad = str(people[7].person.id)

    def particular(batch: list[Statement]) -> tuple[int, dict[str, str], bytes]:
        known = [each["actor"]["account"]["name"] for each in batch]
        return (status, {}, b'{"detail": "bad actor\\u0000"}') if bad in known else (200, {}, b"[]")

    faulty.answering = particular
    poor.tell()
    assert poor.states() == ["done"] * 10 + ["refused"]
    (refused,) = [each for each in poor.deliveries() if each.state == "refused"]
    assert str(refused.person_id) == bad
    assert refused.status == status
    assert ("bad actor" in refused.told) or "this size" in refused.told
    assert len(faulty.batches) <= 2 * 11 - 1
    batches = len(faulty.batches)
    poor.send(minutes=600)
    assert len(faulty.batches) == batches  # what is refused is not tried again by itself


@pytest.mark.parametrize("status", [500, 503])
def test_one_that_makes_it_fail_holds_up_no_other_and_is_tried_again(poor: Teller, faulty: Faulty, status: int) -> None:
    people = poor.beginners(11)
    bad = str(people[7].person.id)

    def stumbling(batch: list[Statement]) -> tuple[int, dict[str, str], bytes]:
        known = [each["actor"]["account"]["name"] for each in batch]
        return (status, {}, b"") if bad in known else (200, {}, b"[]")

    faulty.answering = stumbling
    poor.tell()
    assert poor.states() == ["done"] * 10 + ["waiting"]
    (waits,) = [each for each in poor.deliveries() if each.state == "waiting"]
    assert (str(waits.person_id), waits.status, waits.attempts) == (bad, status, 1)
    assert waits.told == "It has trouble of its own."
    assert state(poor).failing_since is None
    faulty.answering = always(200)
    poor.send()
    assert poor.states() == ["done"] * 11


def test_one_that_fails_over_everything_is_soon_left_alone(poor: Teller, faulty: Faulty) -> None:
    poor.beginners(40)
    faulty.answering = always(500)
    poor.tell()
    assert poor.states() == ["waiting"] * 40
    assert state(poor).told == "It has trouble of its own."
    assert len(faulty.batches) == sending.MOST_FAILURES
    faulty.answering = always(503, {"Retry-After": "60"})
    poor.send()
    assert len(faulty.batches) == sending.MOST_FAILURES + 1, "it asked to be left alone"


def test_off_nothing_goes_whatever_still_stands_in_the_outbox_and_on_again_it_is_told(
    poor: Teller, faulty: Faulty
) -> None:
    poor.beginners(3)
    faulty.answering = always(503, {"Retry-After": "60"})
    poor.tell()
    batches = len(faulty.batches)
    faulty.answering = always(200)
    poor.change(active=False, marks={})  # as it is where something was on its way when it was switched off
    poor.send()
    poor.send()
    assert (len(faulty.batches), poor.states()) == (batches, [])
    switch(poor, on=True)
    poor.tell()
    assert (poor.states(), len(faulty.stored)) == (["done"] * 3, 3)


def test_what_is_tried_again_while_it_is_off_goes_once_it_is_on(poor: Teller, faulty: Faulty) -> None:
    people = poor.beginners(2)
    bad = str(people[0].person.id)
    faulty.answering = lambda batch: (
        (400, {}, b"{}") if bad in {each["actor"]["account"]["name"] for each in batch} else (200, {}, b"[]")
    )
    poor.tell()
    assert poor.states() == ["done", "refused"]
    faulty.answering = always(200)
    batches = len(faulty.batches)
    switch(poor, on=False)
    with poor.installation.database.writing() as session:
        assert deliveries.try_again(session, Delivery.partner_id == poor.connection, poor.installation.clock.now()) == 1
    poor.send()
    assert (len(faulty.batches), poor.states()) == (batches, ["done"])
    switch(poor, on=True)
    poor.tell()
    assert poor.states() == ["done"] * 2


def test_switched_off_and_on_again_while_something_is_let_go_nothing_is_lost(poor: Teller, faulty: Faulty) -> None:
    poor.beginners(1)
    poor.find()
    clock = poor.installation.clock
    with poor.installation.database.writing() as session:
        taken = deliveries.claim(session, poor.connection, 50, clock.now())
    switch(poor, on=False)
    switch(poor, on=True)
    poor.find()
    with poor.installation.database.writing() as session:
        dropped = {parcel.id: Outcome.dropped() for parcel, _fence in taken}
        assert deliveries.settle(session, taken, dropped, clock.now()) == 1
    poor.send()
    assert (poor.states(), len(faulty.stored)) == (["done"], 1)


def switch(teller: Teller, *, on: bool) -> None:
    """Switch the connection on or off as its page does."""
    with teller.installation.database.writing() as session:
        operations.switch(session, session.get_one(XapiConnection, teller.connection), on=on)


def test_an_lrs_that_refuses_everything_is_set_up_wrongly_and_nothing_is_given_up(poor: Teller, faulty: Faulty) -> None:
    poor.beginners(4)
    faulty.answering = always(400, body=b'{"message": "no such version"}')
    poor.tell()
    assert poor.states() == ["waiting"] * 4
    assert state(poor).told == "It refuses every statement. The LRS refuses this statement: no such version"
    faulty.answering = always(200)
    poor.send()
    assert poor.states() == ["done"] * 4


def test_one_that_it_has_already_in_other_words_counts_as_told(poor: Teller, faulty: Faulty) -> None:
    people = poor.beginners(4)
    known = str(people[1].person.id)
    faulty.answering = lambda batch: (
        (409, {}, b"{}") if known in {each["actor"]["account"]["name"] for each in batch} else (200, {}, b"[]")
    )
    poor.tell()
    assert poor.states() == ["done"] * 4
    assert len(faulty.stored) == 3


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "does not let us in"),
        (404, "no LRS at this address"),
        (500, "trouble of its own"),
        (503, "trouble of its own"),
    ],
)
def test_while_it_cannot_be_used_everything_waits_and_nothing_is_lost(
    poor: Teller, faulty: Faulty, status: int, said: str
) -> None:
    poor.beginners(3)
    faulty.answering = always(status)
    poor.tell()
    assert poor.states() == ["waiting"] * 3
    assert said in state(poor).told
    faulty.answering = always(200)
    poor.send()
    assert (poor.states(), state(poor).failing_since) == (["done"] * 3, None)


def test_it_says_itself_how_long_to_leave_it_alone(poor: Teller, faulty: Faulty) -> None:
    poor.beginners(1)
    faulty.answering = always(429, {"Retry-After": "900"})
    poor.tell()
    now, until = poor.installation.clock.now(), state(poor).quiet_until
    assert until is not None
    assert (until - now).total_seconds() == 900
    poor.send(minutes=10)
    assert len(faulty.batches) == 1
    faulty.answering = always(200)
    poor.send(minutes=6)
    assert poor.states() == ["done"]


def test_one_that_hangs_waits_and_is_told_later(poor: Teller, faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    def impatient(*arguments: object, **named: object) -> object:
        return real(*arguments, **{**named, "timeout": 0.3})

    real = sending.call
    monkeypatch.setattr(sending, "call", impatient)
    poor.beginners(2)
    released = threading.Event()

    def hang(_batch: list[Statement]) -> tuple[int, dict[str, str], bytes]:
        released.wait(20)
        return 500, {}, b""

    faulty.answering = hang
    poor.tell()
    assert (poor.states(), state(poor).told) == (["waiting"] * 2, "There was no answer in time.")
    released.set()
    faulty.answering = always(200)
    poor.send()
    assert poor.states() == ["done"] * 2


def test_after_three_days_it_is_given_up_and_an_administrator_can_have_it_tried_again(
    poor: Teller, faulty: Faulty
) -> None:
    poor.beginners(1)
    faulty.answering = always(500)
    poor.tell()
    for _ in range(3):
        poor.send(minutes=60 * 24)
    assert poor.states() == ["failed"]


def test_the_log_says_what_went_and_no_secret(poor: Teller, faulty: Faulty) -> None:
    poor.beginners(2)
    poor.tell()
    with poor.installation.database.reading() as session:
        mine = select(Exchange).where(Exchange.partner_id == poor.connection)
        (noted,) = session.scalars(mine).all()
    assert (noted.what, noted.outcome, noted.status, noted.told) == ("statements", "ok", 200, "2")
    assert noted.person_id is None


def test_a_secret_sealed_with_another_key_stops_sending_and_says_so(poor: Teller) -> None:
    poor.beginners(1)
    poor.change(secret="bm90IHNlYWxlZCB3aXRoIHRoaXMga2V5IGF0IGFsbCBpbiBhbnkgd2F5")
    poor.tell()
    assert poor.states() == ["waiting"]
    assert "Type it in anew" in state(poor).told


def test_a_second_sending_of_the_same_is_kept_once_by_a_real_lrs(teller: Teller, ralph: Ralph) -> None:
    learner = teller.graduate()
    teller.tell()
    with teller.installation.database.writing() as session:
        for each in session.scalars(select(Delivery).where(Delivery.partner_id == teller.connection)):
            each.state, each.payload = "waiting", each.key.partition(":")[2]
    teller.send()
    assert teller.states() == ["done"] * 3
    assert len(ralph.stored(learner.person.id)) == 3


def worker(installation: Installation, steps: int | None, *, after_posts: int | None = None) -> bool:
    """Let a worker in a process of its own send what is due, and kill it at that step or after that post; return
    whether it was at work then."""
    with installation.database.writing() as session:
        installation.clock.forward(minutes=6)
        ledger.enqueue(session, DELIVER, now=installation.clock.now())
    installation.database.dispose()
    child = os.fork()
    if child == 0:
        _work_and_leave(installation, steps, after_posts)
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the worker failed; see what it printed"
    return os.WIFSIGNALED(status)


def _work_and_leave(installation: Installation, steps: int | None, after_posts: int | None) -> None:
    code = 1
    try:
        database = Database(installation.config.database_url)
        count_down(database, steps, careless=False)
        real, posted = sending.Lrs.post, 0

        def post(lrs: sending.Lrs, statements: object) -> object:
            nonlocal posted
            answer = real(lrs, statements)  # type: ignore[arg-type]
            posted += 1
            if posted == after_posts:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        sending.Lrs.post = post  # type: ignore[method-assign, assignment]
        Worker(database, installation.clock, {DELIVER: declared()[DELIVER]}, Post.of(installation.config)).run_due()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


@pytest.mark.soak
def test_however_often_the_worker_is_killed_a_real_lrs_has_each_statement_once(teller: Teller, ralph: Ralph) -> None:
    people = [each.person.id for each in teller.beginners(PEOPLE)]
    teller.find()
    killed = [worker(teller.installation, 8 + 3 * n) for n in range(KILLS)]
    killed.append(worker(teller.installation, None, after_posts=1))
    assert any(killed)
    for _ in range(5):
        worker(teller.installation, None)
    told = ralph.stored(*people)
    assert sorted(each["actor"]["account"]["name"] for each in told) == sorted(map(str, people))
    assert teller.states() == ["done"] * PEOPLE


def test_with_ids_made_anew_each_time_the_same_kill_tells_things_twice(
    teller: Teller, ralph: Ralph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what makes a second sending harmless is the id."""
    monkeypatch.setattr(statements, "statement_id", lambda *_what: new_id())
    people = [each.person.id for each in teller.beginners(3)]
    teller.find()
    assert worker(teller.installation, None, after_posts=1)
    worker(teller.installation, None)
    assert len(ralph.stored(*people)) == 6
