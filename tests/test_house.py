"""The house starts, and refuses to start where something is undeclared."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.kernel.permissions import Undeclared
from lms.web.shell import check_declared
from tests.support.company import MODULE, Company
from tests.support.installation import Installation


def test_a_learner_opens_every_page_of_the_module(company: Company) -> None:
    browser = company.browser(company.person())
    for page in ("", "/01-why-loyalty-pays", "/02-what-a-customer-is-worth", "/03-what-losing-them-costs"):
        assert browser.get(f"/learn/{MODULE}{page}").status_code == 200


def test_a_bare_route_keeps_the_application_from_starting(installation: Installation) -> None:
    app = Flask("bare")
    app.add_url_rule("/bare", view_func=lambda: "")
    with pytest.raises(Undeclared, match="/bare"):
        check_declared(app)
