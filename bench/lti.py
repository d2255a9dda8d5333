"""What a launch costs the processor: login, launch and first page, for somebody new, also with a curriculum, or known.

Beside it what cannot be less: checking such a signature with joserfc, and a bare Flask page for each of the three.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from joserfc import jws
from joserfc.jwk import RSAKey

from bench.hello import make_app
from bench.outcome import Outcome, Spread
from bench.site import DATABASES, Site, site, taken
from lms.kernel.clock import SetClock, SystemClock
from tests.doors.lti.platform import Platform, jwk_of
from tests.doors.lti.visiting import Connected
from tests.support.company import MODULE, Company
from tests.support.curriculum import School
from tests.support.installation import Installation

LAUNCHES: Final = 60
MOST: Final = 40.0
PARTS: Final = ("login", "launch", "first page")


@dataclass
class Costs:
    """Milliseconds of processor time of each launch, by part."""

    of: dict[str, list[float]] = field(default_factory=lambda: {part: [] for part in PARTS})

    def whole(self) -> list[float]:
        """Return login and launch together."""
        return [login + launch for login, launch in zip(self.of["login"], self.of["launch"], strict=True)]

    def spreads(self, who: str) -> dict[str, Spread]:
        """Return each part, and what the target is for."""
        parts = {f"{who}: {part}": Spread.of(found) for part, found in self.of.items()}
        return {**parts, f"{who}: login and launch": Spread.of(self.whole())}


def measure() -> Iterator[Outcome]:
    """Yield what launches cost on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield _outcome(place, kind)


def _outcome(place: Site, kind: str) -> Outcome:
    clock = SystemClock()
    company = Company(Installation(place.app, place.database, SetClock(clock.now()), place.config))
    with Platform(clock.now) as platform:
        connected = Connected(company, platform)
        _launch(connected, "warm", Costs())  # the platform's keys are fetched once, and templates compiled
        new, known, given = Costs(), Costs(), Costs()
        curriculum = f"curriculum:{School(company, size=2).publish()}"
        for number in range(LAUNCHES):
            _launch(connected, f"user-{number}", new)
        for number in range(LAUNCHES):
            _launch(connected, f"user-{number}", known)
        for number in range(LAUNCHES):
            _launch(connected, f"learner-{number}", given, curriculum)
        token = platform.sign(platform.claims("n" * 32, connected.company.installation.config.base_url))
        key = RSAKey.import_key(jwk_of(platform.key, platform.kid))
    bare = make_app().test_client()
    checks = [_used(lambda: jws.deserialize_compact(token, key, algorithms=["RS256"])) for _ in range(LAUNCHES)]
    hellos = [_used(lambda: [bare.get("/") for _ in PARTS]) for _ in range(LAUNCHES)]
    figures = {**new.spreads("somebody new"), **known.spreads("somebody known")}
    figures |= given.spreads("somebody new, given a curriculum")
    wholes = [Spread.of(each.whole()).median for each in (new, known, given)]
    return Outcome(
        name=f"a launch by LTI, {kind}",
        unit="ms of processor time",
        figures=figures,
        target=f"login and launch ≤ {MOST:g} ms",
        met=max(wholes) <= MOST,
        references={
            "checking the signature with joserfc": Spread.of(checks),
            "three pages of a bare Flask application": Spread.of(hellos),
        },
        note=f"{LAUNCHES} launches each, one after the other, each in a fresh browser, to a module or curriculum; "
        "the database's own processor time on PostgreSQL is not counted",
    )


def _launch(connected: Connected, subject: str, costs: Costs, target: str = f"module:{MODULE}") -> None:
    """Launch once in a fresh browser and note what each part used."""
    base, platform = connected.company.installation.config.base_url, connected.platform
    client: FlaskClient = connected.client()
    asked = {"iss": platform.issuer, "client_id": platform.client_id, "login_hint": "7", "lti_message_hint": "hint"}
    begun, used = _timed(lambda: client.post("/lti/login", data=asked, base_url=base))
    taken(begun.status_code, 302)
    costs.of["login"].append(used)
    there = parse_qs(urlsplit(begun.location).query)
    who = {"sub": subject, "name": f"Person {subject}", "email": f"{subject}@{connected.company.marker}.example"}
    claims = platform.claims(there["nonce"][0], f"{base}/lti/launch", **who, custom={"target": target})
    posted = {"id_token": platform.sign(claims), "state": there["state"][0]}
    headers = {"Origin": platform.url(""), "Sec-Fetch-Site": "cross-site"}
    let_in, used = _timed(lambda: client.post("/lti/launch", data=posted, headers=headers, base_url=base))
    taken(let_in.status_code, 303)
    costs.of["launch"].append(used)
    page, used = _timed(lambda: client.get(let_in.location, base_url=base))
    taken(page.status_code)
    costs.of["first page"].append(used)


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `act` returns and the milliseconds of processor time it used."""
    before = time.process_time()
    found = act()
    return found, 1000 * (time.process_time() - before)


def _used(act: Callable[[], Any]) -> float:
    return _timed(act)[1]
