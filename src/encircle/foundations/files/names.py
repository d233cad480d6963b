"""The name a file came under, made fit to be shown: the last part of a path, no letter that is not seen."""

import re
import unicodedata

LONGEST = 120
UNNAMED = "document"
# Control characters, and those that turn the direction of writing, so that `exe.fdp` would read `pdf.exe`.
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def cleaned(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if unicodedata.category(letter) in UNSEEN else letter for letter in last)
    tidy = re.sub(r"\s+", " ", unicodedata.normalize("NFC", seen)).strip(" .")
    return _short(tidy) or UNNAMED


def _short(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
