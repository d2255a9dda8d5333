"""Pictures and clips of a draft: drawn anew, named, described, used, replaced, renamed, removed; nobody else's."""

from __future__ import annotations

import threading
import tomllib
from contextlib import suppress
from functools import partial
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.packs.clips import LARGEST_CLIP
from lms.studio.drafts.models import Draft
from lms.studio.drafts.reading import read
from lms.studio.drafts.room import room_taken
from lms.studio.media.shelf import room_of_histories
from tests.support.at_once import at_once
from tests.support.company import Company
from tests.support.drafting import Desk, begin

JSON = {"Accept": "application/json"}
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8"><rect width="12" height="8"/></svg>'


def box(name: bytes, content: bytes = b"") -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


CLIP = box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"moov", b"\0" * 24) + box(b"mdat", bytes(range(256)) * 8)


def photograph(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    file = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "teal").save(file, kind, **more)
    return file.getvalue()


def noise(seed: int) -> bytes:
    """Return a picture like no other, of much the same size as others."""
    file = BytesIO()
    grey = b"".join(sha256(f"{seed} {at}".encode()).digest() for at in range(200))
    Image.frombytes("L", (80, 80), grey).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a new draft."""
    return begin(company)


def upload(
    desk: Desk, content: bytes, name: str, place: str = "", *, headers: Any = JSON, **fields: str
) -> TestResponse:
    """Send a form with a file, made in memory: the test client would leave a large one open."""
    head = 'Content-Disposition: form-data; name="{}"'
    fields = {"csrf_token": desk.browser.token(), **fields}
    texts = [f"--edge\r\n{head.format(key)}\r\n\r\n{text}\r\n".encode() for key, text in fields.items()]
    file = f'--edge\r\n{head.format("file")}; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n--edge--\r\n"
    body = b"".join([*texts, file])
    address, kind = f"{desk.address}/media{place}", "multipart/form-data; boundary=edge"
    return desk.browser.client.post(address, data=body, content_type=kind, headers=headers)


def media(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(desk.text(desk.module)).get("media", {})
    return found


def folder(desk: Desk) -> str:
    return f"modules/{desk.draft.slug}/media"


def test_a_photograph_is_drawn_anew_and_named_after_its_file(desk: Desk) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at the secret address"
    said = upload(desk, photograph(exif=exif), "Kø ved disken (1).JPG")
    assert said.status_code == 201
    assert {**said.json, "url": ""} == {"name": "koe-ved-disken-1.jpg", "url": "", "width": 40, "height": 30}
    kept = desk.files()[f"{folder(desk)}/koe-ved-disken-1.jpg"]
    assert b"secret address" not in kept
    assert desk.browser.get(said.json["url"]).data == kept
    assert media(desk)["koe-ved-disken-1.jpg"] == {"alt": {"en": ""}}


def test_a_picture_without_words_keeps_the_module_from_being_published(desk: Desk) -> None:
    name = upload(desk, photograph(), "shop.jpg").json["name"]
    with desk.company.installation.database.reading() as session:
        messages = [each.message for each in read(session, desk.draft).problems]
    assert '"alt.en" is empty.' in messages
    said = desk.browser.post(
        f"{desk.address}/media/{name}", {"alt-en": "A shop.", "base": desk.base(desk.module, f"media.{name}")}
    )
    assert said.status_code == 303
    assert media(desk)[name] == {"alt": {"en": "A shop."}}
    with desk.company.installation.database.reading() as session:
        assert '"alt.en" is empty.' not in [each.message for each in read(session, desk.draft).problems]


def test_a_picture_may_only_decorate(desk: Desk) -> None:
    name = upload(desk, photograph(), "shop.jpg").json["name"]
    base = desk.base(desk.module, f"media.{name}")
    said = desk.browser.post(f"{desk.address}/media/{name}", {"decorative": "1", "base": base}, headers=JSON)
    assert said.json["saved"][0]["part"] == f"media.{name}"
    assert media(desk)[name] == {"decorative": True}


def test_a_drawing_stays_clear_and_the_same_name_gets_a_number(desk: Desk) -> None:
    names = [upload(desk, photograph("PNG"), "Map.png").json["name"] for _ in range(2)]
    assert names == ["map.png", "map-2.png"]
    with Image.open(BytesIO(desk.files()[f"{folder(desk)}/map.png"])) as picture:
        assert picture.mode == "RGBA"


def test_a_script_may_send_the_bytes_alone(desk: Desk) -> None:
    said = desk.browser.client.post(
        f"{desk.address}/media?name=pasted.png",
        data=photograph("PNG"),
        content_type="image/png",
        headers={"X-CSRFToken": desk.browser.token(), **JSON},
    )
    assert (said.status_code, said.json["name"]) == (201, "pasted.png")


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "empty.png", "no file"),
        (b"GIF89a" + b"\0" * 40, "moving.gif", "no photograph"),
        (b"<html><script>alert(1)</script>", "page.jpg", "no photograph"),
        (DRAWING.replace(b"<rect", b"<script>alert(1)</script><rect"), "drawn.svg", "<script>"),
        (DRAWING.replace(b"<rect", b'<rect onload="alert(1)"'), "drawn.png", "onload"),
        (DRAWING.replace(b"<rect", b'<image href="https://x.example/p.png"/><rect'), "drawn.svg", "<image>"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "phone.heic", "HEIC"),
        (b"MZ" + b"\0" * 40, "clip.mp4", "no clip"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(desk: Desk, content: bytes, name: str, why: str) -> None:
    before = desk.files()
    said = upload(desk, content, name)
    assert said.status_code == 422
    assert why in said.json["message"]
    assert said.json["remedy"]
    assert desk.files() == before
    page = upload(desk, content, name, headers=None)
    assert page.status_code == 422
    assert why in unescape(page.text)


def test_a_clip_is_kept_played_in_stretches_and_needs_captions(desk: Desk) -> None:
    said = upload(desk, CLIP, "A visit.mp4")
    assert (said.status_code, said.json["name"]) == (201, "a-visit.mp4")
    part = desk.browser.get(said.json["url"], headers={"Range": "bytes=8-11"})
    assert (part.status_code, part.data, part.mimetype) == (206, b"isom", "video/mp4")
    assert part.headers["Content-Range"] == f"bytes 8-11/{len(CLIP)}"
    beyond = desk.browser.get(said.json["url"], headers={"Range": f"bytes={len(CLIP)}-"})
    assert beyond.status_code == 416
    assert desk.browser.get(said.json["url"]).data == CLIP
    with desk.company.installation.database.reading() as session:
        missing = [each.message for each in read(session, desk.draft).problems]
    assert 'The clip "a-visit.mp4" has no captions in "en".' in missing
    assert upload(desk, b"no captions", "x.vtt", "/a-visit.mp4/captions/en").status_code == 422
    assert upload(desk, CAPTIONS, "x.vtt", "/a-visit.mp4/captions/en").status_code == 200
    assert desk.files()[f"{folder(desk)}/a-visit.en.vtt"] == CAPTIONS


def test_a_clip_that_is_too_large_is_told_so(desk: Desk) -> None:
    said = upload(desk, CLIP + b"\0" * LARGEST_CLIP, "long.mp4")
    assert said.status_code == 422
    assert "20 MB" in said.json["message"]


def test_where_it_is_used_is_said_and_what_is_used_stays(desk: Desk) -> None:
    cover = next(path for path in desk.files() if "/media/" in path).rpartition("/")[2]
    page = desk.browser.get(f"{desk.address}/media").text
    assert "as the cover" in page
    desk.browser.post(f"{desk.address}/media/{cover}/removal")
    assert f"{folder(desk)}/{cover}" in desk.files()


def test_what_nothing_uses_is_removed_and_brought_back(desk: Desk) -> None:
    name = upload(desk, photograph(), "shop.jpg").json["name"]
    before = desk.files()
    said = desk.browser.post(f"{desk.address}/media/{name}/removal")
    assert f"{folder(desk)}/{name}" not in desk.files()
    assert name not in media(desk)
    number = said.location.partition("removed=")[2]
    assert desk.browser.post(f"{desk.address}/history/{number}/undo").status_code == 303
    assert desk.files() == before


def test_another_name_and_another_file_are_taken_up_wherever_it_stands(desk: Desk) -> None:
    name = upload(desk, photograph(), "shop.jpg").json["name"]
    fence = f'\n```picture\nid = "the-shop"\nfile = "{name}"\n```\n'
    desk.write(desk.page, "@file", desk.text(desk.page) + fence)
    assert "#the-shop" in desk.browser.get(f"{desk.address}/media").text
    said = desk.browser.post(f"{desk.address}/media/{name}/name", {"name": "Our own shop"}, headers=JSON)
    assert said.json["name"] == "our-own-shop.jpg"
    assert 'file = "our-own-shop.jpg"' in desk.text(desk.page)
    assert "our-own-shop.jpg" in media(desk)
    said = upload(desk, DRAWING, "drawn.svg", "/our-own-shop.jpg/content")
    assert said.json["name"] == "our-own-shop.svg"
    assert 'file = "our-own-shop.svg"' in desk.text(desk.page)
    assert desk.files()[f"{folder(desk)}/our-own-shop.svg"] == DRAWING
    assert f"{folder(desk)}/our-own-shop.jpg" not in desk.files()


def test_pictures_of_questions_lie_with_the_quizzes(desk: Desk) -> None:
    said = upload(desk, DRAWING, "shop.svg", of="questions")
    assert "quizzes/media/shop.svg" in desk.files()
    assert desk.browser.get(said.json["url"]).data == DRAWING
    assert "shop.svg" not in media(desk)


def test_the_room_of_an_organisation_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.studio.media import views

    monkeypatch.setattr(views, "room_used", lambda *_: 200_000_000)
    said = upload(desk, photograph(), "shop.jpg")
    assert said.status_code == 422
    assert "200 MB" in said.json["message"]
    assert "200" in desk.browser.get("/author/media").text


def test_two_uploads_at_the_same_moment_do_not_both_take_the_last_room(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = [begin(desk.company, f"Draft {number}", person=desk.person) for number in range(2)]
    pictures = [noise(number) for number in range(3)]
    name = upload(desk, pictures.pop(), "first.jpg").json["name"]
    size = len(desk.files()[f"{folder(desk)}/{name}"])
    with desk.company.installation.database.reading() as session:
        before = room_taken(session, desk.company.organisation.id)
    for each in desks:
        each.browser.token()
    most = before + size * 3 // 2
    monkeypatch.setattr("lms.studio.media.views.MEGABYTE", most // 200)
    both = threading.Barrier(2)

    def counted(session: Session, draft: Draft) -> int:
        """Count the room, and wait for the other to have counted it too: which it cannot, while one holds it."""
        found = room_taken(session, draft.organisation_id)
        with suppress(threading.BrokenBarrierError):
            both.wait(0.5)
        return found

    monkeypatch.setattr("lms.studio.media.views.room_used", counted)
    sent = [partial(upload, each, picture, "shop.jpg") for each, picture in zip(desks, pictures, strict=True)]
    assert sorted(answer.status_code for answer in at_once(*sent)) == [201, 422]
    with desk.company.installation.database.reading() as session:
        assert room_taken(session, desk.company.organisation.id) <= most


def test_what_the_histories_keep_of_pictures_is_counted_and_bounded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = upload(desk, photograph(), "shop.jpg").json["name"]
    size = len(desk.files()[f"{folder(desk)}/{name}"])
    assert upload(desk, photograph(size=(50, 30)), "again.jpg", f"/{name}/content").status_code == 200
    with desk.company.installation.database.reading() as session:
        draft = session.scalars(select(Draft).where(Draft.organisation_id == desk.company.organisation.id)).first()
        assert draft is not None
        assert room_of_histories(session, draft) >= size
    monkeypatch.setattr("lms.studio.media.views.room_of_histories", lambda *_: 200_000_000)
    said = upload(desk, photograph(size=(60, 30)), "once-more.jpg", f"/{name}/content")
    assert said.status_code == 422
    assert "histories" in said.json["message"]
    before = desk.files()
    desk.browser.post(f"{desk.address}/media/{name}/removal")
    assert desk.files() == before, "removed it would only have moved into the history"


def test_a_shown_picture_runs_nothing_and_is_kept_by_nobody(desk: Desk) -> None:
    answer = desk.browser.get(upload(desk, DRAWING, "drawn.svg").json["url"])
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_another_company_and_a_learner_find_nothing(desk: Desk, other_company: Company) -> None:
    url = upload(desk, DRAWING, "drawn.svg").json["url"]
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    learner = desk.company.browser(desk.company.person())
    for path in (url, f"{desk.address}/media"):
        assert stranger.get(path).status_code == 404
        assert learner.get(path).status_code in (403, 404)
    for place in (
        "",
        "/drawn.svg",
        "/drawn.svg/content",
        "/drawn.svg/name",
        "/drawn.svg/removal",
        "/drawn.svg/captions/en",
    ):
        assert stranger.post(f"{desk.address}/media{place}", {"name": "theirs"}).status_code == 404
    assert desk.browser.get(f"{desk.address}/media/nothing.png").status_code == 404
    assert desk.browser.get(f"{desk.address}/media/..%2f..%2fmodule.toml").status_code == 404
