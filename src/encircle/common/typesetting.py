"""Typed words on paper: a tagged PDF (PDF/UA-1) whatever somebody typed, and words that any file can hold.

PDF/UA refuses a page with a letter that no typeface at hand can show, and a Word file refuses control characters. A
paper must not fail for one of them: a picture (emoji) is named in words, and of other letters the paper says how many
it cannot show. On the page they can be read.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

# Without a place where a line may break of itself: an address has slashes, and whoever copies it needs every letter.
LONGEST_WORD = re.compile(r"[^\s/-]{61,}")
BREAKS_AFTER = 20  # letters of a word longer than a line: where it may go on in the next
LATIN = 0x17F  # up to here every typeface has everything
ASKED_ONE_BY_ONE = 12  # of one block of letters: where there are more, they are a script, and asked for together
PROBE = b'#set document(title: "Letters")\n#set text(lang: "en")\n= Letters\n#sys.inputs.letters'
NOT_A_LETTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
    "|[" + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF)) + "]"
)


class Drawing(str):
    """The source of a drawing of our own: no words, and left as it is."""


def tagged_pdf(template: Path, name: str, contents: Any, *, system_fonts: bool = False) -> bytes:
    """`contents` reaches the template as JSON under `name`: what people typed is data, never its source.

    `system_fonts`: the template asks for typefaces of the machine. They are taken otherwise only where ours lack a
    letter.
    """
    source, words = template.read_bytes(), _each(contents, _fitting)
    for allowed in dict.fromkeys((system_fonts, True)):
        try:
            return _compiled(source, {name: json.dumps(words)}, system_fonts=allowed)
        except typst.TypstError:
            continue
    hidden = _hidden(words)
    return _compiled(source, {name: json.dumps(_each(words, lambda one: _said(one, hidden)))}, system_fonts=True)


def clean(words: str) -> str:
    """Without what is no letter and shows nothing: control characters, halves of letters, marks of byte order."""
    return NOT_A_LETTER.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _fitting(words: str) -> str:
    """A word longer than a line may be broken: it would run off the page."""
    return LONGEST_WORD.sub(lambda word: _breakable(word.group()), clean(words))


def _breakable(word: str) -> str:
    parts = (word[start : start + BREAKS_AFTER] for start in range(0, len(word), BREAKS_AFTER))
    return "\u200b".join(parts)


def _compiled(source: bytes, inputs: dict[str, str], *, system_fonts: bool) -> bytes:
    made: bytes = typst.compile(
        source, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=not system_fonts, sys_inputs=inputs
    )
    return made


def _each(found: Any, change: Callable[[str], str]) -> Any:
    """The same in shape, each of its words changed."""
    if isinstance(found, dict):
        return {key: _each(value, change) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return [_each(value, change) for value in found]
    return change(found) if isinstance(found, str) and not isinstance(found, Drawing) else found


# --- letters that cannot be shown ---


def _hidden(words: Any) -> frozenset[str]:
    """The letters of these words that no typeface at hand has."""
    blocks: dict[int, set[str]] = defaultdict(set)
    for letter in _letters(words):
        if ord(letter) > LATIN:
            blocks[ord(letter) >> 8].add(letter)
    hidden: set[str] = set()
    for letters in blocks.values():
        if len(letters) <= ASKED_ONE_BY_ONE:
            hidden |= {letter for letter in letters if not _can_show(letter)}
        elif not _can_show("".join(sorted(letters))):
            hidden |= letters
    return frozenset(hidden)


def _letters(words: Any) -> Iterable[str]:
    found: set[str] = set()
    _each(words, lambda one: found.update(one) or one)  # type: ignore[func-returns-value]
    return found


@lru_cache(maxsize=10_000)
def _can_show(letters: str) -> bool:
    try:
        _compiled(PROBE, {"letters": letters}, system_fonts=True)
    except typst.TypstError:
        return False
    return True


def _said(words: str, hidden: frozenset[str]) -> str:
    if hidden.isdisjoint(words):
        return words
    return re.sub(f"[{re.escape(''.join(sorted(hidden)))}]+", lambda run: _named(run.group()), words)


def _named(run: str) -> str:
    if all(unicodedata.category(letter) == "So" for letter in run):
        return "".join(f"[{unicodedata.name(letter, 'picture').lower()}]" for letter in run)
    return f"[{len(run)} letter{'' if len(run) == 1 else 's'} this paper cannot show]"
