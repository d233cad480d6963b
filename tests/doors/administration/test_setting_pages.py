"""The charity's own choices, its lists and its practice standard."""

from datetime import date, timedelta

from bs4 import BeautifulSoup
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.doors.administration.standard_forms import CLOCKS, GROUPS, STEPS
from encircle.foundations.audit.models import Entry
from encircle.rooms.briefings.actions.agreeing import present_points
from encircle.rooms.briefings.models import AgreementTemplate
from encircle.rooms.organisation.actions.standard import Clocks
from encircle.rooms.organisation.models import (
    Area,
    Charity,
    ClosureDay,
    KindStandard,
    PracticeStandard,
    Topic,
)
from encircle.rooms.organisation.queries import criteria_for, kind_standard
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner


def to(name, *args):
    return reverse(f"administration:{name}", args=args)


def page(answer):
    return BeautifulSoup(answer.content, "html.parser")


def faults(answer):
    assert answer.status_code == 422
    return [fault.get_text() for fault in page(answer).select(".govuk-error-summary__list li")]


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


def test_the_name_colour_and_number_are_changed_and_traced_by_their_names_alone(db):
    cast = plant_cast()
    form = {"name": " New  Circles", "colour": "1D5C6B", "out_of_hours_number": "01632 960111"}
    assert signed_in(cast.adam).post(to("look"), form).status_code == 302
    with as_owner():
        charity = Charity.objects.get()
        assert (charity.name, charity.colour, charity.out_of_hours_number) == ("New Circles", "#1d5c6b", "01632 960111")
        (entry,) = Entry.objects.filter(item_type="organisation.charity")
        assert (entry.verb, entry.fields, entry.detail) == ("changed", ["name", "colour", "out_of_hours_number"], "")


