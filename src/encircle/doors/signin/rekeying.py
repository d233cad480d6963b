"""Second factors encrypted under a former key, encrypted anew under the present one."""

import base64

from allauth.mfa.models import Authenticator

from encircle.foundations.accounts.doorkeeper import as_doorkeeper
from encircle.foundations.accounts.secrets import is_of_former_key, seal_text, unseal_text

from .adapter import FACTORS

SEALED = ("secret", "seed")  # of an app that shows codes, and of recovery codes


def rekey_factors() -> int:
    """Returns how many were encrypted anew. Raises Unreadable, and changes nothing, where a former key is missing."""
    with as_doorkeeper():
        found = [one for one in Authenticator.objects.order_by("pk").select_for_update() if _is_old(one)]
        for one in found:
            anew = {name: seal_text(unseal_text(one.data[name], purpose=FACTORS), purpose=FACTORS) for name in _in(one)}
            Authenticator.objects.filter(pk=one.pk).update(data=one.data | anew)
    return len(found)


def _in(one: Authenticator) -> list[str]:
    return [name for name in SEALED if name in one.data]


def _is_old(one: Authenticator) -> bool:
    return any(is_of_former_key(base64.urlsafe_b64decode(one.data[name])) for name in _in(one))
