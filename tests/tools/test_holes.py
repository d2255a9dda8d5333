"""Parts of a page are written once with holes in them: what went into one for one person is on nobody else's page."""

from __future__ import annotations

import re

import pytest

from tests.support.company import Company, answer
from tests.support.learner import Learner
from tests.support.segments import CONTEXT, TABLE, TOOL, rows

LIFETIME = "/tools/customer-lifetime-value"
CLV = "calculator:6c1f6f0e-3d55-4d0b-9b57-0f4a5e2f8a11"


def figures(learner: Learner, tool: str) -> list[str]:
    """Return headline, figures, rows and table twins of a tool as they stand on its page, in order."""
    page = learner.browser.get(tool).text
    found = page[page.index('id="result"') :]
    return re.findall(r">([^<>]*\d[^<>]*)</(?:output|dd|td|th|span|p)>", found)


@pytest.mark.parametrize(
    ("tool", "saved"),
    [
        (LIFETIME, answer(CLV, "inputs", "margin", 7391.25)),
        (TOOL, answer(CONTEXT, "inputs", TABLE, rows((0, "revenue", 7391)))),
    ],
)
def test_whoever_comes_first_each_sees_their_own_result(company: Company, tool: str, saved: dict[str, object]) -> None:
    first, second, nobody = (Learner.of(company) for _ in range(3))
    example = figures(nobody, tool)
    first.browser.save(saved)
    theirs = figures(first, tool)
    assert theirs != example
    second.browser.save({**saved, "id": answer(CLV, "inputs", "margin", 1)["id"]})
    assert figures(second, tool) == theirs
    assert figures(nobody, tool) == example


def test_a_form_carries_the_token_of_who_opened_it(company: Company) -> None:
    mine, theirs = Learner.of(company), Learner.of(company)
    for each in (mine, theirs):
        each.browser.save(answer(CLV, "inputs", "margin", 7391.25))
    tokens = [
        set(re.findall(r'name="csrf_token" value="([^"]+)"', each.browser.get(LIFETIME).text))
        for each in (mine, theirs)
    ]
    assert tokens[0] and tokens[1]
    assert not tokens[0] & tokens[1]


def test_a_name_with_signs_of_html_stands_as_it_was_typed(company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CONTEXT, "inputs", TABLE, rows((0, "name", '<b>R&D</b> "A"'))))
    page = learner.browser.get(TOOL).text
    assert "<b>R&D" not in page
    assert page.count("&lt;b&gt;R&amp;D&lt;/b&gt; &#34;A&#34;") >= 3  # its box, its row of results, its row of the twin


def test_a_result_is_written_in_the_language_of_who_reads_it(company: Company) -> None:
    learner = Learner.of(company)
    learner.browser.save(answer(CLV, "inputs", "margin", 7391.25))
    english = figures(learner, LIFETIME)
    learner.browser.client.set_cookie("lms_language", "da")
    danish = figures(learner, LIFETIME)
    assert len(danish) == len(english)
    assert danish != english
    learner.browser.client.set_cookie("lms_language", "en")
    assert figures(learner, LIFETIME) == english
