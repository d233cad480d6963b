"""Files made to do harm are refused, or taken without what was harmful in them."""

from encircle.foundations.files.intake import Taken, take_in
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.foundations.files.parsing.refusals import Refused
from tests.foundations.files.corpus import DEFUSED, GOOD, HOSTILE, is_harmless


def accepted_unsafely(take):
    for name, hostile in HOSTILE.items():
        try:
            take(name, hostile.make())
        except Refused as refused:
            if refused.why != hostile.why:
                yield f"{name} was refused because of {refused.why}, and not of {hostile.why}"
        else:
            yield f"{name} was taken"
    for name, make in DEFUSED.items():
        if not is_harmless(take(name, make()).content):
            yield f"{name} was taken with what was hidden in it"


def refused_for_nothing(take):
    for name, make in GOOD.items():
        try:
            take(name, make())
        except Refused as refused:
            yield f"{name} was refused because of {refused.why}"


def test_nothing_hostile_is_accepted_unsafely(say):
    wrong = list(accepted_unsafely(take_in))
    reasons = len({hostile.why for hostile in HOSTILE.values()})
    say(
        f"hostile uploads: {len(HOSTILE)} files refused for {reasons} reasons, {len(DEFUSED)} pictures taken without "
        f"what was hidden in them; accepted unsafely: {len(wrong)}",
        wrong,
    )
    wrong = list(refused_for_nothing(take_in))
    say(f"harmless uploads: {len(GOOD)} files, {len(wrong)} refused", wrong)


def test_an_intake_that_believes_the_ending_is_found(say):
    """What a careless program does: it looks at the name and takes what came."""

    def believing(name, data):
        return Taken(name, Kind.TEXT, 0, data, Verdict.NOT_SCANNED)

    wrong = list(accepted_unsafely(believing))
    say(f"hostile uploads, negative control: an intake that believes a name let {len(wrong)} through, all found")
    assert len(wrong) == len(HOSTILE) + len(DEFUSED)
