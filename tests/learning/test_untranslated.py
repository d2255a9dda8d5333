"""A module that is only partly in the reader's language: what is missing is English, says so, and is found."""

from __future__ import annotations

import re

from lms.kernel.permissions import Role
from lms.people.models import Organisation
from tests.support.clip_pack import CLIP, SLUG, half_done
from tests.support.company import Browser, Company

NOTE = "Not translated yet: shown in English"


def danish(company: Company) -> Browser:
    browser = company.browser(company.person())
    browser.client.set_cookie("lms_language", "da")
    return browser


def page(browser: Browser, name: str = "01-first") -> str:
    browser.post(f"/learn/{SLUG}/enrolment")
    return browser.get(f"/learn/{SLUG}/{name}").text


def test_a_block_that_is_not_translated_stands_in_english_under_a_note(company: Company) -> None:
    half_done(company)
    text = page(danish(company))
    assert "Det første afsnit." in text
    assert "The first paragraph." not in text
    assert re.search(
        r'class="untranslated" lang="da".*?<section class="block prose" id="two"[^>]* lang="en"', text, re.S
    )
    assert not re.search(r'id="one"[^>]* lang="en"', text)
    english = page(company.browser(company.person()))
    assert "untranslated" not in english


def test_a_question_that_is_not_translated_says_so_and_the_other_does_not(company: Company) -> None:
    half_done(company)
    browser = danish(company)
    page(browser)
    browser.post(f"/learn/{SLUG}/01-first/check/attempts")
    text = page(browser)
    boxes = dict(re.findall(r'data-item-box="(first|second)"(.*?)</fieldset>', text, re.S))
    assert 'class="untranslated"' in boxes["second"]
    assert '<span lang="en">Is this one translated?</span>' in boxes["second"]
    assert "Er det færdigt?" in boxes["first"]
    assert "untranslated" not in boxes["first"]


def test_a_page_that_is_not_translated_and_the_titles_fall_back(company: Company) -> None:
    half_done(company)
    browser = danish(company)
    assert "zebrasecond" in page(browser, "02-second")
    overview = browser.get(f"/learn/{SLUG}").text
    assert "Halvt færdig" in overview
    assert "A module on its way into Danish." in overview
    assert "Second" in overview


def test_what_is_shown_in_english_is_found_in_danish_and_so_are_captions(company: Company) -> None:
    half_done(company)
    browser = danish(company)
    for name in ("01-first", "02-second"):
        page(browser, name)
        browser.post(f"/learn/{SLUG}/{name}/reading")  # only what was read is shown
    for word in ("zebraenglish", "zebrasecond", "zebracaption"):
        found = browser.get(f"/learn/search?q={word}").text
        assert f"/learn/{SLUG}/" in found, word
    assert browser.get("/learn/search?q=afsnit").text.count(f"/learn/{SLUG}/01-first") >= 1


def test_a_clip_plays_in_stretches_with_its_captions_and_never_by_itself(company: Company) -> None:
    version = half_done(company)
    browser = company.browser(company.person())
    text = page(browser)
    assert "<video controls" in text
    assert "autoplay" not in text
    address = f"/media/{version.id}/visit.mp4"
    assert f'src="{address}" type="video/mp4"' in text
    assert f'src="/media/{version.id}/visit.en.vtt" srclang="en" label="English" default' in text
    assert "Nobody mentioned the zebracaption." in text
    part = browser.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data, part.headers["Accept-Ranges"]) == (206, CLIP[:4], "bytes")
    assert browser.get(address, headers={"Range": "bytes=-4"}).data == CLIP[-4:]
    whole = browser.get(address)
    assert (whole.status_code, whole.data, whole.headers["Content-Length"]) == (200, CLIP, str(len(CLIP)))
    assert browser.get(f"/media/{version.id}/visit.en.vtt").mimetype == "text/vtt"
    assert "media-src 'self'" in browser.get(f"/learn/{SLUG}").headers["Content-Security-Policy"]


def test_a_video_elsewhere_is_a_link_only_where_the_organisation_allows_it(company: Company) -> None:
    half_done(company)
    browser = company.browser(company.person())
    text = page(browser)
    assert "https://video.example.org" not in text
    assert "What the talk says." in text
    admin = company.browser(company.person(Role.ADMIN))
    settings = {
        "name": company.organisation.name,
        "language": "en",
        "currency": "DKK",
        "time_zone": "Europe/Copenhagen",
    }
    assert admin.post("/admin", {**settings, "outside_video": "y"}).status_code == 303
    with company.installation.database.reading() as session:
        assert session.get_one(Organisation, company.organisation.id).outside_video
    text = page(browser)
    assert 'href="https://video.example.org/watch" target="_blank" rel="noopener noreferrer"' in text
    assert "<iframe" not in text
    assert 'src="https://' not in text


def test_another_company_has_neither_the_module_nor_its_clip(company: Company, other_company: Company) -> None:
    version = half_done(company)
    stranger = other_company.browser(other_company.person())
    assert stranger.get(f"/learn/{SLUG}").status_code == 404
    assert stranger.get(f"/media/{version.id}/visit.mp4", headers={"Range": "bytes=0-3"}).status_code == 404
