"""What operators see: one structured line a request, and counters for a metrics collector."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Histogram

log = structlog.get_logger("lms.request")


def install(app: Flask, data: Path) -> None:
    """Number every request, log it when it ends, count it."""
    folder = data / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
    seconds = _histogram()

    @app.before_request
    def number() -> None:
        g.started = time.perf_counter()
        g.request_id = uuid4().hex[:16]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def record(response: Response) -> Response:
        spent = time.perf_counter() - g.get("started", time.perf_counter())
        place = request.endpoint or "none"
        seconds.labels(place, request.method, response.status_code).observe(spent)
        response.headers["X-Request-Id"] = g.get("request_id", "")
        log.info("request", method=request.method, place=place, status=response.status_code, ms=round(spent * 1000, 1))
        return response


@cache
def _histogram() -> Histogram:
    """Return the one histogram of this process: a second application in it (a test's) counts into the same."""
    return Histogram("lms_request_seconds", "Time to answer a request", ["endpoint", "method", "status"])
