"""Close the process off before it reads a byte of a stranger's file. There is no way back from here.

The last limit is the wall: a process that may hold no further descriptor opens no file, no connection and no pipe,
whatever code runs in it. What it was given at the start (what comes in, what goes out) stays open.
"""

import ctypes
import resource

MEMORY = 1_200_000_000  # bytes of address space
SECONDS = 30  # of the processor
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4  # prctl(2)


def close_off() -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    libc = ctypes.CDLL(None)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(what: int, to: int) -> None:
    resource.setrlimit(what, (to, to))
