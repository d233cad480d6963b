"""How the standing cast signs in where the demonstration's own buttons are not used: in tests of the real door.

Both are known to everybody and protect nothing: the demonstration listens on this machine only.
"""

import base64
import hashlib

DEMO_PASSWORD = "two herons and a lantern at dusk"  # noqa: S105 - invented people


def totp_secret(persona: str) -> str:
    """The secret of a cast member's one-time codes, as an app would be given it."""
    digest = hashlib.sha256(f"encircle demonstration {persona}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()
