"""Whatever is changed after the fact shows old, new, who, when and why; the catalogue knows of no other way."""

from datetime import date, time

import pytest

from encircle.common.errors import Invalid, NotFound
from encircle.common.ids import new_id
from encircle.foundations.access.apply import declared_tables
from encircle.foundations.corrections.keeping import Record, keep_correction, said
from encircle.foundations.corrections.models import Correction, CorrectionWords
from encircle.foundations.corrections.queries import open_corrections, times_corrected
from encircle.rooms.circles.actions.details import Details as CircleDetails
from encircle.rooms.circles.actions.details import change_details
from encircle.rooms.partners.actions import AgencyDetails, change_agency, change_agreement, change_professional
from encircle.rooms.people.actions import Details, change_core_member
from encircle.rooms.volunteers.actions import Details as VolunteerDetails
from encircle.rooms.volunteers.actions import change_volunteer
from tests.cast import acting, plant_cast
from tests.support.database import as_owner

WHY = "Misheard on the telephone"
# Columns whose change leaves a correction: table -> columns.
CORRECTED = {
    "circles_circle": {"name", "venue_id", "weekday", "slot_time", "meeting_minutes"},
    "people_coremember": {"given_name", "family_name", "known_as", "born_on"},
    "volunteers_volunteer": {"given_name", "family_name", "email", "phone"},
    "partners_agency": {"name", "kind", "email_domains"},
    "partners_agencyagreement": {"ends_on", "review_on"},
    "partners_professional": {"name", "job_title", "phone"},
    "received_mappameeting": {"attendance", "next_on"},
}
LOGIN = {"user_id": "somebody is invited to sign in"}
MOVED = {"area_id": "an import moves a person to another area; its report says so"}
LEFT = "the last day, recorded as they leave; traced"
# Columns that are a step of the work, each with its reason: nothing that was said is said otherwise by it.
STEPS = {
    "circles_phase": {"ends_at": "a phase ends as the next begins"},
    "circles_pause": {"ends_at": "a pause ends; its days of return are rows of their own"},
    "circles_goal": {"ended_at": "a goal ends"},
    "circles_seat": {
        "ends_at": "a seat ends", "sees_from": "earlier meetings are opened on purpose, and traced",
        "position": "an import says what they are", "display_name": "an import says who they are",
        "letter": "an import says who they are",
    },
    "people_coremember": LOGIN | MOVED,
    "people_carer": LOGIN | {
        "ends_at": "a carer's part ends", "name": "an import says who they are",
        "standing": "an import says who they are", "consent_required": "an import says who they are",
    },
    "volunteers_volunteer": LOGIN | MOVED | {
        "left_on": LEFT, "joined_on": "empty while somebody applies; set once, as they are accepted",
        "ends_at": LEFT, "returned_at": "somebody comes back; their periods are rows of their own",
    },
    "leaving_wish": {"withdrawn_at": "a wish to stop is taken back by whoever had it, or as they told staff"},
    "forming_keepclear": {"withdrawn_at": "what a volunteer keeps clear of is taken back by whoever said it"},
    "partners_professional": LOGIN | {"ends_at": LEFT},
    "readiness_datedexception": {"ends_on": "an exception ends early, and is traced"},
    "recruiting_sectiondraft": dict.fromkeys(
        ("answers", "done", "revision", "saved_at"), "a draft: what is submitted is frozen"
    ),
    "recruiting_volunteercriterion": {"ends_on": "a criterion ends; it is never reworded"},
    "recruiting_submission": {"asked_apart": "set once, as the questions apart are finished"},
    "referrals_holder": {"ends_at": "a draft passes on"},
    "referrals_sectiondraft": dict.fromkeys(
        ("answers", "done", "revision", "saved_at", "saved_by_id"), "a draft: what is submitted is frozen"
    ),
    "meetings_minutesdraft": dict.fromkeys(
        ("revision", "body", "edited_by_id", "edited_at", "returned"), "a draft: what is submitted is frozen"
    ),
    "meetings_meeting": {
        **dict.fromkeys(("starts_at", "ends_at", "venue_id"), "a move is a row of its own, with before and after"),
        **dict.fromkeys(("cancelled_at", "cancelled_by_id", "cancel_reason"), "a meeting is cancelled once"),
        **dict.fromkeys(("outcome", "held_from", "held_until", "recorded_by_id"), "recorded with the minutes"),
        "minutes_elsewhere": "its minutes are kept on paper",
    },
    "meetings_attendance": dict.fromkeys(
        ("presence", "minutes_given", "travel_minutes"), "recorded anew: what stood before is kept"
    ),
    "briefings_briefing": dict.fromkeys(
        ("starts_at", "ends_at", "venue_id", "cancelled_at", "cancelled_by_id", "cancel_reason"), "planned anew"
    ),
    "briefings_packopening": dict.fromkeys(("opens_at", "closes_at", "closed_by_id"), "a pack is closed early"),
    "reviews_review": dict.fromkeys(
        ("starts_at", "ends_at", "venue_id", "place", "online", "cancelled_at", "cancelled_by_id", "cancel_reason"),
        "planned anew; a review that was held is a row of its own",
    ),
    "reviews_invitation": {"notified_at": "an invitation is told anew after a move"},
    "sharing_otherground": {"ends_at": "a ground ends"},
    "records_breach": dict.fromkeys(("closed_by_id", "closed_at"), "a breach is closed"),
    "training_conflict": dict.fromkeys(("taken_back_at", "taken_back_by_id"), "noted by mistake: taken back once"),
    "training_course": {
        **dict.fromkeys(("name", "renew_months", "needed_for"), "what the charity offers: about nobody, and traced"),
        "ends_on": "a course is offered no longer",
    },
    "training_criterion": {"ends_on": "a criterion ends; it is never reworded"},
    "training_exercise": {"ends_on": "an exercise ends; it is never reworded"},
    "training_eventpart": dict.fromkeys(
        ("name", "on", "starts", "ends"), "planned anew before it is held: what it was is a row of its own"
    ),
    "training_event": {
        **dict.fromkeys(
            ("first_on", "last_on", "venue_id", "address", "places"), "planned anew: what it was is a row of its own"
        ),
        **dict.fromkeys(("cancelled_at", "cancelled_by_id"), "an event is cancelled once"),
    },
    "messaging_draft": dict.fromkeys(
        ("kind", "subject", "text", "areas", "conditions", "left_out", "not_about_anybody", "saved_at"),
        "a draft: what is sent is never edited",
    ),
    "messaging_supporter": {
        **dict.fromkeys(("name", "email"), "what was wrong is not kept, and the change is traced"),
        **dict.fromkeys(("removed_at", "removed_by_id", "why_removed"), "removed once; who, when and why stand in it"),
    },
    "training_scoredraft": dict.fromkeys(("answers", "saved_at"), "a draft: what is sent is frozen"),
    "expenses_line": dict.fromkeys(("pence", "receipt_id"), "a draft: what is sent is frozen"),
    "support_absence": {"withdrawn_at": "they can come after all"},
    "support_away": {"back_on": "they come back"},
    "support_supervision": {"cancelled_at": "it is cancelled once"},
    "support_supervisionplace": dict.fromkeys(
        ("presence", "recorded_at", "recorded_by_id"), "whether somebody came, recorded once it was held"
    ),
    "support_swapoffer": {
        **dict.fromkeys(("taken_at", "taken_seat_id"), "a turn is taken once"),
        "withdrawn_at": "an offer is taken back",
    },
    "forming_run": dict.fromkeys(
        ("started_at", "done_at", "failed_at", "seconds", "gap", "has_most", "free", "waited", "venues", "left_out"),
        "what the computer found, written by it alone",
    ),
    "risk_openconcern": {"look_at": "the clock's own next look"},
}  # fmt: skip
# Rooms whose tables hold no record of a person or of a Circle: accounts, settings, post, keys, the trace.
ELSEWHERE = (
    "account", "accounts", "access", "audit", "due", "files", "mfa", "organisation", "post",
    "records_externalreference", "records_importrun",
)  # fmt: skip


