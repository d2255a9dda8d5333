"""A learning platform that launches us by LTI 1.3: a real HTTP server on loopback with keys of its own.

It signs any claims it is told to, right or wrong, gives its public keys out, grants tokens to whoever signs as the
tool, keeps line items, scores and members, registers tools, and fails when it is told to.
"""

from __future__ import annotations

import html
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.api_jws import PyJWS

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
LEARNER, INSTRUCTOR = ROLE + "Learner", ROLE + "Instructor"
SCOPES = {
    "lineitem": "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "score": "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "result": "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "members": "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
}
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"

_KEYS: list[rsa.RSAPrivateKey] = []


def a_key(number: int = 0) -> rsa.RSAPrivateKey:
    """Return the same key for the same number: making one costs a tenth of a second."""
    while len(_KEYS) <= number:
        _KEYS.append(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return _KEYS[number]


def jwk_of(key: rsa.RSAPrivateKey, kid: str, **more: str) -> dict[str, Any]:
    """Return the public half as a platform shows it."""
    numbers = key.public_key().public_numbers()

    def text(value: int) -> str:
        return urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()

    return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid, "n": text(numbers.n), "e": text(numbers.e), **more}


@dataclass
class Asked:
    """One request that reached the platform."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return its body."""
        return json.loads(self.body)


Reply = tuple[int, Any, dict[str, str]]
"""Status, body (JSON, or text as it is), headers."""
Handler = Callable[[Asked], Reply]
Trouble = Callable[[Asked], str]
"""What goes wrong with a request: "" nothing, "500", "429", "hang", "drop", or "lost": done, but the answer is lost."""


