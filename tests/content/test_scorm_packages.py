"""Every module that is taught, as a package of each standard in every language it is written in."""

from __future__ import annotations

import pytest

from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.packaging import package
from lms.doors.scorm.taking import published, versions
from tests.support.company import Company

LARGEST = 1_500_000
MODULES = [
    "leading-from-the-top",
    "loyalty-economics",
    "moments-of-truth",
    "outside-in-thinking",
    "service-culture",
]


@pytest.mark.parametrize("slug", MODULES)
def test_a_module_becomes_a_package_in_one_language_and_in_all(slug: str, school: Company) -> None:
    reader = school.actor(school.person())
    with school.installation.database.reading() as session:
        [version] = [version for module, version in versions(session, reader) if module.slug == slug]
        what = published(session, reader, version.id)
        for standard in Standard:
            for languages in (*([each] for each in what.languages), what.languages):
                choice = Choice(standard, languages, "DKK", "https://learn.example.com", outside_video=True)
                assert len(package(school.installation.app, what, choice)) < LARGEST


def test_no_module_is_forgotten_here(school: Company) -> None:
    with school.installation.database.reading() as session:
        found = versions(session, school.actor(school.person()))
    assert sorted({module.slug for module, _version in found}) == MODULES
