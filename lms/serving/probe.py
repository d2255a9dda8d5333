"""Asking an installation whether it is well."""

from __future__ import annotations

import http.client
import json

TIMEOUT = 5.0


def health(host: str, port: int, *, timeout: float = TIMEOUT) -> str | None:
    """Return None when `/healthz` answers 200, else what is wrong in a few words."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (what one connects to, not binds)
    connection = http.client.HTTPConnection(reachable, port, timeout=timeout)
    try:
        connection.request("GET", "/healthz", headers={"Accept": "application/json"})
        answer = connection.getresponse()
        body = answer.read(10_000)
    except (OSError, http.client.HTTPException) as problem:
        return f"no answer on {reachable}:{port} ({type(problem).__name__})"
    finally:
        connection.close()
    return None if answer.status == 200 else f"answered {answer.status}: {_words(body)}"


def _words(body: bytes) -> str:
    try:
        return str(json.loads(body))[:200]
    except ValueError:
        return body.decode("utf-8", "replace").strip()[:200]
