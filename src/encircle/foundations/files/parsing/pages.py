"""A page of a PDF, or a picture, as an image, with the reader's name and the time across it where that is wanted."""

import io
from functools import cache

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from . import images
from .kinds import Kind
from .refusals import Refused, Why

WIDEST, TALLEST = 1240, 2600  # dots: A4 at 150 to the inch
QUALITY = 88
STAMP_SIZE, STAMP_ANGLE = 26, 30
STAMP_COLOUR = (90, 90, 90, 70)
STAMP_GAP = 3.2  # times the height of the words


def page(data: bytes, *, kind: str, number: int, stamp: str = "") -> tuple[dict[str, object], bytes]:
    picture = _of_pdf(data, number) if kind == Kind.PDF else _of_picture(data)
    if stamp:
        picture = stamped(picture, stamp)
    written = io.BytesIO()
    picture.convert("RGB").save(written, "JPEG", quality=QUALITY)
    return {"width": picture.width, "height": picture.height}, written.getvalue()


def words_of_page(data: bytes, number: int) -> str:
    """For whoever cannot see the image. A scanned page has none."""
    try:
        document = pypdfium2.PdfDocument(data)
        if not 1 <= number <= len(document):
            raise Refused(Why.BROKEN)
        found: str = document[number - 1].get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError as error:
        raise Refused(Why.BROKEN) from error
    return found.replace("\r\n", "\n")


def warm() -> None:
    """Whatever is loaded on first use is loaded now."""
    _letters(STAMP_SIZE)
    pypdfium2.PdfDocument.new().close()


def _of_pdf(data: bytes, number: int) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(data)
        if not 1 <= number <= len(document):
            raise Refused(Why.BROKEN)
        found = document[number - 1]
        width, height = found.get_size()
        scale = min(WIDEST / max(width, 1), TALLEST / max(height, 1), 8)
        drawn: Image.Image = found.render(scale=scale, may_draw_forms=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise Refused(Why.BROKEN) from error
    return drawn


def _of_picture(data: bytes) -> Image.Image:
    picture = images.opened(data)
    if picture.mode in ("RGBA", "LA", "P"):
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture.convert("RGBA"))
    picture.thumbnail((WIDEST, TALLEST))
    return picture.convert("RGB")


def stamped(picture: Image.Image, words: str) -> Image.Image:
    """Across the whole page, again and again, so that no part of it can be cut out without the words."""
    letters = _letters(STAMP_SIZE)
    left, top, right, bottom = letters.getbbox(words)
    across, down = round(right - left) + 60, round((bottom - top) * STAMP_GAP)
    side = round((picture.width**2 + picture.height**2) ** 0.5)
    layer = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(layer)
    for line, y in enumerate(range(0, side, max(down * 2, 20))):
        for x in range(-(line % 2) * across // 2, side, across):
            pen.text((x, y), words, font=letters, fill=STAMP_COLOUR)
    turned = layer.rotate(STAMP_ANGLE, resample=Image.Resampling.BILINEAR)
    corner = ((side - picture.width) // 2, (side - picture.height) // 2)
    cut = turned.crop((*corner, corner[0] + picture.width, corner[1] + picture.height))
    return Image.alpha_composite(picture.convert("RGBA"), cut)


@cache
def _letters(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType.")
    return font
