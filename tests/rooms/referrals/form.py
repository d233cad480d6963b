"""A referral in somebody's hand, and answers to every question of its form, as a referrer would type them."""

from encircle.common.ids import new_id, new_reference
from encircle.rooms.referrals.models import Holder, Referral, SectionDraft, Submission, SubmittedSection
from encircle.rooms.referrals.sections import Draft, Entry, Section, freeze, sections_asked
from encircle.rooms.referrals.sections.shapes import Asks

NUMBERS = {
    "pnc": "2003/0011985X",
    "cro": "265416/21G",
    "crn": "X123456",
    "prison_number": "A1234BC",
    "youth_justice": "YJ-20417",
    "nhs": "943 476 5919",
    "national_insurance": "AB 12 34 56 C",
}
YEARS = {"born_on": "1984"}
GIVEN = {"band": "High", "tool": "osp_dc", "family_name": "Quillon"}


def typed_for(questions, secret=""):
    """Each question answered, the first choice taken, so that what stands under "yes" is asked too."""
    typed = {}
    for question in questions:
        if question.asks == Asks.DATE:
            typed |= {
                f"{question.code}_day": "3",
                f"{question.code}_month": "4",
                f"{question.code}_year": YEARS.get(question.code, "2019"),
            }
        elif question.asks == Asks.MANY:
            typed[question.code] = [question.choices[0].value]
        elif question.asks == Asks.CONFIRM:
            typed[question.code] = "on"
        elif question.code in GIVEN:
            typed[question.code] = GIVEN[question.code]
        elif question.chooses:
            typed[question.code] = question.choices[0].value
        elif question.asks == Asks.IDENTIFIER:
            typed[question.code] = NUMBERS[question.code]
        else:
            typed[question.code] = f"{question.label} {secret}".strip()
    return typed


def draft_of(section: Section, secret="") -> Draft:
    entries = ()
    if section.entries is not None:
        entries = (Entry(str(new_id()), typed_for(section.entries.questions, secret)),)
    return Draft(typed_for(section.questions, secret), entries)


def invited(cast, who="petra", *, area="a", kind="adult", by="cora", **more):
    """As the owner: a referral that a professional was invited to write."""
    holder = cast.professionals[who]
    referral = Referral.objects.create(
        reference=new_reference("R"),
        area=cast.areas[area],
        kind=kind,
        agency_id=holder.agency_id,
        invited_by=cast.users[by],
        invited_at=cast.now,
        **more,
    )
    Holder.objects.create(
        referral=referral,
        area=referral.area,
        professional=holder,
        starts_at=cast.now,
        handed_by=cast.users[by],
    )
    return referral


def written(referral, who, *, secret="", done=True, only=None):
    """As the owner: every section of it, or `only` these."""
    for section in sections_asked(referral.kind):
        if only is None or section.code in only:
            SectionDraft.objects.create(
                referral=referral,
                area_id=referral.area_id,
                section=section.code,
                answers=draft_of(section, secret).kept,
                done=done,
                saved_at=referral.invited_at,
                saved_by=who,
            )
    return referral


def sent(referral, who, *, at, secret=""):
    """As the owner: every section of it, sent and frozen."""
    Submission.objects.create(
        referral=referral,
        area_id=referral.area_id,
        submitted_at=at,
        submitted_by=who,
        professional=referral.holders.get().professional,
    )
    for position, section in enumerate(sections_asked(referral.kind)):
        SubmittedSection.objects.create(
            referral=referral,
            area_id=referral.area_id,
            section=section.code,
            answers=freeze(section, draft_of(section, secret)),
            position=position,
        )
    return referral
