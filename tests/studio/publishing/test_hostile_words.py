"""Whatever a trainer types into a draft or a note, the pages of publishing show it as words and run none of it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.studio.publishing.test_publishing import publish
from tests.support.company import Company
from tests.support.drafting import Desk, copy_of_library

ATTACKS = (
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "</textarea><svg onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<ins><style>*{display:none}</style></ins>",
    "%(name)s {{7*7}} {0} %s",
)


class Markup(HTMLParser):
    """Collects what could run in a browser."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.dangerous: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what runs."""
        if tag in ("iframe", "style") or (tag == "script" and not dict(attrs).get("src")):
            self.dangerous.append(tag)
        self.dangerous += [name for name, _value in attrs if name.startswith("on") or name in ("srcdoc", "style")]
        self.dangerous += [str(value) for _name, value in attrs if str(value).lower().startswith("javascript:")]


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer whose module is published."""
    found = copy_of_library(company)
    assert publish(found) == 303
    return found


def ran(desk: Desk, *addresses: str) -> list[str]:
    """Return what would run on these pages; each must be there."""
    pages = [desk.browser.get(each) for each in addresses]
    assert [page.status_code for page in pages] == [200] * len(pages)
    return [found for page in pages for found in Markup(page.text).dangerous]


def test_what_is_typed_on_a_page_and_in_a_note_is_shown_as_words(desk: Desk) -> None:
    module, words = f"/author/modules/{desk.draft.slug}", "\n\n".join(ATTACKS)
    head = (desk.part(desk.page, "@head") or "").replace('title = "', "title = '''", 1)
    titled = (
        head[: head.index('"', head.index("'''"))] + ATTACKS[0] + "'''" + head[head.index('"', head.index("'''")) + 1 :]
    )
    desk.save(
        desk.edit(desk.page, "@head", titled),
        desk.edit(desk.page, "start", f"{desk.part(desk.page, 'start')}\n{words}\n"),
    )
    assert ran(desk, f"{desk.address}/publish", f"{desk.address}/changes") == []
    assert publish(desk, step="minor", note_en=" ".join(ATTACKS)[:590], note_da=ATTACKS[1]) == 303
    learner = desk.company.browser(desk.company.person())
    learner.post(f"/learn/{desk.draft.slug}/enrolment")
    assert ran(desk, module, f"{module}/differences", f"{module}/versions/1.0/anew") == []
    assert Markup(learner.get(f"/learn/{desk.draft.slug}").text).dangerous == []


def test_a_faulty_draft_full_of_it_is_shown_as_words_part_by_part(desk: Desk) -> None:
    broken = "\n".join((*ATTACKS, "```quiz", 'id = "', "```"))
    desk.write(desk.page, "start", f"{broken}\n")
    desk.write(desk.module, "@head", f"version = '{ATTACKS[0]}'\n")
    assert ran(desk, f"{desk.address}/publish", f"{desk.address}/changes") == []


@pytest.mark.parametrize("number", ["9.9", "../1.0", "1.0%00", "<b>"])
def test_a_version_that_is_not_there_is_a_404(desk: Desk, number: str) -> None:
    assert desk.browser.get(f"/author/modules/{desk.draft.slug}/versions/{number}/anew").status_code == 404
    assert desk.browser.get(f"/author/modules/{desk.draft.slug}/differences?older={number}").status_code in (400, 404)
