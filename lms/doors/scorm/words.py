"""What the scripts of a package say, in the language that is spoken now."""

from __future__ import annotations

from flask_babel import gettext as _


def words() -> dict[str, str]:
    """Return the sentences by name, with slots in braces for the browser to fill."""
    return {
        "place": str(_("%(page)s of %(pages)s", page="{page}", pages="{pages}")),
        "pagesRead": str(_("%(done)s of %(all)s read", done="{done}", all="{all}")),
        "passed": str(_("passed")),
        "notPassed": str(_("not passed yet")),
        "begin": str(_("Begin")),
        "continue": str(_("Continue")),
        "again": str(_("Read it again")),
        "completed": str(_("You have completed the module.")),
        "completedHere": str(_("You have completed the module. Close this window before you leave the platform.")),
        "pagesLeft": str(_("Some pages are still to be read before the module is complete.")),
        "questionsLeft": str(_("Every page is read. Pass the questions to complete the module.")),
        "handedOver": str(_("Your platform has your result.")),
        "noPlatform": str(
            _(
                "This package is open outside a learning platform. You can read, calculate and answer; nothing is "
                "handed to anybody, and nothing is kept once you close this window."
            )
        ),
        "notHanded": str(
            _(
                "Your result could not be handed to your platform (%(why)s). It is kept in this window: leave it open, "
                "and try again.",
                why="{why}",
            )
        ),
        "noAnswer": str(_("it does not answer")),
        "tryAgain": str(_("Try again")),
        "shortened": str(
            _(
                "Your platform keeps too little to remember everything here. Your place and your results are kept; the "
                "answers you gave to the questions are not, so next time you may be asked them anew."
            )
        ),
        "copied": str(_("Copied.")),
        "notCopied": str(_("It could not be copied. Mark the text and copy it yourself.")),
        "unsaved": str(_("What you wrote stays in this window only. Copy or print it before you leave.")),
        "failed": str(_("This part could not be started. The rest of the page works without it.")),
    }
