"""A learner who has completed the module, with the exercises of it that a test wants done."""

from __future__ import annotations

import pytest

from tests.doors.somebody_due import Manager
from tests.support.company import MODULE, Company
from tests.support.learner import Learner


@pytest.fixture
def graduate(company: Company) -> Learner:
    """Return a learner who has read every page and passed the quiz."""
    learner = Learner.of(company)
    learner.read()
    context = learner.begin()
    learner.save_right(context)
    learner.submit(context)
    return learner


@pytest.fixture
def number(graduate: Learner) -> str:
    """Return the number of the graduate's certificate, as it is printed."""
    asked = graduate.browser.post(f"/learn/{MODULE}/certificate")
    assert asked.status_code == 303
    return asked.location.rpartition("/")[2]


@pytest.fixture
def manager(company: Company) -> Manager:
    """Return somebody with one thing due in a month, in a cohort that meets."""
    return Manager(company)
