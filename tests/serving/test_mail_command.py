"""`lms mail test` and `lms doctor` say whether mails leave, and why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.config import Config
from lms.serving.doctor import LOOKS
from lms.serving.mail import mail
from lms.serving.refusals import CannotStart
from tests.support.smtp_server import Taker, smtp_server

KEY = "a key for tests that is long enough to be one"


def mailed(data: Path, url: str, address: str = "ada@company.example") -> Result:
    """Run `lms mail test` with this server."""
    set_to = {"LMS_DATA": str(data), "LMS_SECRET_KEY": KEY, "LMS_SMTP_URL": url}
    return CliRunner(env=set_to).invoke(mail, ["test", address])


def test_one_mail_goes_to_the_address_and_nothing_is_stored(tmp_path: Path) -> None:
    taker = Taker()
    with smtp_server(taker) as at:
        done = mailed(tmp_path, f"smtp://{at}")
    assert (done.exit_code, [str(each["To"]) for each in taker.mails]) == (0, ["ada@company.example"])
    assert "The server took it" in done.output
    assert list(tmp_path.iterdir()) == []


def test_without_a_server_it_says_that_nobody_gets_it(tmp_path: Path) -> None:
    done = mailed(tmp_path, "")
    assert (done.exit_code, "nobody gets it" in done.output) == (0, True)
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        ("RCPT", "550 unknown", "refuses this mail to ada@company.example: 550"),
        ("RCPT", "451 later", "does not take it now: 451"),
        ("MAIL", "550 not from you", "cannot be used: 550"),
    ],
)
def test_it_says_what_the_server_said(tmp_path: Path, step: str, answer: str, said: str) -> None:
    with smtp_server(Taker(met=lambda met, *_: answer if met.startswith(step) else None)) as at:
        done = mailed(tmp_path, f"smtp://{at}")
    assert isinstance(done.exception, CannotStart)
    assert said in str(done.exception)


def test_the_doctor_connects_and_names_what_is_wrong_in_words(tmp_path: Path) -> None:
    with smtp_server(Taker()) as at:
        given = {"LMS_DATA": str(tmp_path), "LMS_SECRET_KEY": KEY, "LMS_SMTP_URL": f"smtp://{at}"}
        well = LOOKS["mails"](Config.from_environment(given))
    ill = LOOKS["mails"](Config.from_environment(given))
    assert (well.well, at in well.words) == (True, True)
    assert (ill.well, "nobody listens there" in ill.words) == (False, True)
