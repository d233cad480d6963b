"""A Circle that has ended: why, in words; who was asked, what came back; the report; and what was found out since."""

from datetime import timedelta

from encircle.common.ids import new_id
from encircle.rooms.circles.models import Circle, Ending, EndingWords, Seat
from encircle.rooms.endings.models import (
    Answer,
    AnswerWords,
    PlannedEnd,
    Question,
    Questionnaire,
    QuestionnaireChase,
    QuestionnaireLink,
    QuestionSet,
    ReportApproval,
    ReportPassage,
    ReportVersion,
    Return,
    ScreenedWords,
    Screener,
    Screening,
)
from encircle.rooms.endings.shipped import ship_questions
from encircle.rooms.outcomes.models import Check, CheckWords, Circumstances, Event
from encircle.rooms.sharing.models import ConsentSubject, Release

from .planted_sharing import passage
from .world import STAFF, World

OF_ENDED = ("questionnaires", "questionnaires_asking", "report_new", "ending_words")
RESPONDENTS = {"1": ("vera", "petra"), "2": ("xena", "paul")}
NO_FIGURES = dict.fromkeys(
    ("meetings_planned", "meetings_held", "core_member_came", "volunteers_came", "reviews_held", "concerns_imminent",
     "concerns_serious", "concerns_other"),
    1,
)  # fmt: skip


def plant(world: World, which: str) -> None:
    ship_questions(QuestionSet, Question, world.cast.now)
    circle = Circle.objects.get(name=f"Ended {which}")
    common = {"circle": circle, "area": circle.area}
    for page in OF_ENDED:
        world.add_for(f"casework:{page}", "circle_id", which, circle.pk)
    Ending.objects.filter(pk=circle.pk).update(with_words=True)
    EndingWords.objects.create(
        ending=Ending.objects.get(pk=circle.pk), text=f"Because of the dabchick-{which}", **common
    )
    world.behind[f"dabchick-{which}"] = circle.pk
    PlannedEnd.objects.create(
        ends_on=world.cast.now.date(), because="other", recorded_at=world.cast.now,
        recorded_by=world.cast.users[STAFF[which]], **common,
    )  # fmt: skip
    world.add_for("administration:question_set_new", "slug", "1", "referrer")
    _answered(world, which, common)
    _waiting(world, which, common)
    _report(world, which, common)
    _outcomes(world, which)


def _asked(world: World, which: str, common: dict, respondent: str, **person: object) -> Questionnaire:
    return Questionnaire.objects.create(
        circle_reference=common["circle"].reference, respondent=respondent, asked_at=world.cast.now - timedelta(days=8),
        question_set=QuestionSet.objects.get(respondent=respondent, easy_read=False),
        asked_by=world.cast.users[STAFF[which]], **common, **person,
    )  # fmt: skip


def _person(world: World, which: str):
    return world.cast.mark if which == "1" else world.cast.other_core_member


def _answered(world: World, which: str, common: dict) -> None:
    """By the core member, with a link, and screened by the coordinator, who alone reads it as it was written."""
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    row = _asked(world, which, common, "core_member", core_member=_person(world, which))
    of = {"questionnaire": row, **common}
    signed = {"made_at": cast.now, "made_by": staff, "expires_at": cast.now + timedelta(days=60)}
    QuestionnaireLink.objects.create(token_hash=f"hash-{which}", **of, **signed)
    QuestionnaireChase.objects.create(after_days=7, sent_at=cast.now, **of)
    Return.objects.create(channel="link", answered_on=cast.now.date(), received_at=cast.now, with_words=True, **of)
    coded, worded = (row.question_set.questions.filter(asks=asks).first() for asks in ("agreement", "words"))
    Answer.objects.create(question=coded, code="agree", **of)
    AnswerWords.objects.create(question=worded, text=f"As it was: scaupduck-{which}", **of)
    Screener.objects.create(user=staff, named_at=cast.now, named_by=staff, **of)
    Screening.objects.create(screened_at=cast.now, screened_by=staff, **of)
    ScreenedWords.objects.create(question=worded, text=f"Without names: wigeon-{which}", **of)
    world.add("questionnaire_id", which, row.pk)
    world.behind |= {f"{bird}-{which}": row.pk for bird in ("scaupduck", "wigeon")}


