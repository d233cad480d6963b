"""The process that opens one file: a line of JSON and the file come in, a line of JSON and bytes go out."""

import codecs
import json
import sys
from collections.abc import Callable

from PIL import Image

from . import pages, words  # everything it will need is imported now: later nothing can be opened
from .checking import checked
from .closed import close_off
from .refusals import Refused, Why

VERBS: dict[str, Callable[..., tuple[dict[str, object], bytes]]] = {
    "check": checked,
    "page": pages.page,
    "words": words.words,
}


def main() -> int:
    Image.init()
    pages.warm()
    for name in ("cp1252", "utf-8-sig", "utf-16", "idna", "ascii", "cp437", "latin-1", "utf-16-le"):
        codecs.lookup(name)
    close_off()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    try:
        said, made = VERBS[asked.pop("verb")](data, **asked)
    except Refused as refused:
        said, made = {"refused": refused.why}, b""
    except (MemoryError, RecursionError, ArithmeticError, LookupError, OSError, ValueError, RuntimeError, TypeError):
        said, made = {"refused": Why.BROKEN}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
