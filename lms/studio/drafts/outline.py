"""The outline of a draft: what its module.toml says, as fields with what is wrong beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tomlkit
from sqlalchemy import select
from sqlalchemy.orm import Session
from tomlkit.exceptions import TOMLKitError

from lms.packs.problems import Problem
from lms.packs.segments import HEAD, base_of, split, text_of_part
from lms.studio.drafts.acts import order_of
from lms.studio.drafts.fields import Field, faults, fields_of
from lms.studio.drafts.models import Draft, DraftFile
from lms.studio.drafts.paths import module_file, page_file


@dataclass(frozen=True)
class OutlinePage:
    """A page in the outline: its name, its part of module.toml, its titles by language as far as it is written.

    `required`: for whom it is, as its field says it: "yes", "no", or which companion (`beside`) of the module it is.
    """

    name: str
    part: str
    titles: Mapping[str, str]
    minutes: Field | None
    required: Field
    beside: str = ""


@dataclass(frozen=True)
class Outline:
    """A draft's module.toml, for its form. `files`: the draft's texts by path; `problems`: what the checker says."""

    slug: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    @property
    def path(self) -> str:
        """Return where module.toml lies."""
        return module_file(self.slug)

    @cached_property
    def text(self) -> str:
        """Return module.toml."""
        return self.files.get(self.path, b"").decode("utf-8", "replace")

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """Return module.toml as TOML; {} while it cannot be read."""
        try:
            return tomlkit.parse(self.text).unwrap()
        except TOMLKitError:
            return {}

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Return every field by its name."""
        return fields_of(self.path, self.text)

    @cached_property
    def bases(self) -> dict[str, str]:
        """Return the revision of each part."""
        return {part.part: base_of(part.text) for part in split(self.path, self.text)}

    @cached_property
    def faults(self) -> dict[str, list[Problem]]:
        """Return what is wrong by field; "" for what belongs to none."""
        return faults(self.path, self.text, self.problems, self.fields)

    @property
    def languages(self) -> list[str]:
        """Return the languages of the module."""
        found = self.document.get("languages")
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else ["en"]

    def group(self, name: str) -> dict[str, list[Field]]:
        """Return the fields whose path begins with `name`, by their part."""
        found: dict[str, list[Field]] = {}
        for field in self.fields.values():
            if field.path.split(".")[0] == name:
                found.setdefault(field.part, []).append(field)
        return found

    def entries(self, name: str) -> list[list[Field]]:
        """Return the fields of each entry of a list of tables ("objectives", "sources"), in order."""
        found: dict[tuple[str, str], list[Field]] = {}
        for field in self.fields.values():
            steps = field.path.split(".")
            if steps[0] == name:
                found.setdefault((field.part, steps[1]), []).append(field)
        return list(found.values())

    def head(self, key: str) -> Field:
        """Return a field of the head, empty where it is not there."""
        name = f"{HEAD}:{key}"
        return self.fields.get(name) or Field(name, "")

    @cached_property
    def pages(self) -> list[OutlinePage]:
        """Return the pages in their order."""
        listed = self.document.get("pages")
        entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        return [self._page(each, number) for number, each in enumerate(entries)]

    def _page(self, entry: Mapping[str, Any], number: int) -> OutlinePage:
        name, beside = str(entry.get("name", "")), str(entry.get("beside", ""))
        part = f"pages.{name}" if f"pages.{name}" in self.bases else HEAD
        place = "pages.0" if part != HEAD else f"pages.{number}"
        minutes = self.fields.get(f"{part}:{place}.minutes")
        required = Field(f"{part}:{place}.required", beside or ("no" if entry.get("required") is False else "yes"))
        titles = {language: self._title(language, name) for language in self.languages}
        written = {key: value for key, value in titles.items() if value is not None}
        return OutlinePage(name, part, written, minutes, required, beside)

    def _title(self, language: str, page: str) -> str | None:
        content = self.files.get(page_file(self.slug, language, page))
        return None if content is None else title_of(content.decode("utf-8", "replace"))

    @property
    def minutes(self) -> int:
        """Return how long the pages take together, without those beside the module."""
        listed = [page.minutes.text for page in self.pages if page.minutes is not None and not page.beside]
        return sum(int(each) for each in listed if each.isascii() and each.isdigit())

    @property
    def arranged(self) -> list[str]:
        """Return the names of the pages as they have to stand: in their order, those beside the module last."""
        return [page.name for page in sorted(self.pages, key=lambda each: bool(each.beside))]

    @property
    def order(self) -> str:
        """Return the parts of module.toml in their order, one a line."""
        return order_of(self.path, self.text)

    @property
    def order_base(self) -> str:
        """Return the revision of that order."""
        return base_of(self.order)

    def page_path(self, language: str, page: str) -> str:
        """Return the file of a page."""
        return page_file(self.slug, language, page)

    def page_base(self, language: str, page: str) -> str:
        """Return the revision of a page's head."""
        path = self.page_path(language, page)
        return base_of(text_of_part(path, self.files[path].decode("utf-8", "replace"), HEAD) or "")

    def source_fields(self, fields: Sequence[Field]) -> list[Field]:
        """Return the fields of a source in the order of the form, those that are not in the file empty."""
        known = {field.path.split(".", 2)[2]: field for field in fields}
        start = (
            fields[0].name.rpartition(".")[0] if "note" not in fields[0].path else fields[0].name.partition(".note")[0]
        )
        keys = ["title", "author", "kind", "year", *(f"note.{language}" for language in self.languages)]
        return [known.get(key) or Field(f"{start}.{key}", "") for key in keys]

    @property
    def pictures(self) -> list[str]:
        """Return the names of the pictures a cover can be chosen from."""
        folder = f"modules/{self.slug}/media/"
        return [path.removeprefix(folder) for path in self.files
                if path.startswith(folder) and path.endswith((".svg", ".png", ".jpg", ".jpeg", ".webp"))]  # fmt: skip


def title_of(page: str) -> str:
    """Return the title in a page's front matter, "" where there is none to be read."""
    try:
        title = tomlkit.parse(front_matter(page)).unwrap().get("title", "")
    except TOMLKitError:
        return ""
    return title if isinstance(title, str) else ""


def front_matter(page: str) -> str:
    """Return what stands between the two marks at the head of a page."""
    lines = page.split("\n")
    if lines[0].strip() != "+++":
        return ""
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "+++"), 1)
    return "\n".join(lines[1:end]) + "\n"


def titles_of(session: Session, draft: Draft) -> dict[str, str]:
    """Return the titles of a draft's pages by their paths."""
    pages = (DraftFile.draft_id == draft.id, DraftFile.path.endswith(".md"))
    rows = session.execute(select(DraftFile.path, DraftFile.content).where(*pages))
    return {row.path: title_of(row.content.decode("utf-8", "replace")) for row in rows}
