"""Columns of a platform's gradebook (line items): where a score goes, and one for a link that came without."""

from __future__ import annotations

import json
import re
from time import monotonic
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from lms.doors.lti.grades import MOST
from lms.doors.lti.models import ADDRESS, LtiLink
from lms.doors.lti.service_calls import LINE_ITEM, NoService, Services, is_trouble, wait_of
from lms.kernel.calling import Answer, CallError
from lms.sentences import say

ITEM: Final = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS: Final = "application/vnd.ims.lis.v2.lineitemcontainer+json"
TAG: Final = "outside-in"
MOST_PAGES: Final = 10
SECONDS: Final = 8.0
"""After so long no further page is asked for: what was claimed with this score waits, and its lease runs."""
_NEXT: Final = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?next"?', re.IGNORECASE)


class NoColumn(Exception):
    """The gradebook has no column for a link, and takes none. The message is for an administrator."""

    def __init__(self, told: str, status: int | None = None) -> None:
        """Keep both."""
        self.told, self.status = told, status
        super().__init__(told)


def scores_url(item: str) -> str:
    """Return the address that takes the scores of a column: its path with /scores, its question mark kept (Moodle)."""
    parts = urlsplit(item)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores", fragment=""))


def with_query(url: str, **wanted: str) -> str:
    """Return an address with more to its question, as it stood before."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(part for part in (parts.query, urlencode(wanted)) if part)))


def next_page(answer: Answer, url: str) -> str | None:
    """Return the address of a list's next page (RFC 8288), on the same host; None where this is the last."""
    found = _NEXT.search(answer.headers.get("Link", ""))
    if found is None:
        return None
    following = urljoin(url, found[1])
    return following if urlsplit(following)[:2] == urlsplit(url)[:2] else None


def find_or_make(services: Services, link: LtiLink) -> str:
    """Return the address of the column that belongs to a link, made where there is none; NoColumn, NoService.

    It is known again by the platform's own number of the link, so that one that was made and not noted is found.
    """
    if link.line_items_url is None or LINE_ITEM not in link.scopes.split():
        raise NoColumn(say("The platform gives this activity no column in its gradebook."))
    return _found(services, link, link.line_items_url) or _made(services, link, link.line_items_url)


def _found(services: Services, link: LtiLink, url: str) -> str | None:
    at: str | None = with_query(url, resource_link_id=link.resource_link)
    until = monotonic() + SECONDS
    for _ in range(MOST_PAGES):
        if at is None:
            return None
        if monotonic() > until:  # it may stand on a page that was not read: none is made beside it
            raise NoService(say("The platform's gradebook does not answer at the moment."))
        answer = services.ask("GET", at, LINE_ITEM, accept=ITEMS)
        for each in _list(services, answer):
            if isinstance(each, dict) and each.get("resourceLinkId") == link.resource_link:
                return _address(each)
        at = next_page(answer, at)
    return None


def _made(services: Services, link: LtiLink, url: str) -> str:
    item = {
        "scoreMaximum": MOST,
        "label": link.title or link.target,
        "resourceId": link.target,
        "resourceLinkId": link.resource_link,
        "tag": TAG,
    }
    answer = services.ask("POST", url, LINE_ITEM, accept=ITEM, body=json.dumps(item), kind=ITEM)
    made = _read(services, answer)
    return _address(made if isinstance(made, dict) else {})


def _list(services: Services, answer: Answer) -> list[Any]:
    found = _read(services, answer)
    return found if isinstance(found, list) else []


def _read(services: Services, answer: Answer) -> Any:
    if is_trouble(answer.status):
        wait = wait_of(answer, services.tool.now())
        raise NoService(say("The platform's gradebook does not answer at the moment."), answer.status, wait)
    if not answer.is_ok:
        raise NoColumn(say("The platform does not let us add a column to its gradebook."), answer.status)
    try:
        return answer.json()
    except CallError as trouble:
        raise NoColumn(str(trouble), answer.status) from trouble


def _address(item: dict[str, Any]) -> str:
    found = item.get("id")
    if not isinstance(found, str) or not found or len(found) > ADDRESS:
        raise NoColumn(say("The platform's gradebook answers with a column that has no address."))
    return found
