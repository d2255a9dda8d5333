"""Every page, tool and self-assessment on the shelves, as a learner meets it in each language."""

from __future__ import annotations

from html import unescape

import pytest

from lms.kernel.permissions import Role
from lms.packs.model import Pack
from tests.support.company import Company


@pytest.mark.parametrize("language", ["en", "da", "sv"])
def test_everything_that_is_taught_is_shown(school: Company, pack: Pack, language: str) -> None:
    browser = school.browser(school.person(Role.LEARNER))
    browser.client.set_cookie("lms_language", language)
    for module in pack.modules:
        assert browser.get(f"/learn/{module.slug}").status_code == 200
        for page in module.pages:
            found = browser.get(f"/learn/{module.slug}/{page.name}")
            assert found.status_code == 200, page.name
            assert "<main" in found.text
            assert f'lang="{language}"' in found.text
            assert page.text(language).title in unescape(found.text)
        for name in module.calculators:
            assert browser.get(f"/tools/{name}").status_code == 200, name