def _waiting(world: World, which: str, common: dict) -> None:
    """A volunteer and a professional who have not answered."""
    cast, (volunteer, professional) = world.cast, RESPONDENTS[which]
    theirs = _asked(world, which, common, "volunteer", volunteer=cast.volunteers[volunteer])
    others = _asked(world, which, common, "professional", professional=cast.professionals[professional])
    world.add_for("volunteering:questionnaire", "questionnaire_id", which, theirs.pk)
    world.add_for("outer_circle:questionnaire", "questionnaire_id", which, others.pk)
    for page in ("questionnaire_letter", "questionnaire_keying"):
        world.add_for(f"casework:{page}", "questionnaire_id", which, others.pk)
    referred = _asked(world, which, common, "referrer", professional=cast.professionals[professional])
    Return.objects.create(
        questionnaire=referred, channel="signed_in", answered_on=cast.now.date(), received_at=cast.now,
        with_words=True, by=cast.users[professional], **common,
    )  # fmt: skip
    world.add_for("casework:screener", "questionnaire_id", which, referred.pk)


def _report(world: World, which: str, common: dict) -> None:
    cast, staff = world.cast, world.cast.users[STAFF[which]]
    version = ReportVersion.objects.create(number=1, written_at=cast.now, written_by=staff, **NO_FIGURES, **common)
    ReportPassage.objects.create(
        version=version, position=1, part="summary", text=f"In short: bufflehead-{which}", **common
    )
    ReportApproval.objects.create(version=version, approved_at=cast.now, approved_by=staff, **common)
    world.add("report_id", which, version.pk)
    world.behind[f"bufflehead-{which}"] = version.pk
    _released(world, which, common, version)


def sat_there(world: World, which: str, common: dict) -> Seat:
    """Whose Circle it was, and who sat in its outer circle to the end of its last day: Petra (1), Paul (2)."""
    person = world.cast.professionals[RESPONDENTS[which][1]]
    ending = Ending.objects.get(pk=common["circle"].pk)
    times = {"starts_at": ending.ended_at - timedelta(days=200), "ends_at": ending.ended_at + timedelta(hours=2)}
    Seat.objects.create(part="core_member", core_member=_person(world, which), display_name="They", **times, **common)
    return Seat.objects.create(
        part="outer_circle", professional=person, display_name=person.name, position="Officer", **times, **common
    )


def _released(world: World, which: str, common: dict, version: ReportVersion) -> None:
    """Open still; and the same of a report whose time is over."""
    seat = sat_there(world, which, common)
    subject = ConsentSubject.objects.filter(consent__core_member=_person(world, which), topic="week").first()
    for bird, report, days in (("smewduck", version.pk, 80), ("goosefoot", new_id(), -1)):
        one = Release.objects.create(
            kind="ending", report_id=report, open_until=world.cast.now + timedelta(days=days), seat=seat,
            professional=seat.professional, agency=seat.professional.agency,
            circle_reference=common["circle"].reference, about_on=world.cast.now.date(),
            released_by=world.cast.users[STAFF[which]], released_at=world.cast.now - timedelta(days=2), **common,
        )  # fmt: skip
        passage(one, f"Released at the end: {bird}-{which}", common, consent_subject=subject)
        world.behind[f"{bird}-{which}"] = one.pk
        world.reports[f"{bird}-{which}"] = one.pk


def at_their_door(world: World) -> None:
    """The reports among what was released, for the addresses of who reads it: "e" open still, "f" no longer."""
    for page in ("release", "release_pdf", "acknowledgement"):
        found = dict(world.objects["release_id"])
        found |= {"e": world.reports["smewduck-1"], "f": world.reports["goosefoot-1"]}
        world.own[f"outer_circle:{page}", "release_id"] = found


def _outcomes(world: World, which: str) -> None:
    """Of the Circle that goes on: after its start."""
    cast, staff, today = world.cast, world.cast.users[STAFF[which]], world.cast.now.date()
    circle = cast.circle_1 if which == "1" else cast.circle_2
    common = {"circle": circle, "area": circle.area}
    found = {"core_member": _person(world, which), "recorded_at": cast.now, "recorded_by": staff, **common}
    check = Check.objects.create(
        source="police", evidence="confirmed", searched_from=today - timedelta(days=90), searched_to=today,
        checked_on=today, found_nothing=False, notification="kept", **found,
    )  # fmt: skip
    Event.objects.create(check_of=check, kind="arrest", nature="not_known", **common)
    CheckWords.objects.create(check_of=check, text=f"Asked about the whooper-{which}", **common)
    Circumstances.objects.create(
        as_of=today, housing="own", work="not_known", relationship="partner", benefits="no", **found
    )
    world.add("check_id", which, check.pk)
    world.behind[f"whooper-{which}"] = check.pk
