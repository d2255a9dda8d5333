"""A platform that launches and registers as Moodle 4.5 does it, with its pages and its checks.

Each launch has a number of its own that its authentication takes once, the login hint is the user's number, and what we
send back is looked at before anything is signed. Courses show an activity in a frame or lead to it in a new window.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from tests.doors.lti.platform import TOOL_CONFIGURATION, Asked, Platform, Reply

USER = "7"
HTML = {"Content-Type": "text/html; charset=utf-8"}
STYLE = "<style>iframe { inline-size: 100%; block-size: 640px; border: 0 } body { margin: 0 }</style>"
LISTENING = """<script>
  addEventListener("message", (event) => {
    if (event.data && event.data.subject === "org.imsglobal.lti.close") document.title = "Closed from " + event.origin;
  });
</script>"""


@dataclass
class Moodle(Platform):
    """Such a platform. `tool`: the address it launches, without a path. `launches`: those that are begun and not used.

    `refused`: what it found wrong with what we sent its authentication. `tells_deployment`: whether a registration
    learns of one.
    """

    tool: str = ""
    custom: dict[str, str] = field(default_factory=dict)
    launches: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    tells_deployment: bool = True

    def __enter__(self) -> Moodle:
        """Serve."""
        super().__enter__()
        self.issuer = self.url("")
        self.handlers |= {
            ("GET", "/launch"): self._launch,
            ("GET", "/auth"): self._checked,
            ("GET", "/registering"): self._registering,
            ("GET", "/tools"): self._tools,
            ("POST", "/register"): self._registered,
        }
        frame, window = (
            '<iframe id="contentframe" src="/launch"></iframe>',
            '<a href="/launch" target="_blank">Open</a>',
        )
        for path, shown in (("/frame", frame), ("/window", window)):
            self.pages[path] = f'<!doctype html><html lang="en"><title>A course</title>{STYLE}{shown}'
        return self

    def _launch(self, _asked: Asked) -> Reply:
        """Begin: a form that posts itself to the tool, with a number for this launch alone."""
        number = f"ltilaunch3_{uuid4().hex[:8]}"
        self.launches.add(number)
        return _form(
            f"{self.tool}/lti/login",
            iss=self.issuer,
            target_link_uri=f"{self.tool}/lti/launch",
            login_hint=USER,
            lti_message_hint=json.dumps({"cmid": 3, "launchid": number}),
            client_id=self.client_id,
            lti_deployment_id=self.deployment,
        )

    def _checked(self, asked: Asked) -> Reply:
        sent = asked.query
        wrong = self._wrong_with(sent)
        if wrong:
            self.refused.append(wrong)
            return 400, f"<!doctype html><title>Error</title><h1>Error</h1><p>{html.escape(wrong)}", HTML
        self.launches.discard(json.loads(sent["lti_message_hint"])["launchid"])
        launch = {"custom": self.custom or None, **self.next_launch, "sub": self.next_launch.get("sub", USER)}
        token = self.sign(self.claims(sent["nonce"], f"{self.tool}/lti/launch", **launch))
        return _form(sent["redirect_uri"], id_token=token, state=sent["state"])

    def _wrong_with(self, sent: dict[str, str]) -> str:
        fixed = {
            "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none",
            "client_id": self.client_id, "login_hint": USER, "redirect_uri": f"{self.tool}/lti/launch",
        }  # fmt: skip
        for name, wanted in fixed.items():
            if sent.get(name) != wanted:
                return f"{name}: {sent.get(name)!r}"
        if not sent.get("nonce") or not sent.get("state"):
            return "nonce, state"
        number = json.loads(sent.get("lti_message_hint", "{}")).get("launchid")
        return "" if number in self.launches else "lti_message_hint: this launch is used"

    def _tools(self, asked: Asked) -> Reply:
        """Answer the page where tools are managed: what registers stands in a frame of it."""
        frame = '<iframe src="/registering"></iframe>'
        popup = "<button onclick=\"window.open('/registering')\">In a window</button>"
        shown = popup if asked.query.get("how") == "window" else frame
        return 200, f'<!doctype html><html lang="en"><title>Tools</title>{STYLE}{LISTENING}{shown}', HTML

    def _registering(self, _asked: Asked) -> Reply:
        told = {"openid_configuration": self.url("/openid-configuration"), "registration_token": "one.time.token"}
        return 302, "", {"Location": f"{self.tool}?{urlencode(told)}", **HTML}

    def _registered(self, asked: Asked) -> Reply:
        status, body, headers = self._register(asked)
        if status == 200 and not self.tells_deployment:
            del body[TOOL_CONFIGURATION]["deployment_id"]
        return status, body, headers


def _form(action: str, **fields: str) -> Reply:
    hidden = "".join(f'<input type="hidden" name="{k}" value="{html.escape(v)}">' for k, v in fields.items())
    form = f'<form id="it" method="post" action="{html.escape(action)}">{hidden}</form>'
    script = "<script>document.getElementById('it').submit()</script>"
    return 200, f"<!doctype html><title>Launching</title>{form}{script}", HTML
