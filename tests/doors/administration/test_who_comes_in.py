"""The administration door: who finds which page, and that the administrator meets no case behind it."""

import pytest
from django.urls import reverse

from encircle.common.ids import new_id
from encircle.doors.administration.urls import urlpatterns
from encircle.foundations.access.models import Appointment
from encircle.foundations.access.vocabulary import Role
from encircle.foundations.accounts.models import AccountChange, User
from encircle.rooms.organisation.models import Criterion
from encircle.rooms.people.models import CoreMember
from encircle.rooms.records.importing.models import ImportRun
from encircle.rooms.recruiting.models import VolunteerCriterion
from encircle.rooms.training.models import Course, Exercise
from encircle.rooms.training.models import Criterion as LookedForCriterion
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

# Pages only the operations manager has; the administrator has every other.
MANAGERS = {
    "covering",
    "standard_new",
    "kind_standard",
    "criterion_new",
    "eligibility_new",
    "forming_weights_new",
    "volunteer_conditions_new",
    "volunteer_agreement_new",
    "criterion_ending",
    "course_new",
    "expense_terms_new",
    "course",
    "course_ending",
    "interview_criterion_new",
    "interview_criterion_ending",
    "exercises",
    "exercise_new",
    "exercise_ending",
    "looked_for_new",
    "looked_for_ending",
    "agreement_words_new",
    "circle_agreement_words",
    "question_set_new",
    "clauses",
    "imports",
    "import_template",
    "gaps",
    "import",
    "import_confirmation",
    "import_removal",
    "import_answer",
}
POSTED = {
    "invitation_again",
    "invitation_withdrawal",
    "restoration",
    "change_approval",
    "change_refusal",
    "topic_retirement",
    "topic_return",
    "topic_place",
    "closure_day_removal",
    "import_confirmation",
    "import_removal",
}


def addresses(cast):
    """Every page of the door, pointing at something real."""
    with as_owner():
        tess = Appointment.objects.get(user=cast.tess, role=Role.TRUSTEE)
        change = AccountChange.objects.create(
            user=cast.vera, kind="factors", reason="She rang us", asked_by=cast.olga, asked_at=cast.now
        )
        criterion = Criterion.objects.create(words="Has a rowing boat", kinds=["adult"], position=1)
        course = Course.objects.create(code="boat", name="Rowing")
        exercise = Exercise.objects.create(words="Rows", position=1)
        looked_for = LookedForCriterion.objects.create(words="Keeps dry", position=1)
        interview = VolunteerCriterion.objects.create(words="Can swim", position=1)
    given = {
        "criterion_id": criterion.pk,
        "course_id": course.pk,
        "exercise_id": exercise.pk,
        "looked_for_id": looked_for.pk,
        "interview_criterion_id": interview.pk,
        "user_id": cast.tess.pk,
        "appointment_id": tess.pk,
        "change_id": change.pk,
        "area_id": cast.areas["a"].pk,
        "code": "health",
        "kind": "adult",
        "run_id": new_id(),
        "day": cast.now.date(),
        "audience": "adult",
        "style": "standard",
        "slug": "referrer",
    }
    return {
        one.name: reverse(f"administration:{one.name}", kwargs={name: given[name] for name in one.pattern.converters})
        for one in urlpatterns
    }


def answers(client, pages):
    return {name: client.get(page).status_code for name, page in pages.items()}


def test_the_operations_manager_and_the_administrator_find_their_pages(db):
    cast = plant_cast()
    pages = addresses(cast)
    found = {name: 405 if name in POSTED else 200 for name in pages} | {"import": 404, "import_answer": 404}
    assert answers(signed_in(cast.olga), pages) == found
    assert answers(signed_in(cast.adam), pages) == {
        name: 404 if name in MANAGERS and status != 405 else status for name, status in found.items()
    }


@pytest.mark.parametrize("key", ["cora", "sena", "dana", "tess", "vera", "omar", "xena", "nina"])
def test_for_everybody_else_no_page_exists(db, key):
    cast = plant_cast()
    pages = addresses(cast)
    client = signed_in(cast.users[key])
    assert set(answers(client, pages).values()) <= {404, 405}
    posted = {name: client.post(page).status_code for name, page in pages.items() if name != "import_template"}
    assert set(posted.values()) <= {404, 405}
    assert {name for name, status in posted.items() if status == 405} & POSTED == set()


def test_signed_out_every_page_leads_to_the_same_place(db, client):
    cast = plant_cast()
    found = {client.get(page).headers["Location"].split("?")[0] for page in addresses(cast).values()}
    assert found == {"/sign-in/"}


CASES = ("Hazelgrove", "Mossbank", "Circle 1", "Circle 2", "heron", "osprey", "Invented Hall", "probation.example")


def test_the_administrator_meets_no_case_on_any_page(db):
    cast = plant_cast()
    with as_owner():
        CoreMember.objects.update(known_as="Kestrel-canary")
    client = signed_in(cast.adam)
    for name, page in addresses(cast).items():
        body = client.get(page).content.decode()
        assert [word for word in (*CASES, "Kestrel-canary", cast.circle_1.reference) if word in body] == [], name


def test_the_canaries_would_be_seen_if_they_were_there(db):
    cast = plant_cast()
    body = signed_in(cast.olga).get(reverse("administration:gaps")).content.decode()
    assert "Circle 2" in body
    assert "Invited" in signed_in(cast.adam).get(reverse("administration:people")).content.decode()


def test_an_administrator_who_is_suspended_finds_nothing(db):
    cast = plant_cast()
    client = signed_in(cast.adam)
    with as_owner():
        User.objects.filter(pk=cast.adam.pk).update(suspended_at=cast.now, suspended_by=cast.olga)
    assert client.get(reverse("administration:home")).status_code in (302, 404)


def test_an_import_of_somebody_else_does_not_exist(db):
    cast = plant_cast()
    with as_owner():
        run = ImportRun.objects.create(
            user=cast.sena, sent_at=cast.now, expires_at=cast.now.replace(year=cast.now.year + 1), rows=1, workbook=b"x"
        )
    for name in ("import", "import_answer"):
        assert signed_in(cast.olga).get(reverse(f"administration:{name}", args=[run.pk])).status_code == 404
