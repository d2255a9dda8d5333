"""What somebody keeps in the tools is theirs: planted everywhere, it is looked for with everybody else, and not found.

The real library is taken here, because it has all the tools.
"""

from __future__ import annotations

import io
import itertools
import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import select

from lms.answers.models import Answer
from lms.app import create_app
from lms.catalog.library import sync
from lms.config import Config
from lms.kernel import logs
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.tools import views
from lms.tools.exports import turns
from tests.support.company import Company, answer
from tests.support.everybody import DRAWN, Private
from tests.support.installation import Installation
from tests.support.installations import KEY
from tests.support.planted import DIGITS, WORD, planter_in, taken
from tests.support.schema import give_tables
from tests.support.searching import found_in, found_in_bytes, found_in_database, found_in_files, readable, words_in

LIBRARY = Path(__file__).parents[2]
SCENARIO = "/tools/scenarios/{}"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def private(
    request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Private]:
    """Return the installation after the planting; the log holds every line from the very first, at debug level."""
    log, clock = io.StringIO(), SetClock()
    before = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    data = tmp_path_factory.mktemp("private")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(data / "metrics")
    address = migrated_database(request.param) if request.param != "sqlite" else f"sqlite:///{data / 'lms.db'}"
    logs.configure("debug", stream=log)
    database = Database(address)
    give_tables(database)
    assert not sync(database, LIBRARY, clock.now()).problems
    config = Config(data=data, database_url=address, secret_key=KEY, base_url="http://localhost")
    installation = Installation(create_app(config, clock=clock, database=database), database, clock, config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "MOST_A_MINUTE", 10_000)  # each visitor asks for every file there is, at one moment
        yield _planted(installation, log)
    database.dispose()
    logs.configure("warning")
    if before is not None:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = before


def _planted(installation: Installation, log: io.StringIO) -> Private:
    company, elsewhere = Company(installation, language="en", currency="DKK"), Company(installation)
    manager, reader = company.person(), company.person()
    planter = planter_in(company, manager=manager)
    planter.everywhere()
    roles = {each.value: (each,) for each in (Role.HR, Role.TRAINER, Role.ADMIN)}
    people = {name: company.person(*held) for name, held in roles.items()}
    every = tuple(itertools.chain(*roles.values()))
    others = {
        "a visitor": company.anonymous(),
        "a colleague": company.browser(company.person(manager=manager)),
        "their manager": company.browser(manager),
        **{name: company.browser(person) for name, person in people.items()},
        "a learner elsewhere": elsewhere.browser(elsewhere.person()),
        "everything elsewhere": elsewhere.browser(elsewhere.person(*every)),
    }
    return Private(installation, log, planter, company, others, reader, people["hr"])


def test_the_planting_reaches_every_place(private: Private) -> None:
    """The first negative control: the same search finds it with the one whose it is."""
    own = dict(private.read(private.planter.browser, whole=True))
    tools = [each.name for each in private.planter.tools]
    assert len(tools) >= 17
    expected = [*(f"/tools/{name}" for name in tools if name != "three-layer-profile"), "/me/facts", "/tools/scenarios"]
    expected += [SCENARIO.format(each) for each in private.planter.scenarios]
    expected += ["/tools/business-cases", f"/tools/business-cases/{private.planter.case}", "/me/data.json"]
    expected += [f"/tools/{name}/export.{kind}" for name in (DRAWN, "customer-journey") for kind in ("csv", "xlsx")]
    assert [address for address in expected if not found_in(own[address])] == []
    words = set().union(*map(words_in, own.values()))
    for place in ("fact-customers", "scenario-cost-of-churn-name", "scenario-cost-of-churn-note", "case-what"):
        assert f"{WORD}-{place}" in words, place
    assert {"case-measure", "case-costs-row-0", "customer-journey-touchpoints-owner"} <= {
        each.removeprefix(f"{WORD}-") for each in words
    }


def test_nobody_else_reads_any_of_it_anywhere(private: Private) -> None:
    found = []
    for who, browser in private.others.items():
        for address, text in private.read(browser, whole=who == "a colleague"):
            found += [f"{who} at {address}: {hit}" for hit in found_in(text)]
    assert found == []
    every = {each.rule for each in private.installation.app.url_map.iter_rules() if "GET" in (each.methods or ())}
    assert private.asked == every


def test_forms_on_what_is_theirs_answer_without_it(private: Private) -> None:
    for who, browser in private.others.items():
        for rule in private.installation.app.url_map.iter_rules():
            if "POST" in (rule.methods or ()) and rule.endpoint.startswith("tools.") and "identity" in rule.arguments:
                address = rule.rule.replace("<uuid:identity>", private.planter.scenarios[0])
                answered = browser.post(address, {"name": "x", "who": private.reader.email or ""})
                assert answered.status_code in (302, 303, 401, 403, 404), (who, address)
                assert "/tools" not in urlsplit(answered.location or "").path, (who, address)
                assert found_in(readable(answered)) == [], (who, address)


def test_the_database_and_every_file_keep_it_sealed(private: Private) -> None:
    database = private.installation.database
    assert len(private.planter.numbers) > 400
    assert found_in_database(database) == []
    assert found_in_files(private.installation.config.data, private.planter.numbers) == []


