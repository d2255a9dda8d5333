"""A real LRS (Ralph) on loopback, and one of the tests' own that fails as it is told to."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

from tests.faults.served import ROOT, free_port

PYTHON = ROOT / ".partners" / "bin" / "python"
KEY, SECRET = "us", "what nobody guesses"
PATIENCE = 60.0
Statement = dict[str, Any]


@dataclass
class Ralph:
    """A running Ralph. What it stored stands in one file, a line a statement."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Return what an administrator would copy."""
        return f"http://127.0.0.1:{self.port}/xAPI"

    def start(self) -> None:
        """Start it and wait until it answers."""
        hashing = f"import bcrypt; print(bcrypt.hashpw({SECRET.encode()!r}, bcrypt.gensalt(4)).decode())"
        made = subprocess.run([PYTHON, "-c", hashing], check=True, capture_output=True, text=True)
        about = {
            "username": KEY,
            "hash": made.stdout.strip(),
            "scopes": ["all"],
            "agent": {"mbox": "mailto:us@example.com"},
        }
        (self.folder / "auth.json").write_text(json.dumps([about]))
        self.file.touch()
        surroundings = {
            "PATH": os.environ["PATH"],
            "RALPH_RUNSERVER_BACKEND": "fs",
            "RALPH_AUTH_FILE": str(self.folder / "auth.json"),
            "RALPH_HISTORY_FILE": str(self.folder / "history.json"),
            "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(self.folder),
        }
        command = [
            PYTHON,
            "-m",
            "uvicorn",
            "ralph_app:app",
            "--app-dir",
            Path(__file__).parent,
            "--port",
            str(self.port),
        ]
        with (self.folder / "said").open("wb") as said:
            self.process = subprocess.Popen(command, cwd=self.folder, env=surroundings, stdout=said, stderr=said)
        until, tick = time.monotonic() + PATIENCE, threading.Event()
        while not self._answers():
            assert time.monotonic() < until, (self.folder / "said").read_text()
            assert self.process.poll() is None, (self.folder / "said").read_text()
            tick.wait(0.1)

    def _answers(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/__lbheartbeat__", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    @property
    def file(self) -> Path:
        """Return where statements are kept."""
        return self.folder / "fs_lrs.jsonl"

    def stored(self, *people: object) -> list[Statement]:
        """Return every stored statement about these people, in order; each line counts, so a double is seen."""
        names = {str(each) for each in people}
        lines = [json.loads(line) for line in self.file.read_text().splitlines()]
        return [each for each in lines if each["actor"].get("account", {}).get("name") in names]

    def asked_for(self, identity: str) -> requests.Response:
        """Ask it for one statement, as any other program would."""
        asked = {"statementId": identity}
        return requests.get(f"{self.endpoint}/statements", params=asked, auth=(KEY, SECRET), timeout=10)


Answering = Callable[[list[Statement]], tuple[int, dict[str, str], bytes]]


@dataclass
class Faulty:
    """An LRS of the tests' own: `answering` says what becomes of a batch; 200 stores it as the real one would."""

    answering: Answering = lambda _batch: (200, {}, b"[]")
    batches: list[list[Statement]] = field(default_factory=list)
    stored: dict[str, Statement] = field(default_factory=dict)
    seen: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.batches.append(batch)
                outer.seen.append(dict(self.headers))
                status, headers, body = outer.answering(batch)
                if status == 200:
                    outer.stored |= {each["id"]: each for each in batch}
                self._answer(status, headers, body)

            def do_GET(self) -> None:
                outer.seen.append(dict(self.headers))
                self._answer(*outer.answering([]))

            def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_about: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def endpoint(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.server.server_port}/xAPI"

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
