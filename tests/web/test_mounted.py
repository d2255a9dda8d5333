"""Inside another application: mounted under a prefix, every address of ours carries it."""

from __future__ import annotations

import re

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client
from werkzeug.wrappers import Response

from lms.people import sessions
from tests.support.company import MODULE, Company

PREFIX = "/academy"
ADDRESS = re.compile(r'(?:href|src|action|data-place|data-answers|data-token)="(/[^"]*)"')


def test_under_a_prefix_every_address_carries_it(company: Company) -> None:
    person = company.person()
    with company.installation.database.writing() as session:
        token = sessions.open_session(session, person, company.installation.clock.now())
    host = DispatcherMiddleware(Response("the host", status=404), {PREFIX: company.installation.app})
    client = Client(host)
    client.set_cookie("lms_session", token)
    for path in ("/learn", f"/learn/{MODULE}", f"/learn/{MODULE}/02-what-a-customer-is-worth", "/tools", "/me"):
        page = client.get(PREFIX + path)
        assert page.status_code == 200
        outside = [each for each in ADDRESS.findall(page.text) if not each.startswith(PREFIX + "/")]
        assert not outside, f"{path} points out of its prefix: {outside}"
    sheet = next(each for each in ADDRESS.findall(page.text) if each.endswith("site.css"))
    with client.get(sheet) as found:
        assert found.status_code == 200
    assert client.get("/learn").text == "the host"
