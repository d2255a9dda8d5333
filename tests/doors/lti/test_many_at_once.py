"""One launch posted many times at once opens one session, on both databases; without the unique key it opens more."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.app import create_app
from lms.doors.lti import arriving
from lms.doors.lti.models import ANY_DEPLOYMENT, LtiDeployment
from lms.kernel.database import Database
from tests.doors.lti.platform import Platform
from tests.doors.lti.visiting import LAUNCH, Connected
from tests.support.company import Company

POSTS, ROUNDS, APPS, CLASS = 20, 3, 2, 6


def _post_at_once(connected: Connected, round_: int) -> list[int]:
    """Post one launch of somebody new `POSTS` times at once through `APPS` applications; return the statuses."""
    there = connected.company.installation
    databases = [Database(there.database.url, pool=POSTS) for _each in range(APPS)]
    apps = [create_app(there.config, clock=there.clock, database=each) for each in databases]
    first = connected.client()
    state, nonce = connected.begin(first)
    (bound,) = [(c.key, c.value) for c in first._cookies.values()]  # type: ignore[attr-defined]
    token = connected.platform.sign(
        connected.platform.claims(nonce, LAUNCH, sub=f"user-{round_}", email=None, context={"id": f"course-{round_}"})
    )
    barrier, statuses = Barrier(POSTS), []

    def post(number: int) -> None:
        client = apps[number % APPS].test_client()
        client.set_cookie(*bound)
        barrier.wait()
        statuses.append(client.post("/lti/launch", data={"id_token": token, "state": state}).status_code)

    threads = [Thread(target=post, args=(number,)) for number in range(POSTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in databases:
        each.dispose()
    return statuses


def test_twenty_copies_of_one_launch_open_one_session(connected: Connected) -> None:
    connected.launch(sub="who came first", email=None)
    before = connected.sessions()
    for round_ in range(ROUNDS):
        statuses = _post_at_once(connected, round_)
        assert sorted(set(statuses)) == [303, 400]
        assert statuses.count(303) == 1
        assert connected.sessions() == before + round_ + 1


def test_without_the_unique_key_copies_would_open_more(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    connected.launch(sub="who came first", email=None)
    before = connected.sessions()
    monkeypatch.setattr(arriving, "use_up", lambda *_args: True)
    _post_at_once(connected, 0)
    assert connected.sessions() > before + 1


def test_two_activities_of_a_page_opened_at_once_by_somebody_new_both_open(connected: Connected) -> None:
    answers: list[int] = []
    barrier = Barrier(4)
    clients = [connected.client() for _each in range(4)]
    sent = []
    for number, client in enumerate(clients):
        state, nonce = connected.begin(client)
        claims = connected.platform.claims(nonce, LAUNCH, resource_link={"id": f"link-{number % 2}"})
        sent.append((connected.platform.sign(claims), state))

    def post(number: int) -> None:
        barrier.wait()
        answers.append(connected.post(clients[number], *sent[number]).status_code)

    threads = [Thread(target=post, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert connected.sessions() == 4


def test_a_class_that_opens_a_new_part_of_a_platform_at_once_comes_in(company: Company, platform: Platform) -> None:
    connected = Connected(company, platform, changed={"new_deployments": ANY_DEPLOYMENT})
    connected.launch(sub="who came first", email=None)
    for round_ in range(ROUNDS):
        clients, sent = [connected.client() for _each in range(CLASS)], []
        for number, client in enumerate(clients):
            state, nonce = connected.begin(client)
            of = {"sub": f"user-{round_}-{number}", "email": None, "deployment_id": f"new-{round_}"}
            sent.append((platform.sign(platform.claims(nonce, LAUNCH, **of)), state))
        assert _launch_at_once(connected, clients, sent) == [303] * CLASS
    with company.installation.database.reading() as session:
        known = session.scalars(select(LtiDeployment.deployment).where(LtiDeployment.platform_id == connected.row.id))
        assert sorted(known) == [platform.deployment, *(f"new-{round_}" for round_ in range(ROUNDS))]


def _launch_at_once(connected: Connected, clients: list[FlaskClient], sent: list[tuple[str, str]]) -> list[int]:
    barrier, answers = Barrier(len(clients)), []

    def post(number: int) -> None:
        barrier.wait()
        answers.append(connected.post(clients[number], *sent[number]).status_code)

    threads = [Thread(target=post, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