def changeable():
    return {
        (table.name, column)
        for table in declared_tables()
        for column in table.updates
        if not any(table.name == room or table.name.startswith(f"{room}_") for room in ELSEWHERE)
    }


def test_each_column_that_can_change_leaves_a_correction_or_is_a_named_step():
    """A column that becomes changeable tomorrow fails here until somebody says which it is."""
    corrected = {(table, column) for table, columns in CORRECTED.items() for column in columns}
    steps = {(table, column) for table, columns in STEPS.items() for column in columns}
    assert corrected & steps == set()
    assert changeable() == corrected | steps


@pytest.fixture
def cast(db):
    return plant_cast()


def test_a_field_changed_shows_old_new_who_when_and_why(cast):
    with acting(cast.cora) as cora:
        change_core_member(cast.mark, Details("Marc", cast.mark.family_name, "Mark"), why=WHY, by=cora, at=cora.now)
        at = cora.now
        assert times_corrected([cast.mark.pk]) == {cast.mark.pk: 1}
    with acting(cast.cora) as cora:
        lines = {line.field: line for line in open_corrections(cast.mark.pk, by=cora).lines}
    line = lines["given_name"]
    assert (line.old, line.new, line.why) == (cast.mark.given_name, "Marc", WHY)
    assert (line.by, line.at) == (cast.cora.name, at)


