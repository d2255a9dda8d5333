"""A learning platform for one test: scorm-again in a page on loopback, the package in a frame of it."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any, Final

from playwright.sync_api import Browser, Frame, Page

from lms.doors.scorm.choice import Standard

HERE: Final = Path(__file__).parent / "player"
RUN_TIMES: Final = {Standard.SCORM_12: "scorm12.min.js", Standard.SCORM_2004: "scorm2004.min.js"}
MAKES: Final = {
    Standard.SCORM_12: "window.API = new Scorm12API(settings);",
    Standard.SCORM_2004: "window.API_1484_11 = new Scorm2004API(settings);",
}
PATIENCE: Final = 30_000
NO_STORAGE: Final = """for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });"""

_HOST: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Platform</title>
<link rel="icon" href="data:,"></head><body style="margin:0"><h1 hidden>Platform</h1>
<script src="run-time.js"></script><script>
const settings = {{ autocommit: false, logLevel: 5, mastery_override: false }};
const kept = {kept};
{api}
</script>
{frame}
</body></html>"""
_FRAME: Final = (
    '<iframe name="package" title="Module" src="package/index.html" style="width:100%;height:98vh;border:0">'
)
_RESUMES: Final = {
    Standard.SCORM_12: "if (kept) window.API.loadFromJSON(kept.cmi, 'cmi');",
    Standard.SCORM_2004: "if (kept) window.API_1484_11.loadFromJSON(kept.cmi, 'cmi');",
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing. The first page is written anew at each start, within one second of its date."""

    def end_headers(self) -> None:
        """Let the browser keep nothing."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Platform:
    """A package on a platform. `problems`: errors of scripts and refusals of the page's own policy."""

    def __init__(  # noqa: PLR0913 - what differs between platforms
        self,
        browser: Browser,
        package: Mapping[str, bytes],
        standard: Standard,
        folder: Path,
        *,
        width: int = 1280,
        theme: str = "light",
        locale: str = "en-GB",
        api: str | None = None,
        storage: bool = True,
    ) -> None:
        """Unpack the package and serve it; `api`: a script in the place of the run-time's own."""
        self.standard, self.folder, self._api = standard, folder, api
        for path, content in package.items():
            target = folder / "package" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        shutil.copy(HERE / RUN_TIMES[standard], folder / "run-time.js")
        handler = functools.partial(_Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        scheme: Any = "dark" if theme == "dark" else "light"
        size: Any = {"width": width, "height": 900}
        self.context = browser.new_context(
            viewport=size, color_scheme=scheme, locale=locale, reduced_motion="reduce", permissions=["clipboard-write"]
        )
        self.context.set_default_timeout(PATIENCE)
        if not storage:
            self.context.add_init_script(NO_STORAGE)
        self.problems: list[str] = []

    def open(self, kept: dict[str, Any] | None = None) -> Frame:
        """Start the package, with what the platform kept before; return its window."""
        api = MAKES[self.standard] + _RESUMES[self.standard] if self._api is None else self._api
        host = _HOST.format(kept=json.dumps(kept), api=api, frame=_FRAME + "</iframe>")
        (self.folder / "index.html").write_text(host)
        self.page = self._watched(self.context.new_page())
        self.page.goto(f"{self.address}/index.html")
        frame = self.page.frame("package")
        assert frame is not None
        frame.wait_for_selector("html[data-ready]", state="attached")
        return frame

    def alone(self, address: str | None = None) -> Frame:
        """Open the package by itself, from this server or from the disk; return its window."""
        self.page = self._watched(self.context.new_page())
        self.page.goto(address or f"{self.address}/package/index.html")
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page.main_frame

    def kept(self) -> dict[str, Any]:
        """Return everything the platform has."""
        name = "API" if self.standard is Standard.SCORM_12 else "API_1484_11"
        found: dict[str, Any] = self.page.evaluate(f"JSON.parse({name}.renderCMIToJSONString())")
        return found

    def leave(self) -> dict[str, Any]:
        """Take the package out of its frame, as a platform does; return what it kept."""
        self.page.evaluate("document.querySelector('iframe').src = 'about:blank'")
        self.page.wait_for_function("frames[0].location.href === 'about:blank'")
        return self.kept()

    def close(self) -> None:
        """End."""
        self.context.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("console", lambda m: self.problems.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("dialog", lambda dialog: dialog.accept())
        return page
