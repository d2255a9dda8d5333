"""Passkeys: made and used, and refused for every single thing that can be wrong with an answer."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from sqlalchemy import func, select
from webauthn.helpers import bytes_to_base64url as b64

from lms.kernel.clock import SetClock
from lms.people.models import Account, Person, SignIn
from lms.people.second_factor import challenges, passkeys
from lms.people.second_factor.models import Passkey
from lms.people.second_factor.passkeys import Site, Wrong, site_of
from tests.people.doors import new_address
from tests.people.second_factor.device import PRESENT, SYNCED, VERIFIED, Device
from tests.people.second_factor.lived import account_of, confirmed, half_way, secret_of
from tests.support.company import Browser, Company

SITE = Site("localhost", "http://localhost")
NEW, SECOND, ALONE = "/me/security/passkeys", "/sign-in/second/passkey", "/sign-in/passkey"


def register(company: Company, person: Person, device: Device, name: str = "Work laptop") -> Browser:
    """Add a passkey on one's own page, and return the browser it was added in."""
    browser = confirmed(company, person)
    options = browser.get(f"{NEW}/new").get_json()
    came = browser.post(NEW, {"credential": device.made(options), "name": name})
    assert came.status_code in (200, 303)
    return browser


def _sent(browser: Browser, address: str, credential: str) -> Any:
    came = browser.post(address, {"credential": credential}, environ_base={"REMOTE_ADDR": new_address()})
    if came.status_code == 303:
        browser._token = None
    return came


def _second(company: Company, person: Person) -> tuple[Browser, dict[str, Any]]:
    browser = half_way(company, person)
    return browser, browser.get(SECOND).get_json()


def _sessions(company: Company, person: Person) -> int:
    with company.installation.database.reading() as session:
        return session.scalar(select(func.count()).where(SignIn.account_id == person.account_id)) or 0


def _kept(company: Company, person: Person) -> Passkey:
    with company.installation.database.reading() as session:
        return session.scalars(select(Passkey).where(Passkey.account_id == person.account_id)).one()


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://learn.example.com", Site("learn.example.com", "https://learn.example.com")),
        ("https://learn.example.com:8443/lms", Site("learn.example.com", "https://learn.example.com:8443")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("http://learn.example.com", None),
        ("https://10.1.2.3", None),
        ("https://[::1]", None),
    ],
)
def test_a_site_has_passkeys_on_https_with_a_name_and_on_localhost(address: str, site: Site | None) -> None:
    assert site_of(address) == site


def test_a_passkey_is_kept_under_its_name_and_opens_the_second_step(company: Company) -> None:
    person, device = company.person(), Device(flags=PRESENT | VERIFIED | SYNCED)
    page = register(company, person, device).get("/me/security").text
    assert "Work laptop" in page
    kept = _kept(company, person)
    assert (kept.synced, kept.backed_up, kept.used_at) == (True, False, None)
    browser, options = _second(company, person)
    assert [each["id"] for each in options["allowCredentials"]] == [kept.credential]
    came = _sent(browser, SECOND, device.used(options))
    assert (came.status_code, came.headers["Location"]) == (303, "/")
    assert browser.get("/me").status_code == 200
    assert (_kept(company, person).sign_count, _kept(company, person).used_at is None) == (1, False)


def test_a_passkey_opens_without_address_and_password_when_its_device_verified_the_owner(company: Company) -> None:
    person, device, browser = company.person(name="Ingrid Inside"), Device(), company.anonymous()
    register(company, person, device)
    options = browser.get(ALONE).get_json()
    assert (options["userVerification"], options.get("allowCredentials")) == ("required", [])
    assert _sent(browser, ALONE, device.used(options, owner=account_of(person).bytes)).headers["Location"] == "/"
    assert "Ingrid Inside" in browser.get("/me").text


