"""Draws a photograph anew: run as a program, in a process of its own with little memory and time, by `taking`.

Whatever stands in the file besides its pixels (place, camera, thumbnails, a second file behind the first) stays behind.
It reads the file from standard input and writes one line `width height`, then the JPEG. Its exit code says why not.
Its argument is how long the longer side may be, in pixels; at most LONGEST_SIDE. A second one, `clear`, keeps what is
transparent and every pixel as it is: a PNG is written then.
"""

import resource
import struct
import sys
import warnings
from contextlib import suppress
from io import BytesIO

from PIL import Image

NO_PICTURE, TOO_MANY_PIXELS, TOO_HEAVY = 3, 4, 5
MOST_PIXELS = 64_000_000
LONGEST_SIDE = 1_600
QUALITY = 82
MEMORY = 512 * 1024 * 1024
SECONDS = 5
KINDS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF 2.3, tag 0x0112: what turns the stored picture upright."""
BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, ArithmeticError)
"""What Pillow raises on files that are damaged or made to harm."""


def main() -> int:
    """Redraw standard input to standard output and return the exit code."""
    _bound()
    try:
        longest, clear = int(sys.argv[1]), sys.argv[2:] == ["clear"]
        width, height, jpeg = redrawn(sys.stdin.buffer.read(), longest, clear=clear)
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except MemoryError:
        return TOO_HEAVY
    except BROKEN:
        return NO_PICTURE
    sys.stdout.buffer.write(f"{width} {height}\n".encode() + jpeg)
    return 0


def redrawn(content: bytes, longest: int = LONGEST_SIDE, *, clear: bool = False) -> tuple[int, int, bytes]:
    """Return width, height (pixels, at most `longest`) and the JPEG of a picture, upright and without its past; the PNG
    where it is to stay `clear`.

    Raises one of BROKEN, MemoryError, or DecompressionBombError beyond 64 megapixels, known before anything is decoded.
    """
    with Image.open(BytesIO(content), formats=KINDS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        turn = _turn(picture)
        picture.draft("RGB", _wanted(picture))  # a JPEG is decoded at a half, quarter or eighth
        picture.load()
        small = _reduced(picture).convert("RGBA") if clear else _on_white(_reduced(picture))
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    upright = small.transpose(turn) if turn is not None else small
    written = BytesIO()
    clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if clear:
        clean.save(written, "PNG", optimize=True)
    else:
        clean.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return *clean.size, written.getvalue()


def _wanted(picture: Image.Image) -> tuple[int, int]:
    longest = max(picture.size)
    return picture.width * LONGEST_SIDE // longest, picture.height * LONGEST_SIDE // longest


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return UPRIGHT.get(picture.getexif().get(ORIENTATION, 1))
    except BROKEN:  # a picture with a damaged past is still a picture
        return None


def _reduced(picture: Image.Image) -> Image.Image:
    """Return the picture at a whole fraction of its size, while it still has the few channels it was stored with."""
    factor = max(picture.size) // (2 * LONGEST_SIDE)
    return picture.reduce(factor) if factor > 1 and picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Return it in red, green and blue; what was transparent is white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _bound() -> None:
    """Take this process's memory and time away from whoever made the file."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that knows no such limit still has the parent's time-out
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
