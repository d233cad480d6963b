"""After a new FIELD_KEY: encrypt what lasts under it, so that the former key can go."""

import argparse

from encircle.common.errors import Refusal

HELP = "encrypt second factors anew under the present ENCIRCLE_FIELD_KEY"
LOGIN = "worker"


class FormerKeyMissing(Refusal):
    """Something is encrypted under a key that is in neither setting."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: the keys are in the environment."""


def run(args: argparse.Namespace) -> int:
    from encircle.doors.signin.rekeying import rekey_factors
    from encircle.foundations.access.identity import acting_as, system
    from encircle.foundations.accounts.secrets import Unreadable

    try:
        with acting_as(system("doorkeeper")):
            count = rekey_factors()
    except Unreadable:
        raise FormerKeyMissing(
            "Some second factors are encrypted under a key that is not here. Put every former key into "
            "ENCIRCLE_OLD_FIELD_KEYS. Nothing was changed."
        ) from None
    print(f"{count} second factors encrypted anew.")
    return 0