@pytest.mark.parametrize(
    "text",
    [
        "91,827,364,401.5",
        "91.827.364.401,5",
        "91\u00a0827\u00a0364\u00a0401,5",
        "91&nbsp;827&nbsp;364&nbsp;401,5",
        '{"value": 91827364401.5}',
        "91.827364 %",
        "9,182736",
        "DKK 91.8bn",
        f"<td>{WORD.upper()}-x</td>",
    ],
)
def test_every_way_of_writing_a_number_is_seen(text: str) -> None:
    assert found_in(text)
    assert not found_in("DKK 91,827 and 1,836,440 customers, quokka, 0.918")


def test_a_number_as_the_machine_keeps_it_is_seen() -> None:
    number = float(f"{DIGITS}401.5")
    assert found_in_bytes(b"\x00" + bytes.fromhex("4235615662318000") + b"\x00", [number])
    assert not found_in_bytes(bytes(range(256)), [number])


def test_what_is_refused_and_what_fails_says_it_to_nobody_else(
    private: Private, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = private.planter.browser
    rubbish = f"{WORD}-rubbish"
    assert browser.post(f"/tools/{DRAWN}", {"input-customers": rubbish}).status_code == 422
    tool = next(each for each in private.planter.tools if each.name == DRAWN)
    for value in (rubbish, f"{DIGITS}999", {"likely": rubbish}):
        assert browser.save(answer(f"calculator:{tool.uuid}", "inputs", "churn_rate", value)).status_code == 422
    assert browser.post("/me/facts/customers", {"likely": rubbish, "note": rubbish}).status_code == 422
    assert browser.post(f"/tools/{DRAWN}/ranges", {"threshold": rubbish, "action": "run"}).status_code == 422
    assert browser.get(f"/tools?q={WORD}").status_code == 200
    assert browser.get(f"/tools/{WORD}").status_code == 404

    def failing(*_given: object, **_named: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(views, "render_template", failing)
    monkeypatch.setitem(private.installation.app.config, "PROPAGATE_EXCEPTIONS", False)
    failed = browser.get(f"/tools/{DRAWN}")
    assert failed.status_code == 500
    assert found_in(readable(failed)) == []
    assert "ArithmeticError" in private.log.getvalue()


def test_no_log_line_and_no_metric_holds_any_of_it(private: Private) -> None:
    written = private.log.getvalue()
    assert found_in(re.sub(r'"timestamp": "[^"]*"', "", written)) == [], "a clock's digits are nobody's"
    assert len(written.splitlines()) > 1_000
    assert '"level": "debug"' in written, "it is the whole log that was looked through"
    metrics = private.installation.app.test_client().get("/metrics").text
    assert found_in(metrics) == []
    structlog.get_logger().debug("kept", value=float(f"{DIGITS}401.5"))
    logging.getLogger("elsewhere").debug("a note: %s", f"{WORD}-note")
    assert len(found_in(private.log.getvalue()[len(written) :])) == 2


def test_a_named_reader_sees_that_scenario_and_nothing_once_it_is_revoked(private: Private) -> None:
    planter, reader = private.planter, private.company.browser(private.reader)
    shared = planter.scenario("cost-of-churn", "shared")
    address = SCENARIO.format(shared)
    taken(planter.browser.post(f"{address}/shares", {"who": private.reader.email or ""}), 303)
    page = readable(reader.get(address))
    assert found_in(page)
    assert words_in(page) == {f"{WORD}-shared-name", f"{WORD}-shared-note"}
    elsewhere = [text for path, text in private.read(reader) if path != address]
    assert [hit for text in elsewhere for hit in found_in(text)] == []
    for who, browser in private.others.items():
        assert browser.get(address).status_code in (302, 404), who
    share = planter.browser.get(address).text.split('name="share" value="')[1].split('"')[0]
    taken(planter.browser.post(f"{address}/shares/removal", {"share": share}), 303)
    ended = reader.get(address)
    assert ended.status_code == 404
    assert [hit for _path, text in private.read(reader) for hit in found_in(text)] == []
    assert found_in(readable(ended)) == []
    assert found_in_database(private.installation.database) == []


def test_nobody_else_can_ask_for_anothers_key(private: Private) -> None:
    """An answer under another's scenario is not there, and says nothing of what is."""
    for who, browser in private.others.items():
        if who != "a visitor":
            sent = answer(f"scenario:{private.planter.scenarios[0]}", "inputs", "customers", 1, id=None)
            refused = browser.save(sent)
            assert refused.status_code == 404, who
            nobody = browser.save({**sent, "context": f"scenario:{uuid4()}"})
            assert refused.json == nobody.json


def test_an_unsealed_row_would_be_found(private: Private) -> None:
    """The second negative control, last because such a row can never be taken away again."""
    database, planter = private.installation.database, private.planter
    with database.writing() as session:
        first = session.scalars(select(Answer).where(Answer.person_id == planter.person.id)).first()
        assert first is not None
        kept = {column.name: getattr(first, column.name) for column in Answer.__table__.columns}
        value = json.dumps({"likely": float(f"{DIGITS}401.5"), "note": f"{WORD}-open"})
        fresh = {"id": new_id(), "item": "open", "revision": None, "value": value, "sealed": None}
        session.add(Answer(**{name: each for name, each in kept.items() if name != "number"} | fresh))
    assert found_in_database(database) == ["answer.value"]
    if private.installation.config.database_url.startswith("sqlite"):
        assert any("lms.db" in each for each in found_in_files(private.installation.config.data, planter.numbers))
