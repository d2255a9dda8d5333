"""One request, from the door to the commit: recognised, allowed, answered, committed or rolled back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from lms.kernel.permissions import Role, Undeclared, allowed_of, models_without_scope
from lms.web import quicker
from lms.web.asking import Asking
from lms.web.context import SAFE_METHODS, config
from lms.web.redirects import safe_next
from lms.web.visitors import visitor

View = TypeVar("View", bound=Callable[..., Any])
SignedOut = Callable[[], ResponseReturnValue | None]


def install(app: Flask) -> None:
    """Put the door in front of every view."""
    app.request_class = Asking
    app.after_request(finish)  # registered first, so it runs last: after it, nothing can change what was committed
    app.teardown_request(let_go)
    app.before_request(make_room)
    app.before_request(same_origin)
    app.before_request(whole_text)
    CSRFProtect(app)
    app.before_request(may_enter)


def check_declared(app: Flask) -> None:
    """Refuse to start when a route or a model does not say who may reach it."""
    bare = sorted(
        {rule.rule for rule in app.url_map.iter_rules() if allowed_of(app.view_functions[rule.endpoint]) is None}
    )
    if bare:
        raise Undeclared(f"these routes do not declare who may call them, add @allow: {', '.join(bare)}")
    models = models_without_scope()
    if models:
        raise Undeclared(f"these models have no scope rule, add @scope: {', '.join(models)}")


def make_room() -> None:
    """Let members send a view that takes photographs a larger body than others, before anything of it is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "largest_body", None)
    if largest is not None and visitor() is not None:
        request.max_content_length = largest


def same_origin() -> None:
    """Refuse an unsafe request that another site's page sent, before anything is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or getattr(view, "from_other_sites", False):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    ours = {request.host_url.rstrip("/"), _origin(config().base_url)}
    foreign = site not in (None, "same-origin", "none") or (origin is not None and origin not in ours)
    if foreign:
        abort(403, "This request came from another site. Open the page here and try again.")


def from_other_sites(app: Flask, view: View) -> View:
    """Let pages of other sites post to `view`, which finds out by itself whose request it is: a signature, a secret."""
    view.__dict__["from_other_sites"] = True
    app.extensions["csrf"].exempt(view)
    return view


def when_signed_out(app: Flask, answer: SignedOut) -> None:
    """Have `answer` asked before anybody is sent to the page of signing in; where it is None, that page follows."""
    app.extensions.setdefault("lms.signed_out", []).append(answer)


def whole_text() -> None:
    """Refuse a NUL in the address or a form: no text of ours holds one, and PostgreSQL takes none."""
    if "\x00" in request.path:
        abort(404)
    if any("\x00" in text for _name, texts in request.values.lists() for text in texts):
        abort(400)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def may_enter() -> ResponseReturnValue | None:
    """Let in whom the view declares; ask the others to sign in, or refuse."""
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    allowed = allowed_of(current_app.view_functions[request.endpoint]) or frozenset()
    if Role.EVERYONE in allowed:
        return None
    who = visitor()
    if who is None:
        return _ask_to_sign_in()
    if not who.actor.may(allowed):
        abort(403)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if wants_json():
        return {"error": "signed-out"}, 401
    for ask in current_app.extensions.get("lms.signed_out", ()):
        answer: ResponseReturnValue | None = ask()
        if answer is not None:
            return answer
    here = safe_next(request.script_root + request.full_path.rstrip("?")) if request.method in SAFE_METHODS else None
    return redirect(url_for("people.sign_in", next=here), 302 if request.method in SAFE_METHODS else 303)


def wants_json() -> bool:
    """Return whether the caller is a script that speaks JSON rather than a person's browser."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.is_json or best == "application/json"


def finish(response: Response) -> Response:
    """Commit what the view did when it succeeded, roll back when it refused."""
    session = g.get("session")
    if session is not None:
        if response.status_code < 400:
            return quicker.committed(response)
        session.rollback()
    return response


def let_go(_error: BaseException | None) -> None:
    """Give the connection back whatever happened."""
    session = g.pop("session", None)
    if session is not None:
        session.close()
