"""What the page editor says in the browser, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


def words() -> dict[str, str]:
    """Return every word the editor's scripts write; what stands in braces is filled in there."""
    return {**_acts(), **_marks(), **_states(), **_asked()}


def _acts() -> dict[str, str]:
    return {
        "undo": _("Undo"),
        "redo": _("Redo"),
        "bold": _("Bold"),
        "italic": _("Italics"),
        "code": _("Code"),
        "link": _("Link"),
        "paragraph": _("Text"),
        "heading": _("Heading"),
        "subheading": _("Smaller heading"),
        "bullets": _("List"),
        "numbers": _("Numbered list"),
        "quote": _("Quotation"),
        "table": _("Table"),
        "rule": _("Line across"),
        "insert": _("Insert a block"),
        "source": _("Source text"),
        "visual": _("Back to the page"),
        "help": _("Keys"),
        "up": _("Move up"),
        "down": _("Move down"),
        "duplicate": _("Duplicate"),
        "delete": _("Delete"),
        "comment": _("Comment"),
        "handle": _("This block: move, duplicate, delete"),
        "more": _("More"),
    }


def _marks() -> dict[str, str]:
    return {
        "row": _("Add a row"),
        "column": _("Add a column"),
        "noRow": _("Delete the row"),
        "noColumn": _("Delete the column"),
        "noTable": _("Delete the table"),
        "left": _("Column to the left"),
        "center": _("Column in the middle"),
        "right": _("Column to the right"),
        "editor": _("The text of the page"),
        "placeholder": _("Write, or press / for a block"),
        "title": _("Title of the page"),
        "eyebrow": _("Line above the title"),
        "optional": _("(may be empty)"),
        "raw": _("This part is shown as it is written, because the editor cannot hold it without loss."),
        "rawLabel": _("Source text of this part"),
        "asText": _("Edit as text"),
        "asForm": _("Back to the form"),
        "faulty": _("Something in this block cannot be read. It is shown as it is written."),
        "nothing": _("Nothing fits"),
    }


def _states() -> dict[str, str]:
    return {
        "removed": _("Deleted."),
        "moved": _("Moved."),
        "duplicated": _("Duplicated."),
        "inserted": _("Inserted: {name}."),
        "lockedBy": _("{name} is writing here."),
        "takeOver": _("Take over"),
        "problems": _("{count} to mend on this page"),
        "noProblems": _("Nothing to mend on this page"),
        "uploading": _("Sending the picture…"),
        "notUploaded": _("The picture was not taken: {message}"),
        "needsAlt": _("Say in words what the picture shows; without that it cannot be published."),
        "stale": _("The page beside could not be refreshed."),
        "line": _("Line {line}"),
    }


def _asked() -> dict[str, str]:
    return {
        "address": _("Address"),
        "addressHelp": _("https://…, mailto:…, or a page here"),
        "set": _("Set the link"),
        "unlink": _("Remove the link"),
        "cancel": _("Cancel"),
        "choose": _("Choose"),
        "alt": _("What it shows"),
        "decorative": _("It only decorates: screen readers pass it over"),
        "upload": _("Choose a file…"),
        "comments": _("Comments"),
        "send": _("Send"),
        "resolve": _("Resolved"),
        "answer": _("Answer"),
        "noComments": _("Nobody has remarked on this block."),
        "yourComment": _("Your comment"),
        "somebody": _("A colleague"),
    }
