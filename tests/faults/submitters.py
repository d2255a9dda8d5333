"""Clients that submit a quiz as people do whose network is bad: twice at once, once more unheard, and again."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select

from lms.answers.models import Answer
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.learning.models import Attempt, AttemptState
from tests.faults.clients import PAGE, PAUSE, TIMEOUT, Client

ITEM = "customer-value"
RIGHT = 3333.33
SHOWN = (RIGHT, 1.0, 2.0)
"""What the three forms show that are sent at the same moment; the first is right."""
RESULT = re.compile(r'<p class="big num">([^<]+)</p>')
FORM = "application/x-www-form-urlencoded"
PATIENCE = 400


@dataclass
class Submitter(Client):
    """One person with one open attempt; `results` are the results read off the page, in order."""

    results: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return where the attempt is submitted."""
        return f"/learn/attempts/{self.fields[0][0].partition(':')[2]}/submission"

    def submit_wildly(self) -> None:
        """Send three forms at once, lose one response, answer too late, send that form again, and one more."""
        sent = [self._sent(value) for value in SHOWN]
        sent.pop(1).close()  # nobody hears what became of it
        for connection in sent:
            self._heard(connection)
        self._until_taken(SHOWN[1])
        self.results.append(self._result())
        assert self._late_answer() == 409
        self._until_taken(3.0)
        self.results.append(self._result())

    def _sent(self, value: float) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={held}" for name, held in self.cookies.items())
        connection.request("POST", self.address, self._form(value), {"Cookie": cookies, "Content-Type": FORM})
        return connection

    def _form(self, value: float) -> str:
        return urlencode({"csrf_token": self.token, "shown_in": "en", f"item-{ITEM}": str(value)})

    def _heard(self, connection: http.client.HTTPConnection) -> None:
        try:
            status = connection.getresponse().status
            assert status == 303 or status >= 500, status
        except (OSError, http.client.HTTPException):
            pass  # as good as a lost response: the retry below finds out
        finally:
            connection.close()

    def _until_taken(self, value: float) -> None:
        tick = threading.Event()
        for _ in range(PATIENCE):
            status, text = self._request("POST", self.address, self._form(value), FORM)
            if status == 303:
                return
            assert status >= 500, text[-300:]
            tick.wait(PAUSE)
        raise AssertionError("never submitted")

    def _late_answer(self) -> int:
        context, block, item = self.fields[0]
        record: dict[str, Any] = {"id": str(new_id()), "context": context, "block": block, "item": item}
        body = json.dumps([{**record, "base": 0, "value": RIGHT}])
        return self._request("POST", "/learn/answers", body, "application/json")[0]

    def _result(self) -> str:
        found = RESULT.search(self._page(PAGE))
        return found[1] if found else "no result"


@dataclass(frozen=True)
class Submissions:
    """How many people have no submitted attempt, more than one, answers of more than one form, a score that is not that
    of the answers kept, or read another result later than at first."""

    missing: int = 0
    doubled: int = 0
    rewritten: int = 0
    mixed: int = 0
    changed: int = 0


def submissions(database: Database, clients: dict[UUID, Submitter]) -> Submissions:
    """Compare what each person was shown with what the database holds."""
    counts: Counter[str] = Counter()
    for person, client in clients.items():
        with database.reading() as session:
            attempts = list(session.scalars(select(Attempt).where(Attempt.person_id == person)))
            mine = select(Answer.value).where(Answer.person_id == person, Answer.item == ITEM)
            values = [json.loads(value or "null") for value in session.scalars(mine.order_by(Answer.number))]
        submitted = [attempt for attempt in attempts if attempt.state is AttemptState.SUBMITTED]
        expected = 0.25 if values[-1:] == [RIGHT] else 0.0
        counts.update(
            missing=not submitted,
            doubled=len(attempts) > 1,
            rewritten=len(values) > 1,
            mixed=any(attempt.score != expected for attempt in submitted),
            changed=len(set(client.results)) != 1 or "no result" in client.results,
        )
    return Submissions(**counts)