def test_without_verification_it_is_no_way_in_by_itself_but_a_second_factor(company: Company) -> None:
    person, device, stranger = company.person(), Device(flags=PRESENT), company.anonymous()
    register(company, person, device)
    before = _sessions(company, person)
    came = _sent(stranger, ALONE, device.used(stranger.get(ALONE).get_json()))
    assert came.headers["Location"].startswith("/sign-in")
    assert _sessions(company, person) == before
    browser, options = _second(company, person)
    assert _sent(browser, SECOND, device.used(options)).status_code == 303


def test_every_single_thing_that_is_wrong_is_refused(company: Company, clock: SetClock) -> None:
    person, other, device = company.person(), company.person(), Device()
    register(company, person, device)
    before = _sessions(company, person)

    def refused(credential: str) -> None:
        browser, _options = _second(company, person)
        assert _sent(browser, SECOND, credential).status_code == 422
        clock.forward(minutes=16)  # so that the count of tries is not what refuses

    def answer(**changed: Any) -> str:
        kept = {name: getattr(device, name) for name in changed}
        for name, value in changed.items():
            setattr(device, name, value)
        said = device.used(_second(company, person)[1])
        for name, value in kept.items():
            setattr(device, name, value)
        return said

    refused(answer(origin="https://evil.example"))
    refused(answer(origin="http://localhost:9"))
    refused(answer(host="evil.example"))
    refused(answer(flags=0))
    refused(answer(key=Device().key))
    refused(answer(id=Device().id))
    refused(device.used(_second(company, person)[1], type="webauthn.create"))
    refused(device.used(_second(company, person)[1], challenge="AAAA"))
    refused(device.used(_second(company, person)[1], owner=account_of(other).bytes))
    register(company, other, Device())
    refused(device.used(_second(company, other)[1]))
    refused(device.used(company.anonymous().get(ALONE).get_json()))
    said = json.loads(device.used(_second(company, person)[1]))
    said["response"]["signature"] = said["response"]["signature"][::-1]
    refused(json.dumps(said))
    for broken in ("no JSON", "[]", "{}", '{"id": 7}', '{"id": "x", "response": 3}', "x" * 15_000, "[" * 9_000):
        refused(broken)
    assert _sessions(company, person) == before
    browser, options = _second(company, person)
    assert _sent(browser, SECOND, device.used(options)).status_code == 303, "and the right one opens"


def test_a_counter_that_goes_back_or_stands_still_is_refused(company: Company) -> None:
    person, device = company.person(), Device(count=40)
    register(company, person, device)
    browser, options = _second(company, person)
    assert _sent(browser, SECOND, device.used(options)).status_code == 303
    for count in (41 - 1, 3):
        device.count = count
        browser, options = _second(company, person)
        assert _sent(browser, SECOND, device.used(options)).status_code == 422
    assert _kept(company, person).sign_count == 41


def test_one_answer_opens_once_even_from_a_device_that_does_not_count(company: Company) -> None:
    person, device = company.person(), Device()
    register(company, person, device)
    before = _sessions(company, person)
    browsers = [company.anonymous() for _ in range(6)]
    options = browsers[0].get(ALONE).get_json()
    device.count = -1  # the answer says 0: this device keeps no count
    said = device.used(options)
    for browser in browsers:
        browser.token()
    with ThreadPoolExecutor(6) as together:
        came = list(together.map(lambda browser: _sent(browser, ALONE, said).headers["Location"], browsers))
    assert came.count("/") == 1
    assert _sessions(company, person) == before + 1


def test_a_challenge_lives_ten_minutes(company: Company, clock: SetClock) -> None:
    person, device, browser = company.person(), Device(), company.anonymous()
    register(company, person, device)
    options = browser.get(ALONE).get_json()
    clock.forward(minutes=10, seconds=1)
    assert _sent(browser, ALONE, device.used(options)).headers["Location"].startswith("/sign-in")