@dataclass
class Platform:
    """One platform. `clock`: the time it signs with. `trouble`: asked before each service request is answered.

    `members`: what names and roles answers, `line_items` {path: item}, `scores` [(path of the item, score as it came)],
    `tools`: what registered itself. `asked`: every request, in order. `page_size`: of members and line items.
    """

    clock: Callable[[], datetime]
    host: str = "127.0.0.1"
    client_id: str = field(default_factory=lambda: f"client-{uuid4().hex[:10]}")
    deployment: str = "1"
    kid: str = "platform-key-1"
    key: rsa.RSAPrivateKey = field(default_factory=a_key)
    issuer: str = ""
    trouble: Trouble = lambda _asked: ""
    page_size: int = 50
    members: list[dict[str, Any]] = field(default_factory=list)
    line_items: dict[str, dict[str, Any]] = field(default_factory=dict)
    scores: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tools: list[dict[str, Any]] = field(default_factory=list)
    tool_keys: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    handlers: dict[tuple[str, str], Handler] = field(default_factory=dict)
    registration: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    next_launch: dict[str, Any] = field(default_factory=dict)
    tool_launch_url: str = ""

    def __enter__(self) -> Platform:
        """Serve."""
        platform = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                platform._serve(self)

            do_POST = do_PUT = do_DELETE = do_GET

            def log_message(self, *_args: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        self._lock = threading.Lock()
        self._hang = threading.Event()
        self.issuer = self.issuer or f"https://platform-{uuid4().hex[:8]}.example"
        self.handlers |= {
            ("GET", "/jwks"): self._keys,
            ("POST", "/token"): self._token,
            ("GET", "/openid-configuration"): self._configuration,
            ("POST", "/register"): self._register,
            ("GET", "/auth"): self._authorize,
            ("GET", "/members"): self._members,
            ("GET", "/lineitems"): self._items,
            ("POST", "/lineitems"): self._new_item,
        }
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop."""
        self._hang.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self._server.server_address[1])

    @property
    def partner(self) -> str:
        """Return HOST:PORT as LMS_PARTNERS names it."""
        return f"{self.host}:{self.port}"

    def url(self, path: str) -> str:
        """Return one of its addresses."""
        return f"http://{self.partner}{path}"

    def keys(self) -> dict[str, Any]:
        """Return its public keys."""
        return {"keys": [jwk_of(self.key, self.kid)]}

    def claims(self, nonce: str, target: str, /, **changed: Any) -> dict[str, Any]:
        """Return the claims of a learner's launch; `changed`: {claim or its last word: value, None leaves it out}."""
        at = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": "user-1",
            "iat": at,
            "exp": at + 60,
            "nonce": nonce,
            "name": "Mia Platform",
            "given_name": "Mia",
            "family_name": "Platform",
            "email": f"mia.{self.client_id}@platform.example",
            CLAIM + "message_type": "LtiResourceLinkRequest",
            CLAIM + "version": "1.3.0",
            CLAIM + "deployment_id": self.deployment,
            CLAIM + "target_link_uri": target,
            CLAIM + "roles": [LEARNER],
            CLAIM + "resource_link": {"id": "link-1", "title": "Loyalty economics"},
            CLAIM + "context": {"id": "course-1", "label": "LE", "title": "Leading with loyalty"},
            CLAIM + "launch_presentation": {"document_target": "iframe", "return_url": self.url("/return")},
        }
        for name, value in changed.items():
            key = name if name in claims or name.startswith("https:") or name in STANDARD else CLAIM + name
            if value is None:
                claims.pop(key, None)
            else:
                claims[key] = value
        return claims

    def sign(
        self,
        claims: dict[str, Any],
        *,
        key: Any = None,
        kid: str | None = None,
        alg: str = "RS256",
        header: dict[str, Any] | None = None,
    ) -> str:
        """Return the claims as a signed token; by default the right way."""
        headers = {"kid": self.kid if kid is None else kid, **(header or {})}
        body = json.dumps(claims).encode()  # the claims as they are: jwt.encode would refuse wrong ones
        return PyJWS().encode(body, key if key is not None else self.key, algorithm=alg, headers=headers)

    def services(self, link: str = "1") -> dict[str, Any]:
        """Return the claims that offer grades and members, to be added to a launch."""
        grades = {
            "scope": [SCOPES["lineitem"], SCOPES["score"], SCOPES["result"]],
            "lineitems": self.url("/lineitems"),
            "lineitem": self.url(f"/lineitems/{link}/lineitem"),
        }
        members = {"context_memberships_url": self.url("/members"), "service_versions": ["2.0"]}
        self.line_items.setdefault(f"/lineitems/{link}/lineitem", {"scoreMaximum": 100, "label": "Score"})
        return {AGS: grades, NRPS: members}

    def registered(self) -> dict[str, str]:
        """Return what an administrator types here to know this platform."""
        return {
            "name": "Test platform",
            "issuer": self.issuer,
            "client_id": self.client_id,
            "login_url": self.url("/auth"),
            "token_url": self.url("/token"),
            "key_set_url": self.url("/jwks"),
            "deployments": self.deployment,
        }

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("Content-Length") or 0)
        parts = urlsplit(request.path)
        asked = Asked(
            request.command,
            parts.path,
            dict(parse_qsl(parts.query)),
            {name.lower(): value for name, value in request.headers.items()},
            request.rfile.read(length),
        )
        with self._lock:
            self.asked.append(asked)
        trouble = self.trouble(asked)
        if trouble == "hang":
            self._hang.wait(60)
        if trouble in ("drop", "hang"):
            request.close_connection = True
            request.connection.close()
            return
        if trouble.isdigit():
            self._send(request, int(trouble), {"error": trouble}, {"Retry-After": "1"} if trouble == "429" else {})
            return
        with self._lock:
            status, body, headers = self._answer(asked)
        if trouble == "lost":
            request.close_connection = True
            request.connection.close()
            return
        self._send(request, status, body, headers)

    def _answer(self, asked: Asked) -> Reply:
        handler = self.handlers.get((asked.method, asked.path))
        if handler is not None:
            return handler(asked)
        if asked.path in self.pages:
            return 200, self.pages[asked.path], {"Content-Type": "text/html; charset=utf-8"}
        if asked.path.endswith("/scores") and asked.path.removesuffix("/scores") in self.line_items:
            return self._score(asked)
        if asked.path in self.line_items:
            return 200, {"id": self.url(asked.path), **self.line_items[asked.path]}, {}
        return 404, {"error": "not found"}, {}

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: Any, headers: dict[str, str]) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _keys(self, _asked: Asked) -> Reply:
        return 200, self.keys(), {}

    def _token(self, asked: Asked) -> Reply:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        try:
            header = jwt.get_unverified_header(form["client_assertion"])
            public = next(key for key in self.tool_keys if key["kid"] == header["kid"])
            verifying = jwt.PyJWK(public).key
            told = jwt.decode(
                form["client_assertion"],
                verifying,
                algorithms=["RS256"],
                audience=self.url("/token"),
                options={"verify_exp": False, "verify_iat": False},
            )
        except (KeyError, StopIteration, jwt.PyJWTError):
            return 400, {"error": "invalid_client"}, {}
        if told["iss"] != self.client_id or told["sub"] != self.client_id:
            return 400, {"error": "invalid_client"}, {}
        return 200, {"access_token": f"token:{form['scope']}", "token_type": "bearer", "expires_in": 3600}, {}

    def _configuration(self, _asked: Asked) -> Reply:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": self.url("/auth"),
            "token_endpoint": self.url("/token"),
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "jwks_uri": self.url("/jwks"),
            "registration_endpoint": self.url("/register"),
            "scopes_supported": ["openid", *SCOPES.values()],
            "response_types_supported": ["id_token"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            PLATFORM_CONFIGURATION: {
                "product_family_code": "moodle",
                "version": "4.5",
                "messages_supported": [{"type": "LtiResourceLinkRequest"}, {"type": "LtiDeepLinkingRequest"}],
                "variables": ["CourseSection.timeFrame.end"],
            },
        }
        return 200, {**found, **self.registration}, {}

    def _register(self, asked: Asked) -> Reply:
        if not asked.headers.get("authorization", "").startswith("Bearer "):
            return 401, "missing_registration_token", {}
        told = asked.json()
        self.tools.append(told)
        tool = {**told[TOOL_CONFIGURATION], "deployment_id": self.deployment}
        return 200, {**told, "client_id": self.client_id, TOOL_CONFIGURATION: tool}, {}

    def _authorize(self, asked: Asked) -> Reply:
        """Answer a browser that we sent: the form that posts the launch, as Moodle's page does."""
        launch = dict(self.next_launch)
        target = launch.pop("target_link_uri", asked.query["redirect_uri"])
        token = self.sign(self.claims(asked.query["nonce"], target, **launch))
        fields = {"id_token": token, "state": asked.query["state"]}
        hidden = "".join(f'<input type="hidden" name="{k}" value="{html.escape(v)}">' for k, v in fields.items())
        form = f'<form method="post" action="{html.escape(asked.query["redirect_uri"])}">{hidden}</form>'
        page = f"<!doctype html><title>Launching</title>{form}<script>document.forms[0].submit()</script>"
        return 200, page, {"Content-Type": "text/html; charset=utf-8"}

    def _members(self, asked: Asked) -> Reply:
        if SCOPES["members"] not in asked.headers.get("authorization", ""):
            return 401, {"error": "scope"}, {}
        shown, more = self._page(self.members, asked, "/members")
        return 200, {"id": self.url("/members"), "context": {"id": "course-1"}, "members": shown}, more

    def _items(self, asked: Asked) -> Reply:
        items = [{"id": self.url(path), **item} for path, item in self.line_items.items()]
        wanted = asked.query.get("resource_link_id")
        if wanted is not None:
            items = [item for item in items if item.get("resourceLinkId") == wanted]
        shown, more = self._page(items, asked, "/lineitems")
        return 200, shown, more

    def _new_item(self, asked: Asked) -> Reply:
        path = f"/lineitems/{len(self.line_items) + 1}/lineitem"
        self.line_items[path] = asked.json()
        return 201, {"id": self.url(path), **self.line_items[path]}, {}

    def _score(self, asked: Asked) -> Reply:
        if SCOPES["score"] not in asked.headers.get("authorization", ""):
            return 401, {"error": "scope"}, {}
        self.scores.append((asked.path.removesuffix("/scores"), asked.json()))
        return 200, "", {}

    def _page(self, rows: list[Any], asked: Asked, path: str) -> tuple[list[Any], dict[str, str]]:
        begin = int(asked.query.get("from", "0"))
        shown = rows[begin : begin + self.page_size]
        if begin + self.page_size >= len(rows):
            return shown, {}
        following = self.url(path) + "?" + urlencode({**asked.query, "from": begin + self.page_size})
        return shown, {"Link": f'<{following}>; rel="next"'}


STANDARD = frozenset(
    ("iss", "aud", "azp", "sub", "iat", "exp", "nbf", "nonce", "name", "email", "given_name", "family_name")
)
