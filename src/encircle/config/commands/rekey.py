"""After a new FIELD_KEY or FILE_KEY: what lasts is encrypted under it, so that the former key can go."""

import argparse

from encircle.common.errors import Refusal

HELP = "encrypt second factors and people's keys anew under the present ENCIRCLE_FIELD_KEY and ENCIRCLE_FILE_KEY"
LOGIN = "worker"


class FormerKeyMissing(Refusal):
    """Something is encrypted under a key that is in neither setting."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: the keys are in the environment."""


def run(args: argparse.Namespace) -> int:
    factors, people = _factors(), _people()
    print(f"{factors} second factors and {people} people's keys encrypted anew.")
    return 0


def _factors() -> int:
    from encircle.doors.signin.rekeying import rekey_factors
    from encircle.foundations.access.identity import acting_as, system
    from encircle.foundations.accounts.secrets import Unreadable

    try:
        with acting_as(system("doorkeeper")):
            return rekey_factors()
    except Unreadable:
        raise FormerKeyMissing(
            "Some second factors are encrypted under a key that is not here. Put every former key into "
            "ENCIRCLE_OLD_FIELD_KEYS. Nothing was changed."
        ) from None


def _people() -> int:
    from encircle.foundations.files.envelope import Unreadable
    from encircle.foundations.files.rekeying import rekey_people

    try:
        return rekey_people()
    except Unreadable:
        raise FormerKeyMissing(
            "Some people's keys are encrypted under a key that is not here. Put every former key into "
            "ENCIRCLE_OLD_FILE_KEYS. No person's key was changed."
        ) from None
