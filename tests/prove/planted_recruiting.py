"""People who come forward in each area: one who asked, one declined, and one for each page that ends it."""

from datetime import timedelta

from encircle.common.ids import new_reference
from encircle.demo.words.applications import REFERENCE, WRITTEN
from encircle.rooms.recruiting.actions.referring import FORM
from encircle.rooms.recruiting.application import SECTIONS
from encircle.rooms.recruiting.models import (
    Applicant,
    Application,
    Interview,
    InterviewMark,
    Reference,
    ReferenceCame,
    ReferenceLetter,
    ReferenceTaken,
    ReferenceText,
    SaidApart,
    SectionDraft,
    Step,
    Submission,
    SubmittedSection,
    VolunteerCriterion,
    Words,
)
from encircle.rooms.recruiting.references import NEEDED
from encircle.rooms.referrals.sections import Draft, freeze
from encircle.rooms.volunteers.models import Volunteer

from .world import AREAS, STAFF, World

OWN, OWN_STATE = {"1": "tess", "2": "dana"}, {"1": "draft", "2": "sent"}


def plant(world: World, which: str) -> None:
    """Call as the owner."""
    asked = _applicant(world, which)
    words = Words.objects.create(
        text=f"Said on the telephone: goshawk-{which}", about="note", **_by(world, which, asked)
    )
    world.behind[f"goshawk-{which}"] = words.applicant_id
    world.add("applicant_id", which, asked.pk)
    world.add_for("volunteering:application_section", "code", "1", "reasons")
    for page in ("applicant_decline", "applicant_withdrawal", "applicant_information"):
        world.add_for(f"casework:{page}", "applicant_id", which, _applicant(world, which).pk)
    declined = _applicant(world, which)
    Step.objects.create(
        stage="declined", reason="no_places", happened_on=world.cast.now.date(), **_by(world, which, declined)
    )
    Words.objects.create(text=f"Dear Wilf,\n\npochard-{which}", about="letter", **_by(world, which, declined))
    world.behind[f"pochard-{which}"] = declined.pk
    world.add_for("casework:applicant_letter", "applicant_id", which, declined.pk)
    for page in ("applicant", "applicant_decline", "applicant_withdrawal", "applicant_information"):
        world.add_for(f"casework:{page}", "applicant_id", f"over-{which}", declined.pk)
    world.add_for("casework:applicant", "applicant_id", which, asked.pk)
    world.add_for("casework:applicant_invitation", "applicant_id", which, _applicant(world, which).pk)
    _applying(world, which)
    world.add_for("casework:applicant_acceptance", "applicant_id", which, _acceptable(world, which).pk)


def _applying(world: World, which: str) -> None:
    """Tess writes an application in area A, Dana has sent hers in area B; each area has one of each state."""
    for state in ("draft", "sent"):
        applicant = _applicant(world, which)
        login = world.cast.users[OWN[which]] if OWN_STATE[which] == state else None
        volunteer = Volunteer.objects.create(
            reference=new_reference("V"), area=applicant.area, given_name="Wilf", family_name="Underbank",
            email=f"{state}-{which}@people.example", user=login,
        )  # fmt: skip
        Application.objects.create(applicant=applicant, area=applicant.area, volunteer=volunteer)
        Step.objects.create(stage="invited", happened_on=world.cast.now.date(), **_by(world, which, applicant))
        _draft(applicant, which) if state == "draft" else _sent(world, which, applicant)


def _draft(applicant: Applicant, which: str) -> None:
    SectionDraft.objects.create(
        applicant=applicant, area=applicant.area, section="reasons", saved_at=applicant.asked_at,
        answers=Draft({**WRITTEN["reasons"], "why": f"Because: shelduck-{which}"}).kept,
    )  # fmt: skip


def _sent(world: World, which: str, applicant: Applicant) -> None:
    by = world.cast.users[OWN[which]]
    later = world.cast.now + timedelta(seconds=1)
    Step.objects.create(
        applicant=applicant, area=applicant.area, stage="applied", by=by, at=later, happened_on=world.cast.now.date()
    )
    Submission.objects.create(applicant=applicant, area=applicant.area, submitted_at=later, submitted_by=by)
    for position, (code, section) in enumerate(SECTIONS.items()):
        typed = {**WRITTEN[code], "why": f"Because: razorbill-{which}"} if code == "reasons" else WRITTEN[code]
        SubmittedSection.objects.create(
            applicant=applicant, area=applicant.area, section=code, position=position,
            answers=freeze(section, Draft(typed)),
        )  # fmt: skip
    SaidApart.objects.create(year=2026, answers={"age": f"guillemot-{which}"})
    world.behind[f"razorbill-{which}"] = applicant.pk
    world.add_for("casework:applicant_application", "applicant_id", which, applicant.pk)
    world.add_for("casework:new_reference", "applicant_id", which, applicant.pk)
    _references(world, which, applicant)
    _interview(world, which, applicant)


