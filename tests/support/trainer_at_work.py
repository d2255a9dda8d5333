"""A trainer who knows Word at work in the studio: each method does what a section of docs/trainers.md says."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.support.clipboard import WORD, paste


@dataclass
class TrainerAtWork:
    """One browser of a trainer, signed in."""

    page: Page

    def begin(self, title: str) -> None:
        """Begin a module of a title."""
        self.page.get_by_role("link", name="Library", exact=True).first.click()
        self.page.get_by_role("link", name="New module").click()
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.get_by_role("button", name="Begin", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def open(self, title: str) -> None:
        """Open a draft from the first page."""
        self.page.get_by_role("link", name="Library", exact=True).first.click()
        self.page.locator("main").get_by_role("link", name=title, exact=True).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def to(self, room: str) -> None:
        """Go to a room of the draft once everything is saved."""
        self.saved()
        rooms = self.page.get_by_role("navigation", name="Rooms of this draft")
        with self.page.expect_navigation():
            rooms.get_by_role("link", name=room).click()
        expect(rooms.locator("[aria-current]")).to_contain_text(room)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def saved(self) -> None:
        """Wait until the draft says that everything is kept."""
        expect(self.page.locator(".draft-state .save-state")).to_have_attribute("data-state", re.compile("saved|idle"))

    def describe(self, summary: str, objective: str) -> None:
        """Fill in the outline."""
        self.to("Outline")
        self.page.get_by_role("textbox", name="Summary").fill(summary)
        self.page.get_by_role("textbox", name="Objective 1").fill(objective)
        self.saved()
        self.page.wait_for_timeout(1_000)  # longer than the form waits for the next letter
        self.saved()
        self.page.reload()
        expect(self.page.get_by_role("textbox", name="Objective 1")).to_have_value(objective)

    def write(self) -> Locator:
        """Open the first page of the module and return its text."""
        self.to("Outline")
        self.page.get_by_role("link", name="Write").first.click()
        self.page.wait_for_selector(".page-editor.is-live")
        return self.page.locator(".visual > .ProseMirror")

    def type(self, *lines: str) -> None:
        """Type lines, each ended by Enter."""
        for line in lines:
            self.page.keyboard.type(line)
            self.page.keyboard.press("Enter")

    def paste_from_word(self) -> None:
        """Paste what Word has on the clipboard where the cursor is."""
        paste(self.page, WORD, "What we promise")

    def insert(self, kind: str) -> Locator:
        """Insert a block by `/` on the empty line behind the last word; return its card."""
        before = self.page.locator(".block-card").count()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(f"/{kind}")
        expect(self.page.locator(".insert-menu li")).to_have_count(1)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".block-card")).to_have_count(before + 1)
        return self.page.locator(".block-card").last

    def behind(self, card: Locator) -> None:
        """Go from the form of a block to the line below it."""
        card.locator("textarea, select").first.press("Escape")
        self.page.keyboard.press("ArrowDown")

    def copy_tool(self, title: str) -> None:
        """Copy a tool of the library."""
        self.to("Tools")
        self.page.get_by_role("button", name=re.compile(f"Copy.*{title}")).click()
        self.page.wait_for_selector("[data-trial]")

    def formula(self, output: str) -> Locator:
        """Return the box of a result's formula, opened."""
        box = self.page.locator(f"[id='outputs.{output}'] textarea.formula-box")
        if not box.is_visible():
            self.page.locator(f"[id='outputs.{output}'] > summary").click()
        return box

    def take_results(self) -> None:
        """Take today's results as expected in the example that is open, and in each that gives something else."""
        for example in self.page.locator("[id^='examples.']").all():
            if example.get_by_text("This example gives something else").count():
                name = example.get_attribute("id")
                if example.get_attribute("open") is None:
                    example.locator("summary").first.click()
                example.get_by_role("button", name="Take today's results").click()
                self.page.get_by_role("button", name="Take them").click()
                expect(self.page.locator(f"[id='{name}']")).to_contain_text("passes")

    def begin_quiz(self, title: str) -> None:
        """Begin a quiz."""
        self.to("Questions")
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.get_by_role("button", name="Begin", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def add_question(self, words: str, answered: str) -> None:
        """Add a question to the quiz that is open, and come to its form."""
        self.page.get_by_role("link", name="Add a question").click()
        self.page.get_by_label("The question").fill(words)
        self.page.get_by_label(answered).check()
        self.page.get_by_role("button", name="Add it").click()
        self.page.wait_for_selector("html[data-ready] form.edit")

    def upload(self, name: str) -> None:
        """Put a photograph in under Pictures."""
        self.to("Pictures")
        file = io.BytesIO()
        Image.new("RGB", (640, 360), (190, 120, 80)).save(file, "PNG")
        picture: FilePayload = {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}
        self.page.locator("#file").set_input_files(picture)
        self.page.get_by_role("button", name="Upload").click()
        expect(self.page.get_by_role("heading", level=2).last).to_be_visible()

    def publish(self, number: str, note: str = "") -> None:
        """Publish as wording where that is asked."""
        self.to("Publish")
        expect(self.page.get_by_text("Nothing stands in the way.")).to_be_visible()
        wording = self.page.get_by_label("Wording")
        if wording.count():
            wording.check()
        if note:
            self.page.get_by_label("What is new, in English").fill(note)
        self.page.get_by_role("button", name="Publish", exact=True).click()
        expect(self.page.get_by_text(f"Version {number} is published.")).to_be_visible()
