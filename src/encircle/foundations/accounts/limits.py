"""How long a session lasts: after the last input, and at most."""

from datetime import timedelta

ABSOLUTE = timedelta(hours=8)
SIGNING_IN = timedelta(hours=1)  # how long a half-finished sign-in is remembered
# Last input is written down at most this often, and a session is given as much beyond its limit.
GRAIN = timedelta(seconds=30)
KNOWN_AFTERWARDS = timedelta(hours=24)  # how long an expired session can still say whose it was
