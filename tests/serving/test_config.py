"""Settings: read once, refused by name, and no secret has a default."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from lms.config import SETTINGS, Config, ConfigError, make_key

ROOT = Path(__file__).parents[2]
KEY = "thirty-two characters or more, random"


def read(data: Path, **given: str) -> Config:
    """Read a configuration that has a data folder, a key, and what is given."""
    return Config.from_environment({"LMS_DATA": str(data), "LMS_SECRET_KEY": KEY, **given})


def test_without_a_secret_key_nothing_starts_and_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^LMS_SECRET_KEY: is not set .*Run `lms init`"):
        Config.from_environment({"LMS_DATA": str(tmp_path)})


def test_a_key_too_short_to_be_a_secret_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        read(tmp_path, LMS_SECRET_KEY="changeme")
    assert "too short" in str(refusal.value)
    assert "changeme" not in str(refusal.value)


def test_the_key_file_is_its_owners_alone_and_never_written_twice(tmp_path: Path) -> None:
    file = make_key(tmp_path / "new")
    first = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert make_key(tmp_path / "new").read_text() == first
    assert [each.name for each in file.parent.iterdir()] == ["secret.key"]
    assert Config.from_environment({"LMS_DATA": str(tmp_path / "new")}).secret_key == first.strip()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LMS_BIND", "8000"),
        ("LMS_BIND", "127.0.0.1:0"),
        ("LMS_BIND", "127.0.0.1:65536"),
        ("LMS_BIND", "127.0.0.1:８０００"),
        ("LMS_DATABASE_URL", "mysql://localhost/lms"),
        ("LMS_BASE_URL", "learn.example.com"),
        ("LMS_BASE_URL", "javascript:alert(1)"),
        ("LMS_WORKERS", "0"),
        ("LMS_WORKERS", "many"),
        ("LMS_THREADS", "17"),
        ("LMS_LOG_LEVEL", "loud"),
        ("LMS_CONTENT", "/nowhere at all"),
        ("LMS_SMTP_URL", "mail.example.com"),
        ("LMS_SMTP_URL", "https://mail.example.com"),
        ("LMS_SMTP_URL", "smtp://"),
        ("LMS_SMTP_URL", "smtp://mail.example.com:port"),
        ("LMS_SMTP_URL", "smtp://mail.example.com:99999"),
        ("LMS_SMTP_URL", "smtp://somebody@mail.example.com"),
        ("LMS_SMTP_URL", "smtp://mail.example.com?tls=1"),
        ("LMS_SMTP_URL", "smtps://mail.example.com?starttls=1"),
        ("LMS_SMTP_URL", "smtp://mail.example.com/box"),
        ("LMS_MAIL_FROM", "learning"),
        ("LMS_MAIL_FROM", "two@at@example.com"),
        ("LMS_MAIL_FROM", "a@example.com\nBcc: b@example.com"),
        ("LMS_MAIL_FROM", "Learning <learning@example.com>"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_a_remedy(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        read(tmp_path, **{variable: value})
    assert refusal.value.variable == variable
    assert refusal.value.remedy.endswith((".", "com", "…"))
    assert "\n" not in str(refusal.value)


def test_the_password_of_the_mail_server_is_never_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        read(tmp_path, LMS_SMTP_URL="smtp://us:hushhush@mail.example.com:0")
    assert "hushhush" not in str(refusal.value)
    fine = read(tmp_path, LMS_SMTP_URL="smtp://us:hushhush@mail.example.com?starttls=1", LMS_MAIL_FROM="a@example.com")
    assert "hushhush" not in repr(fine)


def test_a_child_process_reads_the_same_settings_and_is_never_handed_the_key(tmp_path: Path) -> None:
    ours = read(tmp_path, LMS_BIND="[::1]:9000", LMS_WORKERS="3", LMS_SMTP_URL="smtps://a:b@mail.example")
    handed = ours.environment()
    assert "LMS_SECRET_KEY" not in handed
    assert Config.from_environment({**handed, "LMS_SECRET_KEY": KEY}) == ours


def test_the_address_shown_is_one_a_person_can_open(tmp_path: Path) -> None:
    assert read(tmp_path, LMS_BIND="0.0.0.0:80").base_url == "http://127.0.0.1:80"
    assert read(tmp_path, LMS_BASE_URL="https://learn.example.com/").base_url == "https://learn.example.com"


def test_every_setting_is_documented_for_operators() -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    missing = [each.variable for each in SETTINGS if f"| `{each.variable}` | {each.default} |" not in page]
    assert not missing


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("", ()),
        (" Moodle.Example.com , 10.0.0.5:8080 ", ("moodle.example.com", "10.0.0.5:8080")),
        ("[fd00::1]:444", ("[fd00::1]:444",)),
    ],
)
def test_partners_are_hosts(given: str, found: tuple[str, ...], tmp_path: Path) -> None:
    environment = {"LMS_PARTNERS": given, "LMS_DATA": str(tmp_path)}
    assert Config.from_environment(environment, with_key=False).partners == found


@pytest.mark.parametrize(
    "given", ["https://moodle.example.com", "a/b", "me@host", "host:0", "host:x", "[broken", ":80"]
)
def test_what_is_no_host_is_no_partner(given: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="LMS_PARTNERS"):
        Config.from_environment({"LMS_PARTNERS": given, "LMS_DATA": str(tmp_path)}, with_key=False)
