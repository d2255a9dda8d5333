"""Every setting of an installation: one typed table, read once from the environment.

`SETTINGS` is the table; `docs/operators.md` documents each row under its own name. Secrets have no default: where
`LMS_SECRET_KEY` is not set, the key that `lms init` or `lms demo` wrote into the data folder is used, and without
either the application does not start.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

KEY_FILE = "secret.key"
KEY_CHARACTERS = 32
LOG_LEVELS = ("debug", "info", "warning", "error")


class ConfigError(ValueError):
    """A setting cannot be used; the message names the variable and what to do."""

    def __init__(self, variable: str, problem: str, remedy: str) -> None:
        """Keep the parts: `doctor` prints them in columns, the command line in one line."""
        self.variable, self.problem, self.remedy = variable, problem, remedy
        super().__init__(f"{variable}: {problem} {remedy}")


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default in words, and what it does in one sentence."""

    variable: str
    default: str
    meaning: str


SETTINGS = (
    Setting("LMS_DATA", "./var", "Folder for the embedded database, the secret key and the lock."),
    Setting("LMS_DATABASE_URL", "lms.db in LMS_DATA", "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."),
    Setting("LMS_SECRET_KEY", "secret.key in LMS_DATA", "Signs cookies, wraps personal keys; 32 characters or more."),
    Setting("LMS_BASE_URL", "http://LMS_BIND", "The address people type."),
    Setting("LMS_BIND", "127.0.0.1:8000", "HOST:PORT to listen on."),
    Setting("LMS_WORKERS", "one per core", "Web processes, 1 to 64."),
    Setting("LMS_THREADS", "2 on SQLite, 4 on PostgreSQL", "Threads answering requests in each web process, 1 to 16."),
    Setting("LMS_LOG_LEVEL", "info", "debug, info, warning or error."),
    Setting("LMS_CONTENT", "the library that ships with it", "Folder that holds modules/, quizzes/ and curricula/."),
    Setting(
        "LMS_SMTP_URL", "none: mails go into LMS_DATA/mail", "smtp://USER:PASSWORD@HOST:PORT?starttls=1 or smtps://…"
    ),
    Setting("LMS_MAIL_FROM", "no-reply@ the host of LMS_BASE_URL", "The address mails come from."),
    Setting("LMS_MAIL_PER_MINUTE", "as many as the server takes", "The most mails sent in a minute, 1 to 10000."),
    Setting("LMS_PARTNERS", "none", "Hosts inside your network that may be called: moodle.example.com,10.0.0.5:8080 …"),
    Setting("LMS_MEDIA_MEGABYTES", "200", "Room for the pictures and clips of one organisation's drafts, 1 to 100000."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one installation.

    data: absolute folder. database_url: sqlite:/// or postgresql://. secret_key: empty only in commands that asked for
    none (`with_key=False`). base_url: without trailing slash. host and port: where to listen. workers: web processes;
    threads: in each. content: None is the library that ships with the program. smtp_url: empty where mails are written
    into a folder. mail_from: an address, without a name. mail_per_minute: 0 where nothing limits it.
    media_megabytes: room for the pictures and clips of one organisation's drafts. partners: hosts, or HOST:PORT, that
    may be called though they stand inside the network or speak plain http.
    """

    data: Path
    database_url: str
    secret_key: str
    base_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 2
    log_level: str = "info"
    content: Path | None = None
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    mail_per_minute: int = 0
    media_megabytes: int = 200
    partners: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, with_key: bool = True) -> Config:
        """Read every setting; raise `ConfigError` for the first that cannot be used, a missing key included."""
        given = {name: value.strip() for name, value in (os.environ if environment is None else environment).items()}
        data = Path(given.get("LMS_DATA") or "var").expanduser().absolute()
        host, port = _bind(given.get("LMS_BIND") or "127.0.0.1:8000")
        database_url = _database_url(given.get("LMS_DATABASE_URL") or f"sqlite:///{data / 'lms.db'}")
        embedded = database_url.startswith("sqlite")
        return cls(
            data=data,
            database_url=database_url,
            secret_key=_secret_key(given.get("LMS_SECRET_KEY"), data) if with_key else "",
            base_url=_base_url(given.get("LMS_BASE_URL") or f"http://{_authority(_here(host), port)}"),
            host=host,
            port=port,
            workers=_count(given, "LMS_WORKERS", os.cpu_count() or 1, 64),
            threads=_count(given, "LMS_THREADS", 2 if embedded else 4, 16),
            log_level=_choice(given, "LMS_LOG_LEVEL", "info", LOG_LEVELS),
            content=_content(given.get("LMS_CONTENT")),
            smtp_url=_smtp_url(given.get("LMS_SMTP_URL") or ""),
            mail_from=_mail_from(given.get("LMS_MAIL_FROM") or ""),
            mail_per_minute=_count(given, "LMS_MAIL_PER_MINUTE", 0, 10_000),
            media_megabytes=_count(given, "LMS_MEDIA_MEGABYTES", 200, 100_000),
            partners=_partners(given.get("LMS_PARTNERS") or ""),
        )

    @property
    def library(self) -> Path:
        """Return the folder that holds modules/ and quizzes/: the given one, the one packed in, or the source tree."""
        package = Path(__file__).parent
        packed = package / "_content"
        return self.content or (packed if packed.is_dir() else package.parent)

    @property
    def embedded(self) -> bool:
        """Return whether the database is the SQLite file."""
        return self.database_url.startswith("sqlite")

    def environment(self) -> dict[str, str]:
        """Return the variables that give a child process the same settings; the secret key is never among them."""
        given = {
            "LMS_DATA": str(self.data),
            "LMS_DATABASE_URL": self.database_url,
            "LMS_BASE_URL": self.base_url,
            "LMS_BIND": _authority(self.host, self.port),
            "LMS_WORKERS": str(self.workers),
            "LMS_THREADS": str(self.threads),
            "LMS_LOG_LEVEL": self.log_level,
            "LMS_CONTENT": str(self.content or ""),
            "LMS_SMTP_URL": self.smtp_url,
            "LMS_MAIL_FROM": self.mail_from,
            "LMS_MAIL_PER_MINUTE": str(self.mail_per_minute or ""),
            "LMS_MEDIA_MEGABYTES": str(self.media_megabytes),
            "LMS_PARTNERS": ",".join(self.partners),
        }
        return {variable: value for variable, value in given.items() if value}

    def key(self) -> str:
        """Return the secret key; raise `ConfigError` in a process that was started without one."""
        if not self.secret_key:
            raise ConfigError("LMS_SECRET_KEY", "is not set.", "Run `lms init`, or set 32 random characters or more.")
        return self.secret_key

    @property
    def is_https(self) -> bool:
        """Return whether people reach the site over https, so that cookies may be Secure."""
        return self.base_url.startswith("https://")


def make_key(data: Path) -> Path:
    """Write a fresh secret key into the data folder for its owner's eyes, unless there is one; return its file."""
    file = data / KEY_FILE
    data.mkdir(parents=True, exist_ok=True)
    if file.exists():
        return file  # it stays for ever: wrapped keys hang on it
    draft = file.with_name(f"{KEY_FILE}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(48) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)  # never overwrites another's key and never shows half of one
    finally:
        draft.unlink()
    return file


def _secret_key(given: str | None, data: Path) -> str:
    source = "LMS_SECRET_KEY"
    key = given or ""
    if not key:
        file = data / KEY_FILE
        source = str(file)
        try:
            key = file.read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise ConfigError(
                "LMS_SECRET_KEY",
                f"is not set and there is no {file}.",
                "Run `lms init`, or `lms demo` to try; or set it to 32 random characters or more.",
            ) from None
        except (OSError, UnicodeDecodeError) as problem:
            raise ConfigError(source, f"cannot be read ({problem}).", "Run as the user who owns it.") from problem
    if len(key) < KEY_CHARACTERS:
        raise ConfigError(source, "is too short to be a secret.", "Use 32 random characters or more.")
    return key


def _bind(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ConfigError("LMS_BIND", f'"{text}" is not an address.', "Write HOST:PORT, as in 127.0.0.1:8000.")
    return host, int(port)


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _here(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (shown, not bound)


def _database_url(text: str) -> str:
    scheme = text.partition("://")[0]
    if scheme not in ("sqlite", "postgresql"):
        raise ConfigError(
            "LMS_DATABASE_URL",
            f'begins with "{scheme}".',
            "Use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
        )
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError("LMS_BASE_URL", f'"{text}" is not a web address.', "Write it as https://learn.example.com")
    return text.rstrip("/")


def _count(given: Mapping[str, str], variable: str, default: int, most: int) -> int:
    text = given.get(variable)
    if not text:
        return min(default, most)
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= most:
        raise ConfigError(variable, f'"{text}" is not a whole number from 1 to {most}.', "Give one or leave it out.")
    return int(text)


def _choice(given: Mapping[str, str], variable: str, default: str, choices: tuple[str, ...]) -> str:
    text = (given.get(variable) or default).lower()
    if text not in choices:
        raise ConfigError(variable, f'"{text}" is not known.', f"Use one of {', '.join(choices)}.")
    return text


def _content(text: str | None) -> Path | None:
    if not text:
        return None
    folder = Path(text).expanduser().absolute()
    if not folder.is_dir():
        raise ConfigError("LMS_CONTENT", f"{folder} is not a folder.", "Name the one that holds modules/ and quizzes/.")
    return folder


def _smtp_url(text: str) -> str:
    """Return the address of a mail server as it is given; a refusal never repeats it, for it may hold a password."""
    if text and not _is_smtp(text):
        raise ConfigError(
            "LMS_SMTP_URL",
            "is not the address of a mail server.",
            "Write smtp://HOST:PORT, smtp://USER:PASSWORD@HOST:PORT?starttls=1 or smtps://USER:PASSWORD@HOST:PORT.",
        )
    return text


def _is_smtp(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    starttls = ("", "starttls=1") if parts.scheme == "smtp" else ("",)
    whole = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and port != 0
    bare = parts.path in ("", "/") and not parts.fragment and parts.query in starttls
    return text.isprintable() and whole and bare and bool(parts.username) == bool(parts.password)


def _mail_from(text: str) -> str:
    name, at, host = text.rpartition("@")
    plain = text.isascii() and text.isprintable() and not set(text) & set(' <>(),;:\\"[]') and "@" not in name
    if text and not (plain and at and name and host):
        raise ConfigError("LMS_MAIL_FROM", f"{text!r} is not an address.", "Write it as learning@example.com")
    return text


def _partners(text: str) -> tuple[str, ...]:
    """Return the hosts as they are compared: small letters, each HOST or HOST:PORT."""
    found = tuple(part.strip().casefold() for part in text.split(",") if part.strip())
    for part in found:
        try:
            parts = urlsplit(f"//{part}")
            is_host = parts.netloc == part and bool(parts.hostname) and "@" not in part and parts.port != 0
        except ValueError:
            is_host = False
        if not is_host:
            raise ConfigError("LMS_PARTNERS", f'"{part}" is not a host.', "Write HOST or HOST:PORT, divided by commas.")
    return found
