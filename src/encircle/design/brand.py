"""The charity's colour: checked for contrast, and served as a few custom properties of the style sheet."""

import re
from typing import Final

DEFAULT_BRAND: Final = "#1d5c6b"  # as compiled into encircle.css: frontend/src/_brand.scss
LEAST_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3: text against its ground
HEX = re.compile(r"#[0-9a-f]{6}")

Rgb = tuple[int, int, int]


class UnfitColour(ValueError):
    """A colour that people could not read, or no colour at all. The message is fit for the person."""


def check_colour(colour: str) -> str:
    """The colour as `#1d5c6b`, or UnfitColour: white text stands on it and it stands as links on the page."""
    tidy = "#" + colour.strip().lower().removeprefix("#")
    if not HEX.fullmatch(tidy):
        raise UnfitColour("Enter a colour as six digits, like #1d5c6b")
    if contrast(_rgb(tidy), _tint(tidy)) < LEAST_CONTRAST:
        raise UnfitColour("Choose a darker colour: words in this one would be hard to read on a light page")
    return tidy


def brand_style_sheet(colour: str) -> str:
    colour = check_colour(colour)
    dark = _hex(_mixed(_rgb(colour), (0, 0, 0), 0.5))
    properties = {
        "--govuk-brand-colour": colour,
        "--govuk-link-colour": colour,
        "--govuk-link-hover-colour": dark,
        "--encircle-brand-dark": dark,
        "--encircle-brand-tint": _hex(_tint(colour)),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _tint(colour: str) -> Rgb:
    return _mixed(_rgb(colour), (255, 255, 255), 0.9)


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