def _interview(world: World, which: str, applicant: Applicant) -> None:
    by = _by(world, which, applicant)
    one = Interview.objects.create(held_on=world.cast.now.date(), interviewers="Cora", goes_on=True, **by)
    asked = VolunteerCriterion.objects.create(words=f"Looked at in area {which}", position=7)
    InterviewMark.objects.create(applicant=applicant, area=applicant.area, interview=one, criterion=asked, mark="met")
    Words.objects.create(text=f"Warm, and straight: sanderling-{which}", about="interview", **by)
    world.behind[f"sanderling-{which}"] = applicant.pk
    world.add_for("casework:applicant_interview", "applicant_id", which, applicant.pk)
    world.add_for("casework:applicant", "applicant_id", f"met-{which}", applicant.pk)


def _acceptable(world: World, which: str) -> Applicant:
    """Somebody who has applied, was met, and has both references."""
    applicant, today = _applicant(world, which), world.cast.now.date()
    volunteer = Volunteer.objects.create(
        reference=new_reference("V"), area=applicant.area, given_name="Wilf", family_name="Underbank",
        email=f"acceptable-{which}@people.example",
    )  # fmt: skip
    Application.objects.create(applicant=applicant, area=applicant.area, volunteer=volunteer)
    by = _by(world, which, applicant)
    Step.objects.create(stage="applied", happened_on=today, **by)
    Interview.objects.create(held_on=today, interviewers="Cora", goes_on=True, **by)
    for _ in range(NEEDED):
        row = Reference.objects.create(
            applicant=applicant, area=applicant.area, name="Morwen", asked_at=world.cast.now, asked_by=by["by"]
        )
        of = {"reference": row, **by}
        ReferenceTaken.objects.create(satisfactory=True, **of)
        del of["at"]
        ReferenceCame.objects.create(how="letter", written_on=today, received_at=world.cast.now, **of)
    return applicant


def _references(world: World, which: str, applicant: Applicant) -> None:
    """One is here, read and taken; one is asked for; and one has come this moment, for the proof of its words."""
    staff = world.cast.users[STAFF[which]]
    for state in ("asked", "here", "keyed"):
        row = Reference.objects.create(
            applicant=applicant, area=applicant.area, name="Morwen", asked_at=world.cast.now, asked_by=staff
        )
        of = {"applicant": applicant, "area": applicant.area, "reference": row}
        ReferenceLetter.objects.create(
            token_hash=f"{row.pk.hex:0>64}", made_at=world.cast.now, made_by=staff,
            expires_at=world.cast.now + timedelta(days=60), **of,
        )  # fmt: skip
        if state == "asked":
            for page in ("reference_letter", "reference_keying"):
                world.add_for(f"casework:{page}", "reference_id", which, row.pk)
            continue
        ReferenceCame.objects.create(
            how="letter", written_on=world.cast.now.date(), received_at=world.cast.now, by=staff, **of
        )
        ReferenceText.objects.create(
            answers=freeze(FORM, Draft({**REFERENCE, "known": f"From work: turnstile-{which}"})), **of
        )
        world.behind[f"turnstile-{which}"] = row.pk
        world.opened_besides.append(row.pk)
        if state == "here":
            ReferenceTaken.objects.create(satisfactory=True, at=world.cast.now, by=staff, **of)
            for page in ("reference_keying", "reference_letter"):
                world.add_for(f"casework:{page}", "reference_id", f"here-{which}", row.pk)
        else:
            world.add_for("casework:reference_judgement", "reference_id", which, row.pk)
            world.add("reference_id", which, row.pk)


def _applicant(world: World, which: str) -> Applicant:
    return Applicant.objects.create(
        reference=new_reference("A"), area=world.cast.areas[AREAS[which]], given_name="Wilf", family_name="Underbank",
        email=f"wilf-{which}@people.example", prefers="email", channel="phone", asked_at=world.cast.now,
        noted_by=world.cast.users[STAFF[which]],
    )  # fmt: skip


def _by(world: World, which: str, applicant: Applicant) -> dict:
    staff = world.cast.users[STAFF[which]]
    return {"applicant": applicant, "area": applicant.area, "by": staff, "at": world.cast.now}