def test_a_challenge_is_for_one_purpose_account_and_installation(company: Company) -> None:
    now, secret, account = company.installation.clock.now(), secret_of(company), account_of(company.person())
    made = challenges.make(secret, challenges.SECOND, account, now)
    assert challenges.is_ours(secret, made, challenges.SECOND, account, now)
    assert not challenges.is_ours(secret, made, challenges.NEW, account, now)
    assert not challenges.is_ours(secret, made, challenges.SECOND, None, now)
    assert not challenges.is_ours(b"another key, long enough to be one", made, challenges.SECOND, account, now)
    assert not challenges.is_ours(secret, made, challenges.SECOND, account, now - timedelta(minutes=1))
    assert not challenges.is_ours(secret, made[:-1], challenges.SECOND, account, now)


def test_a_new_passkey_is_refused_from_elsewhere_twice_and_for_somebody_else(company: Company) -> None:
    person, other, installation = company.person(), company.person(), company.installation
    secret, now = secret_of(company), installation.clock.now()

    def options(whose: Person) -> dict[str, Any]:
        with installation.database.reading() as session:
            account = session.get_one(Account, account_of(whose))
            return passkeys.options_for_new(session, SITE, account, secret, now)

    def keep(said: str) -> None:
        with installation.database.writing() as session:
            passkeys.keep(session, SITE, account_of(person), said, "A key", secret, now)

    for device in (Device(origin="https://evil.example"), Device(host="evil.example"), Device(flags=0)):
        with pytest.raises(Wrong):
            keep(device.made(options(person)))
    with pytest.raises(Wrong):
        keep(Device().made(options(other)))
    device, asked = Device(), options(person)
    keep(device.made(asked))
    for again in (device.made(options(person)), Device().made(asked)):
        with pytest.raises(Wrong):
            keep(again)


def test_a_passkey_of_somebody_who_left_opens_nothing(company: Company) -> None:
    person, device, browser = company.person(), Device(), company.anonymous()
    register(company, person, device)
    with company.installation.database.writing() as session:
        session.get_one(Person, person.id).active = False
    assert _sent(browser, ALONE, device.used(browser.get(ALONE).get_json())).headers["Location"].startswith("/sign-in")


def test_guessing_without_an_account_is_counted_by_address(company: Company) -> None:
    browser, address = company.anonymous(), new_address()
    said = Device().used(browser.get(ALONE).get_json())
    came = [
        browser.post(ALONE, {"credential": said}, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(33)
    ]
    assert came == [303] * 30 + [429] * 3


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(company: Company) -> None:
    person, thief = company.person(), company.person()
    browser, other = register(company, person, Device()), confirmed(company, thief)
    one = f"{NEW}/{_kept(company, person).id}"
    assert other.post(one, {"name": "Mine now"}).status_code == 404
    assert other.post(f"{one}/removal").status_code == 404
    assert browser.post(one, {"name": "  Key   on the ring "}).status_code == 303
    assert _kept(company, person).name == "Key on the ring"
    assert browser.post(f"{one}/removal").status_code == 303
    assert "You have none yet." in browser.get("/me/security").text


@pytest.mark.parametrize("more", [b"\x04", b"\x18", b"\xa1", b"\xff\xff", b""])
def test_bytes_that_end_in_the_middle_are_refused_and_no_failure(company: Company, more: bytes) -> None:
    person, device = company.person(), Device()
    register(company, person, device)
    broken = b64(device._data(0x80 | PRESENT | VERIFIED) + more)
    browser, options = _second(company, person)
    said = json.loads(device.used(options))
    said["response"]["authenticatorData"] = broken
    assert _sent(browser, SECOND, json.dumps(said)).status_code == 422
    site, secret = site_of("http://localhost"), secret_of(company)
    assert site is not None
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        account = session.get_one(Account, person.account_id)
        new = Device()
        made = json.loads(new.made(passkeys.options_for_new(session, site, account, secret, now)))
        attested = {"fmt": "none", "attStmt": {}, "authData": new._data(0x80 | PRESENT) + more}
        made["response"]["attestationObject"] = b64(cbor2.dumps(attested))
        with pytest.raises(Wrong):
            passkeys.keep(session, site, account.id, json.dumps(made), "Broken", secret, now)
