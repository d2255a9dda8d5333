"""An uploaded file taken as a photograph: drawn anew in a process with little memory and time, or refused in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

MOST_BYTES = 15 * 1024 * 1024
LARGEST_BODY = 20 * 1024 * 1024
"""What the route takes: enough above the limit that a photograph just over it is answered in words."""
PROGRAM = Path(__file__).with_name("redrawing.py")
PATIENCE = 10.0
LARGE, SMALL = 1_600, 960
"""How long the longer side may be, in pixels: for a screen of its own, or one among many."""
TOO_LARGE = _l("The photograph is larger than 15 MB. Take it at a lower setting, or send a smaller copy.")
NO_PICTURE = _l("This is no photograph that can be read. JPEG, PNG and WebP work; perhaps the file is damaged.")
TOO_MANY_PIXELS = _l("The photograph has more than 64 megapixels. Take it at a lower setting, or send a smaller copy.")
APPLE = _l(
    "This is a HEIC photograph, which browsers cannot show. Send it as JPEG: "
    "on an iPhone, Settings, Camera, Formats, Most Compatible."
)
NOTHING = _l("Choose a photograph first.")
TOO_HEAVY = _l("The photograph takes too much work to open. Save it as a JPEG, or send a smaller copy.")
REASONS = {3: NO_PICTURE, 4: TOO_MANY_PIXELS, 5: TOO_HEAVY}
"""Why the program refused, by its exit code; whatever else ended it was its bounds."""
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class Unusable(ValueError):
    """A file that cannot be taken as a photograph; its text says why and what to do, in the reader's language."""


class Drawn:
    """A photograph drawn anew: width and height in pixels, and the JPEG."""

    def __init__(self, output: bytes) -> None:
        """Read what the program wrote."""
        size, _, self.jpeg = output.partition(b"\n")
        self.width, self.height = map(int, size.split())


def taken(sent: FileStorage | None, longest: int = LARGE) -> Drawn:
    """Return the photograph of a form's file field. Raises Unusable."""
    return drawn(sent.read(MOST_BYTES + 1) if sent else b"", longest)


def drawn(content: bytes, longest: int = LARGE, *, clear: bool = False) -> Drawn:
    """Return the photograph of an uploaded file, as PNG where it is to stay `clear`. Raises Unusable.

    The work is done in a process with 512 MB and 5 seconds, so that a file made to harm takes nobody else's.
    """
    if not content:
        raise Unusable(NOTHING)
    if len(content) > MOST_BYTES:
        raise Unusable(TOO_LARGE)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise Unusable(APPLE)
    try:
        done = subprocess.run(  # noqa: S603  - our own interpreter on our own file, nothing of the upload in its arguments
            [sys.executable, "-I", str(PROGRAM), str(longest), *(["clear"] if clear else [])],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unusable(TOO_HEAVY) from slow
    if done.returncode != 0:
        raise Unusable(REASONS.get(done.returncode, TOO_HEAVY))
    return Drawn(done.stdout)
