"""Whatever a pack says, it runs in nobody's browser: not where it is looked at, not where it is learned from."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from lms.kernel.permissions import Role
from lms.packs.archive import write_archive
from tests.packs.conftest import MODULE as TOML
from tests.packs.conftest import WHY
from tests.support.coffee_pack import MODULE, PAGE, QUIZ, coffee
from tests.support.company import Company
from tests.web.markup import read

CASES = json.loads((Path(__file__).parents[2] / "cases" / "xss.json").read_text(encoding="utf-8"))["cases"]
VARIANTS = [str(each["value"]) for case in CASES for each in case.get("variants", ()) if "value" in each]
PAYLOADS = [each for each in VARIANTS if each.isprintable() and len(each) < 200]
TRIED = PAYLOADS[:: len(PAYLOADS) // 6]
"""Those that stand in titles and names, one version each; all of them stand on the page every time."""
SHOWN = ("/learn/coffee", "/learn/coffee/01-why", "/author/packs")


def hostile(payload: str) -> dict[str, bytes]:
    """Return the pack with a payload in everything that is words."""
    words: Any = json.dumps(payload)
    toml = TOML.replace('"Coffee"', words).replace('"What a cup is worth."', words).replace('"A. Writer"', words)
    toml = toml.replace('version = "1.0"', f'version = "1.0"\nlicence = {words}\nauthors = [{words}]')
    page = WHY.replace("A cup costs", "\n\n".join([*PAYLOADS, "A cup costs"])).replace('"Ours"', words)
    return coffee() | {
        MODULE: toml.encode(),
        PAGE: page.encode(),
        QUIZ: coffee()[QUIZ].replace(b'"Is it hot?"', words.encode()),
    }


def test_a_pack_full_of_markup_is_harmless_where_it_is_looked_at_and_learned_from(company: Company) -> None:
    trainer, learner = company.browser(company.person(Role.TRAINER)), company.browser(company.person())
    assert len(TRIED) >= 6
    seen: list[str] = []
    for number, payload in enumerate(TRIED):
        files = hostile(payload)
        files[MODULE] = files[MODULE].replace(b'version = "1.0"', f'version = "{number + 1}.0"'.encode())
        sent = {"file": (io.BytesIO(write_archive(files)), f"{payload[:40]}.zip")}
        answer = trainer.post("/author/packs", sent, content_type="multipart/form-data")
        seen.append(answer.text)
        if answer.status_code == 303:
            address = answer.headers["Location"]
            seen.append(trainer.get(address).text)
            taken = trainer.post(address, {"module": "coffee", "how": "published"})
            seen += [taken.text, *(browser.get(page).text for page in SHOWN for browser in (learner, trainer))]
    assert len(seen) > len(TRIED)
    for page in seen:
        markup = read(page)
        assert markup.inline == []
        code = ("javascript:", "data:text", "vbscript:")
        assert not [each for each in markup.pointers if each.strip().lower().startswith(code)]


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"GIF89a"]
)
def test_a_picture_that_is_none_or_runs_something_is_told(company: Company, content: bytes) -> None:
    trainer = company.browser(company.person(Role.TRAINER))
    packed = write_archive(coffee() | {"modules/coffee/media/cover.svg": content})
    answer = trainer.post("/author/packs", {"file": (io.BytesIO(packed), "a.zip")}, content_type="multipart/form-data")
    shown = trainer.get(answer.headers["Location"]).text
    assert "modules/coffee/media/cover.svg:1" in shown
    assert 'name="how"' not in shown