def test_a_colour_nobody_could_read_is_refused(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    for colour, why in (
        ("#ffee88", "Choose a darker colour: words in this one would be hard to read on a light page"),
        ("blue", "Enter a colour as six digits, like #1d5c6b"),
    ):
        assert faults(client.post(to("look"), {"name": "C", "colour": colour, "out_of_hours_number": ""})) == [why]


def test_what_may_be_shared_is_a_choice_and_is_never_nothing(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    assert faults(client.post(to("sharing"), {})) == ["Select at least one part"]
    form = {
        "shared_parts": ["with_core_member", "contact"],
        "blocks_without_agreement": "on",
        "second_person_for_corrections": "on",
        "answers_exact_reference": "on",
    }
    assert faults(client.post(to("sharing"), form)) == ["Say why this is changed"]
    form |= {"why": "The partnership board asked for it."}
    assert client.post(to("sharing"), form).status_code == 302
    kept = " ".join(BeautifulSoup(client.get(to("settings")).content, "html.parser").main.get_text(" ").split())
    assert "From with the core member to with the core member and contact between meetings." in kept
    assert "The partnership board asked for it." in kept
    with as_owner():
        charity = Charity.objects.get()
        assert charity.shared_parts == ["with_core_member", "contact"]
        assert (
            charity.blocks_without_agreement,
            charity.second_person_for_corrections,
            charity.answers_exact_reference,
        ) == (True, True, True)


def test_how_long_a_page_may_wait_has_its_limits(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    assert faults(client.post(to("idle"), {"staff_idle_minutes": 2, "volunteer_idle_minutes": 600})) == [
        "Staff must be 5 or more",
        "Volunteers and professionals must be 240 or less",
    ]
    assert client.post(to("idle"), {"staff_idle_minutes": 20, "volunteer_idle_minutes": 90}).status_code == 302
    with as_owner():
        charity = Charity.objects.get()
        assert (charity.staff_idle_minutes, charity.volunteer_idle_minutes) == (20, 90)


def test_an_area_is_added_once_and_renamed(db):
    cast = plant_cast()
    client, form = signed_in(cast.adam), {"once": new_id(), "name": "Avon and Somerset"}
    for _ in range(2):
        assert client.post(to("area_new"), form).status_code == 302
    assert faults(client.post(to("area_new"), {"once": new_id(), "name": "Dorset"})) == [
        "There is an area of this name already"
    ]
    with as_owner():
        assert Area.objects.get(name="Avon and Somerset").code == "avon-and-somerset"
    assert client.post(to("area", cast.areas["a"].pk), {"once": new_id(), "name": "Devon"}).status_code == 302
    with as_owner():
        assert set(Area.objects.values_list("name", flat=True)) == {"Avon and Somerset", "Devon", "Dorset"}


def test_a_topic_is_added_at_the_end_moved_reworded_retired_and_brought_back(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    client.post(to("topic_new"), {"name": "Money and debts", "hint": "", "part": "with_core_member"})
    client.post(to("topic_place", "money-and-debts"))
    client.post(to("topic", "money-and-debts"), {"name": "Money", "hint": "Wages, benefits, debts"})
    client.post(to("topic_retirement", "housing"))
    with as_owner():
        present = Topic.objects.filter(retired_at=None).order_by("position").values_list("code", flat=True)
        assert list(present) == [
            "preparation",
            "week",
            "health",
            "relationships",
            "debrief",
            "money-and-debts",
            "contact",
        ]
        assert Topic.objects.get(pk="money-and-debts").name == "Money"
    assert "Housing" in page(client.get(to("topics"))).get_text()
    client.post(to("topic_return", "housing"))
    with as_owner():
        assert Topic.objects.get(pk="housing").retired_at is None


def test_the_last_topic_of_a_part_stays_and_two_topics_never_share_a_name(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    answer = client.post(to("topic_retirement", "debrief"), follow=True)
    assert "Keep at least one topic for “Volunteers' debrief”" in page(answer).get_text()
    with as_owner():
        assert Topic.objects.get(pk="debrief").retired_at is None
    assert faults(client.post(to("topic_new"), {"name": "HOUSING", "hint": "", "part": "contact"})) == [
        "There is a topic of this name already. Bring it back if it was retired"
    ]


def test_closure_days_come_and_go_and_bank_holidays_are_known(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    christmas = {**day("day", date(2026, 12, 25)), "name": "Christmas"}
    assert faults(client.post(to("closure_days"), christmas)) == ["That day is a bank holiday already: Christmas Day"]
    training = {**day("day", date(2026, 12, 29)), "name": "Training day"}
    assert client.post(to("closure_days"), training).status_code == 302
    assert faults(client.post(to("closure_days"), training)) == ["This day is in the list already"]
    with as_owner():
        assert list(ClosureDay.objects.values_list("day", "name")) == [(date(2026, 12, 29), "Training day")]
    for _ in range(2):
        assert client.post(to("closure_day_removal", date(2026, 12, 29))).status_code == 302
    with as_owner():
        assert not ClosureDay.objects.exists()
    assert client.post("/administration/closure-days/2026-02-31/removal").status_code == 404


def standard(client, **more):
    form = page(client.get(to("standard_new")))
    filled = {box["name"]: box["value"] for box in form.select("main input[name]") if box["type"] != "submit"}
    return {name: value for name, value in filled.items() if name != "csrfmiddlewaretoken"} | more


def test_a_new_standard_takes_over_from_its_day_and_the_old_one_stays(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    today = in_london(cast.now).date()
    form = standard(client, minutes_due_hours=72, minutes_chase_hours="24, 60", **day("in_force_from", today))
    for _ in range(2):
        assert client.post(to("standard_new"), form).status_code == 302
    with as_owner():
        assert PracticeStandard.objects.count() == 2
        newest = PracticeStandard.objects.latest("in_force_from")
        assert (newest.minutes_due_hours, newest.minutes_chase_hours, newest.set_by_id) == (72, [24, 60], cast.olga.pk)
    shown = page(client.get(to("standard"))).get_text(" ", strip=True)
    assert "Imminent danger: an agency told acknowledges within 1 hour Serious" in shown
    assert "72 hours" in shown
    assert "From 1 January 2020" in shown


def test_what_a_standard_to_come_changes_is_said_lists_of_numbers_with_it(db):
    cast = plant_cast()
    client, to_come = signed_in(cast.olga), in_london(cast.now).date() + timedelta(days=9)
    form = standard(client, quorum=3, minutes_chase_hours="24, 40", **day("in_force_from", to_come))
    assert client.post(to("standard_new"), form).status_code == 302
    said = [one.get_text() for one in page(client.get(to("standard"))).select("main .govuk-list--bullet li")]
    assert said == [
        "Fewest volunteers at a meeting 3 volunteers (before: 2 volunteers)",
        "Volunteers are reminded after 24, 40 hours (before: 24, 40, 47 hours)",
    ]


def test_a_standard_never_reaches_back_and_its_clocks_have_to_make_sense(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    yesterday = in_london(cast.now).date() - timedelta(days=1)
    wrong = standard(
        client, minutes_due_hours=24, climb_to_manager_hours=2, quorum=9, **day("in_force_from", yesterday)
    )
    assert faults(client.post(to("standard_new"), wrong)) == ["Fewest volunteers at a meeting must be 6 or less"]
    assert faults(client.post(to("standard_new"), {**wrong, "quorum": 2})) == [
        "The first day must be today or later",
        "Enter hours from the earliest to the latest, all before the minutes are due",
        "This must not be sooner than the senior coordinator is asked",
    ]
    today = in_london(cast.now).date()
    assert client.post(to("standard_new"), standard(client, **day("in_force_from", today))).status_code == 302
    assert faults(client.post(to("standard_new"), standard(client, **day("in_force_from", today)))) == [
        "There is a standard from that day already, and it cannot be changed. Choose another day"
    ]


def of_kind(client, kind, **changed):
    """The form about one kind as it is filled in, with some of it changed."""
    asked = page(client.get(to("kind_standard", kind))).select_one("main form")
    fields = {}
    for one in asked.select("input[name]"):
        if one.get("type") not in ("checkbox", "radio") or one.has_attr("checked"):
            fields.setdefault(one["name"], []).append(one.get("value", "on"))
    return {**fields, **changed}


def test_what_differs_for_a_kind_is_set_by_the_manager_from_a_day_on(db):
    cast = plant_cast()
    client, to_come = signed_in(cast.olga), in_london(cast.now).date() + timedelta(days=9)
    wanted = {"most_volunteers": 4, "months": 14, "needs_carers": "on", "expected_agencies": ["youth_justice"]}
    form = of_kind(client, "young", **wanted, **day("in_force_from", to_come))
    assert faults(client.post(to("kind_standard", "young"), {**form, "least_volunteers": 5})) == [
        "Enter a number from the least to 12"
    ]
    for _ in range(2):
        assert client.post(to("kind_standard", "young"), form).status_code == 302
    with as_owner():
        before, after = kind_standard("young", on=in_london(cast.now).date()), kind_standard("young", on=to_come)
        assert (before.months, before.expected_agencies) == (12, [])
        assert (after.most_volunteers, after.months, after.expected_agencies) == (4, 14, ["youth_justice"])
        assert "young" in after.referral_sections
        assert KindStandard.objects.filter(kind="young").count() == 2
    assert "Other rules are set from" in page(client.get(to("standard"))).get_text()
    again = of_kind(client, "young", **day("in_force_from", to_come))
    assert faults(client.post(to("kind_standard", "young"), again)) == [
        "Something is set for this kind from that day already, and it cannot be changed. Choose another day"
    ]
    assert client.get(to("kind_standard", "nonsense")).status_code == 404


def test_whether_a_kind_keeps_a_release_date_is_set_from_a_day_on(db):
    cast = plant_cast()
    client, today = signed_in(cast.olga), in_london(cast.now).date()
    to_come = today + timedelta(days=9)
    form = of_kind(client, "prison", has_release_date="on", **day("in_force_from", to_come))
    assert client.post(to("kind_standard", "prison"), form).status_code == 302
    with as_owner():
        kept = [kind_standard("prison", on=on).has_release_date for on in (today, to_come)]
    assert kept == [False, True]
    assert "A planned release date" in page(client.get(to("standard"))).get_text()


def test_every_number_of_the_standard_stands_under_one_heading():
    names = [name for under in GROUPS.values() for name in under]
    assert sorted(names) == sorted([*CLOCKS, *STEPS]) == sorted(Clocks.__dataclass_fields__)


def test_the_numbers_of_a_kind_are_kept_in_order_and_inside_their_limits(db):
    cast = plant_cast()
    client, today = signed_in(cast.olga), in_london(cast.now).date()
    numbers = {"follow_up_months_after_end": "24, 6, 6", "follow_up_months_after_start": "", "briefing_open_days": 5}
    form = of_kind(client, "adapted", **numbers, **day("in_force_from", today))
    wrong = {**form, "briefing_open_days": 91, "follow_up_months_after_start": "soon"}
    assert faults(client.post(to("kind_standard", "adapted"), wrong)) == [
        "Volunteers can open a briefing pack for must be 90 or less",
        "Enter whole numbers of months divided by commas, like 2, 4, 6",
    ]
    assert faults(client.post(to("kind_standard", "adapted"), {**form, "follow_up_months_after_end": "6, 121"})) == [
        "Enter months from 1 to 120, from the earliest to the latest"
    ]
    assert client.post(to("kind_standard", "adapted"), form).status_code == 302
    with as_owner():
        found = kind_standard("adapted", on=today)
    assert (found.follow_up_months_after_start, found.follow_up_months_after_end) == ([], [6, 24])
    assert (found.briefing_open_days, found.easy_read, found.review_every_months) == (5, True, 3)


def test_criteria_are_asked_from_one_day_to_another(db):
    cast = plant_cast()
    client, today = signed_in(cast.olga), in_london(cast.now).date()
    assert client.get(to("criteria")).status_code == 200
    form = {"once": new_id(), "words": "Has a heron", "hint": "", "kinds": ["adult"], **day("starts_on", today)}
    assert faults(client.post(to("criterion_new"), {**form, "words": " ", "kinds": []})) == [
        "Enter the criterion",
        "Select at least one kind of Circle",
    ]
    for _ in range(2):
        client.post(to("criterion_new"), form)
    with as_owner():
        (heron,) = criteria_for("adult", on=today)
        assert (heron.words, criteria_for("young", on=today)) == ("Has a heron", [])
    past = day("ends_on", today - timedelta(days=1))
    assert faults(client.post(to("criterion_ending", heron.pk), past)) == ["The last day must be today or later"]
    client.post(to("criterion_ending", heron.pk), day("ends_on", today))
    with as_owner():
        assert criteria_for("adult", on=today) == [heron]
        assert criteria_for("adult", on=today + timedelta(days=1)) == []
    assert "Until" in page(signed_in(cast.adam).get(to("criteria"))).get_text()
    assert signed_in(cast.adam).get(to("criterion_new")).status_code == 404


def test_the_first_page_says_what_is_missing(db):
    cast = plant_cast()
    with as_owner():
        Charity.objects.update(out_of_hours_number="")
        Area.objects.create(name="Powys", code="powys")
    items = page(signed_in(cast.adam).get(to("home"))).select(".govuk-task-list__item")
    said = {
        item.select_one("a").get_text(): item.select_one(".govuk-task-list__status").get_text(strip=True)
        for item in items
    }
    assert said == {
        "Invitations": "None waiting",
        "People who can approve a reset": "2",
        "Senior coordinator": "1",
        "Safeguarding lead": "1",
        "Data-protection lead": "1",
        "Areas and their coordinators": "1 without",
        "Name and colour": "Done",
        "Out-of-hours telephone number": "To do",
        "Topics": "Done",
        "Practice standard": "To read",
        "Closure days": "As needed",
    }


def test_the_charitys_own_words_stand_in_agreements_written_from_then_on(db):
    cast = plant_cast()
    client = signed_in(cast.olga)
    shown = page(client.get(to("circle_agreement_words")))
    assert "We meet every week, and we tell" in shown.select_one("textarea").text
    once = shown.select_one('input[name="once"]')["value"]
    assert faults(client.post(to("circle_agreement_words"), {"once": once, "points": " "})) == [
        "Enter what everybody agrees to",
        "Enter what everybody agrees to in easy read",
    ]
    for _ in range(2):
        told = {"once": once, "points": "We are on time.\n\nWe listen.", "easy_points": "Be on time.\nListen."}
        assert client.post(to("circle_agreement_words"), told).status_code == 302
    with as_owner():
        assert present_points(cast.circle_1, cast.now) == ("We are on time.", "We listen.")
        cast.circle_1.kind = "adapted"
        assert present_points(cast.circle_1, cast.now) == ("Be on time.", "Listen.")
        assert AgreementTemplate.objects.count() == 1
    assert "by Olga Quillfeather" in page(client.get(to("circle_agreement_words"))).main.get_text()
