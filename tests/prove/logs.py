"""What the site would write in its log meanwhile, as production writes it and with everything let through."""

import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from encircle.config import logs


@contextmanager
def what_is_logged(level: str = "DEBUG") -> Iterator[io.StringIO]:
    stream, root = io.StringIO(), logging.getLogger()
    before = (root.handlers[:], root.level, sys.stderr, {k: os.environ.get(k) for k in ("ENCIRCLE_MODE",)})
    sys.stderr = stream
    os.environ |= {"ENCIRCLE_MODE": "production", "ENCIRCLE_LOG_LEVEL": level}
    try:
        logs.configure()
        os.environ["ENCIRCLE_MODE"] = before[3]["ENCIRCLE_MODE"] or "test"
        sys.stderr = before[2]
        yield stream
    finally:
        root.handlers[:], root.level = before[0], before[1]
        sys.stderr = before[2]
        os.environ["ENCIRCLE_MODE"] = before[3]["ENCIRCLE_MODE"] or "test"
        del os.environ["ENCIRCLE_LOG_LEVEL"]
