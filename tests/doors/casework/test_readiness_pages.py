"""Who is ready for a Circle, through the pages: what is missing, exceptions, papers and signatures."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id, new_reference
from encircle.rooms.circles.models import Seat
from encircle.rooms.readiness.models import DatedException, ExceptionWords, Paper, Requirement, Signing, Wording
from encircle.rooms.training.models import Completion
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner

from .test_people_pages import boxes, words

WHY = "The new certificate is on its way: dunlin-7."


@pytest.fixture
def cast(db):
    cast = plant_cast()
    with as_owner():
        for kind in ("adult", "young"):
            Requirement.objects.create(kind=kind, conditions=["references", "training"], in_force_from=date(2002, 1, 1))
        Wording.objects.create(title="Between us", lines="I will:\ncome", in_force_from=date(2002, 1, 1))
    return cast


def address(name, *args, door="casework"):
    return reverse(f"{door}:{name}", args=args)


def today(cast):
    return in_london(cast.now).date()


def wren(cast, number=1):
    with as_owner():
        return Volunteer.objects.create(
            reference=new_reference("V"), area=cast.areas["a"], given_name="Wren", family_name=f"Birchall {number}",
            email=f"wren{number}@people.example", joined_on=today(cast),
        )  # fmt: skip


def is_ready(cast, volunteer):
    common = {"volunteer": volunteer, "area": volunteer.area, "by": cast.cora, "at": cast.now}
    with as_owner():
        Completion.objects.create(completed_on=today(cast), **common)
        Paper.objects.create(condition="references", dated_on=today(cast), **common)


def except_from(cast, volunteer, condition="training", days=20):
    with as_owner():
        row = DatedException.objects.create(
            volunteer=volunteer, area=volunteer.area, by=cast.olga, at=cast.now, kind="adult", condition=condition,
            starts_on=today(cast), ends_on=today(cast) + timedelta(days=days),
        )  # fmt: skip
        ExceptionWords.objects.create(exception=row, volunteer=volunteer, area=volunteer.area, text=WHY)
    return row


def asked(cast, **more):
    return {
        "once": str(new_id()), "kind": "adult", "condition": "training", "why": WHY,
        **boxes("ends_on", today(cast) + timedelta(days=30)),
    } | more  # fmt: skip


def test_a_volunteers_page_says_for_each_kind_what_is_missing(cast):
    page = words(signed_in(cast.cora).get(address("volunteer", wren(cast).pk)))
    assert "Not ready. Needed: two satisfactory references; the basic training" in page


def test_the_page_of_one_volunteer_shows_where_each_condition_stands_and_why_there_is_an_exception(cast):
    one = wren(cast)
    except_from(cast, one)
    page = words(signed_in(cast.cora).get(address("volunteer_readiness", one.pk)))
    assert ("Missing: two satisfactory references" in page, "An exception holds until" in page) == (True, True)
    assert (WHY in page, "Olga Quillfeather" in page) == (True, True)
    assert signed_in(cast.colin).get(address("volunteer_readiness", one.pk)).status_code == 404


def test_a_seat_form_names_who_is_not_ready_and_refuses_them_beside_the_field(cast):
    ready, other = wren(cast, 1), wren(cast, 2)
    is_ready(cast, ready)
    cora, form = signed_in(cast.cora), address("new_volunteer_seat", cast.circle_1.pk)
    page = cora.get(form).content.decode()
    assert '<optgroup label="Not ready yet">' in page
    assert page.index('label="Not ready yet"') < page.index(f'<option value="{other.pk}"')
    assert page.index(f'<option value="{ready.pk}"') < page.index('label="Not ready yet"')
    refused = cora.post(form, {"volunteer": str(other.pk), "sees": "joining"})
    assert refused.status_code == 422
    assert "Wren Birchall 2 is not ready for this kind of Circle. Needed: two satisfactory references" in words(refused)
    assert cora.post(form, {"volunteer": str(ready.pk), "sees": "joining"}).status_code == 302
    with as_owner():
        assert list(Seat.objects.filter(volunteer__in=(ready, other)).values_list("volunteer", flat=True)) == [ready.pk]


def test_the_form_that_opens_a_circle_says_who_is_not_ready(cast):
    one = wren(cast)
    page = words(signed_in(cast.cora).get(address("new_circle") + "?area=devon-cornwall&kind=young"))
    assert f"{one.reference}. Not ready. Needed: two satisfactory references; the basic training" in page


def test_a_senior_makes_an_exception_and_ends_it(cast):
    one, sena = wren(cast), signed_in(cast.sena)
    assert signed_in(cast.cora).get(address("exception_new", one.pk)).status_code == 403
    too_late = sena.post(
        address("exception_new", one.pk), asked(cast, **boxes("ends_on", today(cast) + timedelta(400)))
    )
    assert (too_late.status_code, WHY in words(too_late)) == (422, True)  # nothing typed is lost
    given = asked(cast)
    for _ in range(2):
        assert sena.post(address("exception_new", one.pk), given).status_code == 302
    with as_owner():
        (row,) = DatedException.objects.all()
        assert (row.by_id, row.condition, row.ends_on) == (cast.sena.pk, "training", today(cast) + timedelta(days=30))
    for _ in range(2):
        assert sena.post(address("exception_ending", row.pk)).status_code == 302
    with as_owner():
        assert DatedException.objects.get().ends_on == today(cast)


def test_papers_and_a_signature_on_paper_are_noted_with_their_days(cast):
    one, cora = wren(cast), signed_in(cast.cora)
    paper = {"once": str(new_id()), "condition": "references", **boxes("dated_on", date(2019, 5, 4))}
    assert cora.post(address("paper_noted", one.pk), paper).status_code == 302
    signed = {"once": str(new_id()), **boxes("signed_on", today(cast) - timedelta(days=3))}
    assert cora.post(address("agreement_keyed", one.pk), signed).status_code == 302
    again = cora.post(address("agreement_keyed", one.pk), signed | {"once": str(new_id())})
    assert (again.status_code, "They have signed these words already" in words(again)) == (422, True)
    with as_owner():
        assert Paper.objects.get().dated_on == date(2019, 5, 4)
        row = Signing.objects.get()
        assert (row.how, row.signed_on, row.at.date()) == ("paper", today(cast) - timedelta(days=3), today(cast))


def test_a_paper_noted_by_mistake_is_taken_back_with_why_and_stays_to_be_seen(cast):
    one, cora = wren(cast), signed_in(cast.cora)
    paper = {"once": str(new_id()), "condition": "references", **boxes("dated_on", date(2019, 5, 4))}
    cora.post(address("paper_noted", one.pk), paper)
    with as_owner():
        page = address("paper_taken_back", Paper.objects.get().pk)
    assert f'href="{page}"' in cora.get(address("volunteer_readiness", one.pk)).content.decode()
    assert "Select why it was a mistake" in words(cora.post(page, {"once": str(new_id())}))
    assert cora.post(page, {"once": str(new_id()), "because": "another_day"}).status_code == 302
    after = cora.get(address("volunteer_readiness", one.pk))
    assert "The day on it was wrong" in words(after)
    assert f'href="{page}"' not in after.content.decode()
    assert cora.get(page).status_code == 404
    again = paper | {"once": str(new_id())} | boxes("dated_on", date(2019, 5, 5))
    assert cora.post(address("paper_noted", one.pk), again).status_code == 302


def test_exceptions_stand_by_the_day_they_end(cast):
    late, soon = wren(cast, 1), wren(cast, 2)
    except_from(cast, late, days=50)
    except_from(cast, soon, days=5)
    page = words(signed_in(cast.cora).get(address("exceptions")))
    assert page.index("Wren Birchall 2") < page.index("Wren Birchall 1")
    assert WHY not in page
    assert "Wren Birchall" not in words(signed_in(cast.colin).get(address("exceptions")))


def test_the_pages_take_as_many_reads_for_one_as_for_three(cast):
    client = signed_in(cast.cora)
    one = wren(cast)
    pages = (
        address("exceptions"), address("volunteer_readiness", one.pk),
        address("new_volunteer_seat", cast.circle_1.pk), address("new_circle") + "?area=devon-cornwall&kind=young",
    )  # fmt: skip
    counts = []
    for more in (1, 2):
        for number in range(more):
            except_from(cast, wren(cast, more * 10 + number))
            except_from(cast, one, days=more + number)
        counts.append([_reads(client, page) for page in pages])
    assert counts == [counts[0], counts[0]]
    assert counts[0] == [12, 17, 21, 17]


def _reads(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


# --- the volunteer's own ---


def test_a_volunteer_reads_what_they_still_need_in_kind_words_and_signs(cast):
    with as_owner():
        Requirement.objects.create(kind="adult", conditions=["agreement"], in_force_from=date(2003, 1, 1))
        Requirement.objects.create(kind="young", conditions=["agreement"], in_force_from=date(2003, 1, 1))
    vera, home = signed_in(cast.vera), address("own_readiness", door="volunteering")
    sign = address("own_agreement", door="volunteering")
    assert "Please read the agreement between us and sign it" in words(vera.get(home))
    assert vera.post(sign, {"once": str(new_id())}).status_code == 422
    assert vera.post(sign, {"once": str(new_id()), "agrees": "on"}).status_code == 302
    assert ("Nothing. You are ready" in words(vera.get(home)), "You signed this on" in words(vera.get(sign))) == (
        True,
        True,
    )


def test_a_volunteer_reads_of_an_exception_its_last_day_and_never_why(cast):
    except_from(cast, cast.volunteers["vera"])
    page = words(signed_in(cast.vera).get(address("own_readiness", door="volunteering")))
    assert ("You can be in your Circle without it until" in page, WHY in page) == (True, False)


# --- the charity's own ---


def test_an_operations_manager_sets_what_is_asked_and_the_words(cast):
    olga = signed_in(cast.olga)
    page = address("volunteer_conditions_new", "adult", door="administration")
    given = {"once": str(new_id()), "conditions": ["check"], **boxes("in_force_from", today(cast))}
    assert olga.post(page, given).status_code == 302
    words_page = address("volunteer_agreement_new", door="administration")
    new = {"once": str(new_id()), "title": "Together", "lines": "I come", **boxes("in_force_from", today(cast))}
    assert olga.post(words_page, new).status_code == 302
    listed = words(olga.get(address("volunteer_conditions", door="administration")))
    assert ("DBS check" in listed, "Together" in listed) == (True, True)
    assert signed_in(cast.adam).get(page).status_code == 404
