"""A picture is painted anew: only its dots are kept, no place, no time, no camera, nothing behind its end."""

import io

from PIL import Image, ImageOps

from .refusals import MOST_PIXELS, Refused, Why

QUALITY = 90
FORMATS = ("JPEG", "PNG")


def opened(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # ours is looked at before a dot is unpacked
    try:
        found = Image.open(io.BytesIO(data), formats=FORMATS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(Why.BROKEN) from error
    if found.width * found.height > MOST_PIXELS:
        raise Refused(Why.TOO_MANY_PIXELS)
    return found


def checked(data: bytes) -> tuple[bytes, int]:
    picture = opened(data)
    kind = str(picture.format)
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(Why.BROKEN) from error
    return painted_anew(ImageOps.exif_transpose(picture), kind), 1


def painted_anew(picture: Image.Image, kind: str) -> bytes:
    """A fresh picture that gets the dots and nothing else of the old one."""
    mode = _mode(picture, kind)
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture.convert(mode))
    written = io.BytesIO()
    if kind == "PNG":
        fresh.save(written, "PNG", compress_level=3)
    else:
        fresh.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _mode(picture: Image.Image, kind: str) -> str:
    if picture.mode in ("1", "L", "I;16"):
        return "L"
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return "RGBA" if kind == "PNG" and has_holes else "RGB"
