"""What lies in a package: everything it needs, nothing of anybody's, the same bytes each time."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO

import pytest
from flask import Flask

from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.packaging import file_name, package
from lms.doors.scorm.taking import Published
from tests.doors.scorm.conftest import HOME, Maker

LARGEST = 1_500_000


def page(make: Maker, *languages: str, home: str = HOME) -> str:
    return make(Standard.SCORM_12, *languages, home=home)["index.html"].decode()


def test_the_same_version_gives_the_same_bytes(shelf: Flask, module: Published) -> None:
    choice = Choice(Standard.SCORM_12, ["en", "da"], "DKK", HOME)
    assert package(shelf, module, choice) == package(shelf, module, choice)


@pytest.mark.parametrize("standard", list(Standard))
def test_it_is_small_and_opens_as_a_zip_with_its_manifest_at_the_root(
    standard: Standard, shelf: Flask, module: Published
) -> None:
    made = package(shelf, module, Choice(standard, module.languages, "DKK", HOME))
    assert len(made) < LARGEST
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert "imsmanifest.xml" in archive.namelist()


def test_every_file_that_a_page_or_the_sheet_names_is_there(make: Maker) -> None:
    made = make(Standard.SCORM_2004, "en", "da")
    html = made["index.html"].decode()
    named = set(re.findall(r'(?:src|poster)="([^"#]+)"', html)) | set(re.findall(r'<link[^>]+href="([^"]+)"', html))
    named |= {f"fonts/{name}" for name in re.findall(r'url\("\.\./fonts/([^"]+)"\)', made["css/package.css"].decode())}
    assert {"js/package.js", "css/package.css", "media/cover.svg"} <= named
    assert named <= set(made)
    assert {f"icon-{name}" for name in re.findall(r'href="#icon-([\w-]+)"', html)} <= set(
        re.findall(r'<symbol id="([^"]+)"', html)
    )


def test_nothing_is_fetched_run_or_asked_from_elsewhere(make: Maker) -> None:
    made = make(Standard.SCORM_12, "en")
    html = made["index.html"].decode()
    assert "default-src 'none'" in html
    assert not re.search(r"<script(?![^>]*application/json)(?![^>]*src=)", html)
    assert not re.search(r'\son\w+="|\sstyle="|javascript:', html)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', html)
    assert "/static/" not in html
    assert 'name="csrf_token" value=""' not in html
    script = made["js/package.js"].decode()
    assert not re.search(r"\beval\(|new Function|importScripts|XMLHttpRequest|sendBeacon", script)


def test_every_language_that_is_wanted_has_every_page_and_no_other_has_one(make: Maker, module: Published) -> None:
    names = ["", *(each["name"] for each in module.document["pages"])]
    found = re.findall(r'<template data-language="(\w+)" data-page="([^"]*)"', page(make, "da", "en"))
    assert found == [(language, name) for language in ("da", "en") for name in names]
    assert 'lang="da"' in page(make, "da", "en").partition("<head>")[0]
    assert 'data-language="da"' not in page(make, "en")


def test_each_page_says_what_it_says_in_the_player(make: Maker, module: Published) -> None:
    html = page(make, "en", "da")
    for (name, language), found in module.pages.items():
        if language in ("en", "da") and any(each["name"] == name for each in module.document["pages"]):
            for block in found.document["blocks"]:
                if block["kind"] == "text":
                    assert re.sub(r"<[^>]+>", "", block["html"])[:60] in re.sub(r"<[^>]+>", "", html)


def test_what_needs_the_server_says_so_and_leads_home_or_nowhere(make: Maker) -> None:
    led = page(make, "en")
    assert f'href="{HOME}/tools/customer-lifetime-value"' in led
    assert f'href="{HOME}/learn/loyalty-economics"' in led
    alone = page(make, "en", home="")
    assert HOME not in alone
    for html in (led, alone):
        assert "Ranges, saved scenarios and your fact book need Outside-In itself" in html


def test_what_is_private_is_said_where_it_is_entered(make: Maker) -> None:
    html = page(make, "en")
    assert html.count("Your numbers stay in this window") == html.count("data-calculator-here")
    assert html.count("This stays in this window and is gone when you close it") == html.count("<textarea id=") > 0


def test_no_calculator_in_it_takes_a_fact(make: Maker) -> None:
    html = page(make, "en")
    found = [json.loads(each) for each in re.findall(r"data-calculator>(.*?)</script>", html)]
    assert found
    assert not any(each.get("fact") for tool in found for each in tool["document"]["inputs"])
    assert all(tool["values"] == {} for tool in found)


def test_the_live_pages_are_not_touched_by_packing(shelf: Flask, module: Published) -> None:
    package(shelf, module, Choice(Standard.SCORM_12, ["da"], "SEK", ""))
    with shelf.test_request_context("/"):
        icon = shelf.jinja_env.globals["icon_of"]("lock")  # type: ignore[operator]
    assert "/static/" in icon


def test_its_name_says_what_it_is(module: Published) -> None:
    choice = Choice(Standard.SCORM_2004, ["da", "en"], "DKK")
    assert file_name(module, choice) == "loyalty-economics-1.0-scorm2004-da-en.zip"