def test_without_a_reason_nothing_is_changed(cast):
    with acting(cast.cora) as cora, pytest.raises(Invalid) as refused:
        change_core_member(cast.mark, Details("Marc", "Other"), by=cora, at=cora.now)
    assert refused.value.errors == {"why": "Say why this is changed"}
    with as_owner():
        assert Correction.objects.count() == 0
        cast.mark.refresh_from_db()
        assert cast.mark.given_name != "Marc"


def test_what_stays_the_same_needs_no_reason_and_leaves_no_row(cast):
    with acting(cast.cora) as cora:
        one = cast.circle_1
        same = CircleDetails(one.name, one.venue_id, one.weekday, one.slot_time, one.meeting_minutes)
        change_details(one, same, by=cora, at=cora.now)
    with as_owner():
        assert Correction.objects.count() == 0


def test_every_action_that_changes_a_record_keeps_what_it_said(cast):
    agency, professional = cast.agencies["health"], cast.professionals["hana"]
    agreement = agency.agreements.model.objects
    with acting(cast.cora) as cora:
        given = {"why": WHY, "by": cora, "at": cora.now}
        one = cast.circle_1
        change_details(one, CircleDetails("Circle Nine", one.venue_id, 2, time(19), 90), **given)
        vera = cast.volunteers["vera"]
        change_volunteer(vera, VolunteerDetails("Veronica", vera.family_name, vera.email, "01632 960001"), **given)
        change_agency(agency, AgencyDetails("A new name", agency.kind, "\n".join(agency.email_domains)), **given)
        change_professional(professional, name="Hana Other", job_title="Nurse", phone="", **given)
        first = agreement.filter(agency=agency).first()
        change_agreement(first, ends_on=None, review_on=date(2031, 1, 1), **given)
    with as_owner():
        kept = set(Correction.objects.values_list("item_type", flat=True))
        assert kept == {
            "circles.circle", "volunteers.volunteer", "partners.agency", "partners.professional",
            "partners.agencyagreement",
        }  # fmt: skip
        words = CorrectionWords.objects.get(item_id=cast.circle_1.pk, correction__field="name")
        assert (words.old, words.new) == (cast.circle_1.name, "Circle Nine")


def test_corrections_are_seen_by_those_who_see_the_record(cast):
    with acting(cast.cora) as cora:
        of = Record(item_type="people.coremember", item_id=cast.mark.pk, area_id=cast.mark.area_id)
        keep_correction(of, {"known_as": "a"}, {"known_as": "b"}, WHY, by=cora, at=cora.now)
    for who in (cast.colin, cast.vera, cast.omar, cast.dana, cast.adam):
        with acting(who) as actor, pytest.raises(NotFound):
            open_corrections(cast.mark.pk, by=actor)
    with acting(cast.cleo):
        assert list(CorrectionWords.objects.all()) == []  # no receipt, no words


def test_nobody_edits_a_correction(cast):
    row = {"item_type": "x", "item_id": new_id(), "area_id": cast.mark.area_id}
    with acting(cast.cora) as cora:
        keep_correction(Record(**row), {"name": "a"}, {"name": "b"}, WHY, by=cora, at=cora.now)
    table = next(one for one in declared_tables() if one.name == "corrections_correction")
    assert (table.append_only, list(table.updates)) == (True, [])


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (date(2026, 3, 1), "1 March 2026"), (time(18, 5), "18:05"), (["a", "b"], "a, b"), (True, "Yes")],
)
def test_a_value_reads_as_people_say_it(value, words):
    assert said(value) == words
