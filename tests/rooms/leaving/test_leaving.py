"""Everything ends at one instant, by the database's clock: what a leaver's browser, letters and identity are worth."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import ProgrammingError, connection, transaction

from encircle.common.errors import Invalid, NotAllowed
from encircle.common.ids import new_id
from encircle.foundations.access.identity import acting_as, person, system
from encircle.foundations.accounts.invitations import NoLongerWorks, find, make_invitation
from encircle.foundations.accounts.leaving import shut
from encircle.foundations.accounts.models import Purpose, Session, User
from encircle.rooms.circles.actions.seating import seat_volunteer
from encircle.rooms.circles.models import Seat
from encircle.rooms.leaving.actions.carrying_out import carry_out_all
from encircle.rooms.leaving.actions.leaving import call_off_leaving
from encircle.rooms.leaving.models import CalledOff, CarriedOut, EndedSeat, Leaving, LeavingWords
from encircle.rooms.leaving.queries import leaving_row, open_leaving, would_end
from encircle.rooms.leaving.vocabulary import Decided, Reason
from encircle.rooms.support.models import SwapOffer
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import acting, plant_cast
from tests.support.client import signed_in
from tests.support.database import as_owner, clock_shifted

from .scene import leave, today

DAY = timedelta(days=1)
# What somebody reads of themselves and of their Circle, while they are here.
READS = {
    "the own record": "SELECT count(*) FROM volunteers_volunteer",
    "the own Circle": "SELECT count(*) FROM circles_circle",
    "its meetings": "SELECT count(*) FROM meetings_meeting",
    "the own login": "SELECT count(*) FROM accounts_user",
    "notices": "SELECT count(*) FROM post_notice",
}


@pytest.fixture
def cast(db):
    return plant_cast()


def seen(user):
    with acting_as(person(user.pk)), connection.cursor() as cursor:
        found = {}
        for what, sql in READS.items():
            cursor.execute(sql)
            found[what] = cursor.fetchone()[0]
        return found


def has_left(cast, who="vera"):
    with as_owner():
        return Volunteer.objects.get(pk=cast.volunteers[who].pk)


def test_now_ends_the_seat_the_sign_in_and_every_way_back_in_one_step(cast):
    open_browser = signed_in(cast.vera)
    assert open_browser.get("/volunteering/").status_code == 200
    assert seen(cast.vera)["the own Circle"] == 1
    with as_owner():
        Authenticator.objects.create(user=cast.vera, type="totp", data={"secret": "x"})
        User.objects.filter(pk=cast.vera.pk).update(password="pbkdf2_sha256$1$x$y")
        old = SwapOffer.objects.create(
            meeting=cast.meetings["next_1"], circle=cast.circle_1, area=cast.areas["a"], seat=cast.seats["vera"],
            offered_by=cast.vera, offered_at=cast.now,
        )  # fmt: skip
    with acting_as(system("doorkeeper")) as door:
        token = make_invitation(cast.vera.pk, cast.vera.email, Purpose.PASSWORD, at=door.at)
        assert find(token, at=door.at).user_id == cast.vera.pk
    leave(cast)
    answer = open_browser.get("/volunteering/")
    assert (answer.status_code, answer.url) == (302, "/sign-in/?next=%2Fvolunteering%2F")
    assert set(seen(cast.vera).values()) == {0}
    with acting_as(system("doorkeeper")) as door, pytest.raises(NoLongerWorks):
        find(token, at=door.at)
    with as_owner():
        assert list(Session.objects.filter(user=cast.vera).values_list("why_ended", flat=True)) == ["left"]
        assert not Authenticator.objects.filter(user=cast.vera).exists()
        assert not User.objects.get(pk=cast.vera.pk).has_usable_password()
        seat, offer = Seat.objects.get(pk=cast.seats["vera"].pk), SwapOffer.objects.get(pk=old.pk)
        carried_out = CarriedOut.objects.get()
    assert seat.ends_at == carried_out.at == has_left(cast).ends_at
    assert offer.withdrawn_at is not None
    assert has_left(cast).left_on == today(cast)


def test_a_later_last_day_ends_access_by_the_clock_though_the_worker_is_late(cast):
    client = signed_in(cast.vera)
    leave(cast, days=3)
    assert client.get("/volunteering/").status_code == 200
    with clock_shifted(3 * DAY):
        assert seen(cast.vera)["the own Circle"] == 1
        again = signed_in(cast.vera)
        assert again.get("/volunteering/").status_code == 200
    with clock_shifted(4 * DAY):
        assert set(seen(cast.vera).values()) == {0}
        assert again.get("/volunteering/").status_code == 302
        with as_owner():
            assert not CarriedOut.objects.exists()
        assert carry_out_all() == 1
        assert carry_out_all() == 0
    with as_owner():
        assert CarriedOut.objects.count() == 1
        assert not Session.objects.filter(user=cast.vera, ended_at=None).exists()
    assert carry_out_all() == 0


def test_the_last_day_itself_is_a_day_like_any_other(cast):
    leave(cast, days=0)
    assert seen(cast.vera)["the own Circle"] == 1
    with as_owner():
        ends = Leaving.objects.get().ends_at
    with clock_shifted(ends - cast.now - timedelta(seconds=90)):
        assert seen(cast.vera)["the own record"] == 1
    with clock_shifted(ends - cast.now + timedelta(seconds=90)):
        assert seen(cast.vera)["the own record"] == 0
    assert carry_out_all() == 0


def test_calling_off_puts_everything_back_and_stands_beside_what_was_noted(cast):
    id = leave(cast, days=3)
    with acting(cast.cora) as cora:
        call_off_leaving(leaving_row(id), by=cora, at=cora.now)
    assert has_left(cast).left_on is None
    with as_owner():
        assert Seat.objects.get(pk=cast.seats["vera"].pk).ends_at is None
        assert User.objects.get(pk=cast.vera.pk).ends_at is None
        assert (Leaving.objects.count(), CalledOff.objects.count(), EndedSeat.objects.count()) == (1, 1, 1)
    with clock_shifted(4 * DAY):
        assert seen(cast.vera)["the own Circle"] == 1
        assert carry_out_all() == 0


def test_a_change_of_the_last_day_is_noted_anew_and_the_earlier_stays(cast):
    leave(cast, days=3)
    leave(cast, days=9, reason=Reason.STUDY_OR_WORK)
    with as_owner():
        first, second = Leaving.objects.order_by("at")
        assert CalledOff.objects.get().leaving_id == first.pk
        assert Seat.objects.get(pk=cast.seats["vera"].pk).ends_at == second.ends_at
    assert has_left(cast).left_on == today(cast) + 9 * DAY
    with clock_shifted(4 * DAY):
        assert carry_out_all() == 0


def test_pressing_twice_notes_it_once(cast):
    id = new_id()
    for _ in range(2):
        leave(cast, days=3, id=id)
    with as_owner():
        assert Leaving.objects.count() == 1


def test_whoever_has_left_is_not_called_back_by_calling_off(cast):
    id = leave(cast)
    with acting(cast.cora) as cora, pytest.raises(NotAllowed):
        call_off_leaving(leaving_row(id), by=cora, at=cora.now)


def test_nobody_notes_their_own_leaving_and_no_coordinator_of_another_area(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.cora)
    with pytest.raises(NotAllowed):
        leave(cast, by="cora")
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.vera)
    with pytest.raises(Volunteer.DoesNotExist):
        leave(cast, by="colin")
    with pytest.raises(Volunteer.DoesNotExist):
        leave(cast, by="xena")


def test_an_earlier_day_and_words_that_do_not_fit_together_are_refused(cast):
    for wrong in (
        {"days": -1},
        {"reason": Reason.CHARITY, "decided": Decided.VOLUNTEER},
        {"reason": Reason.DIED, "decided": Decided.CHARITY},
        {"words": "x" * 4_001},
    ):
        with pytest.raises(Invalid):
            leave(cast, **wrong)
    with as_owner():
        assert not Leaving.objects.exists()
    assert has_left(cast).left_on is None


def test_a_failure_on_the_way_leaves_nothing_half_done(cast, monkeypatch):
    client = signed_in(cast.vera)
    monkeypatch.setattr("encircle.rooms.leaving.actions.leaving.carry_out_now", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        leave(cast)
    assert client.get("/volunteering/").status_code == 200
    with as_owner():
        assert not Leaving.objects.exists()
        assert Seat.objects.get(pk=cast.seats["vera"].pk).ends_at is None
    assert has_left(cast).left_on is None


def test_a_seat_in_another_area_ends_too(cast):
    with as_owner():
        away = Seat.objects.create(
            circle=cast.circle_2, area=cast.circle_2.area, part="volunteer", volunteer=cast.volunteers["vera"],
            display_name="Vera", letter="Z", starts_at=cast.now - DAY, sees_from=cast.now - DAY,
            added_by=cast.users["colin"],
        )  # fmt: skip
    leave(cast)
    with as_owner():
        assert Seat.objects.get(pk=away.pk).ends_at == Seat.objects.get(pk=cast.seats["vera"].pk).ends_at


def test_whoever_works_here_too_keeps_the_sign_in_and_loses_the_volunteers_pages(cast):
    with as_owner():
        Volunteer.objects.filter(pk=cast.volunteers["vera"].pk).update(user=cast.users["tess"])
    tess = cast.users["tess"]
    client = signed_in(tess)
    assert client.get("/volunteering/").status_code == 200
    assert seen(tess)["the own record"] == 1
    leave(cast)
    assert client.get("/volunteering/").status_code == 404
    assert client.get("/account/").status_code == 200
    assert seen(tess) == {"the own record": 0, "the own Circle": 0, "its meetings": 0, "the own login": 1, "notices": 0}
    with as_owner():
        assert not Leaving.objects.get().login_ends


def test_whoever_has_left_is_given_no_seat(cast):
    leave(cast)
    with acting(cast.cora) as cora, pytest.raises(Invalid):
        seat_volunteer(
            cast.circle_1, cast.volunteers["vera"].pk, starts_at=cora.now + DAY, sees_from=cora.now + DAY, by=cora,
            at=cora.now,
        )  # fmt: skip


def test_what_is_noted_is_read_under_a_receipt_and_by_the_staff_of_the_area(cast):
    leave(cast, days=3, words="They were worn out: gannet-9")
    for who, wanted in (("cora", 1), ("cleo", 1), ("sena", 1), ("colin", 0), ("vera", 0), ("vic", 0), ("petra", 0)):
        with acting(cast.users[who]) as actor:
            assert LeavingWords.objects.count() == 0
            assert Leaving.objects.count() == wanted
            if wanted:
                one = Volunteer.objects.get(pk=cast.volunteers["vera"].pk)
                assert open_leaving(one, by=actor).words == "They were worn out: gannet-9"


def test_what_would_end_says_where_too_few_stay(cast):
    with acting(cast.cora) as cora:
        found = would_end(cast.volunteers["vera"], cora.now)
    (seat,) = found.seats
    assert (seat.circle.pk, seat.left, seat.quorum, seat.is_too_few) == (cast.circle_1.pk, 1, 2, True)
    assert not found.keeps_login


def test_only_the_sign_in_door_ends_access_and_never_ones_own(cast):
    for identity in (person(cast.cora.pk), person(cast.users["adam"].pk), person(cast.vera.pk)):
        with acting_as(identity):
            _refused(lambda: User.objects.filter(pk=cast.vera.pk).update(ends_at=cast.now))
    with acting_as(system("doorkeeper", cast.vera.pk)):
        _refused(lambda: User.objects.filter(pk=cast.vera.pk).update(ends_at=cast.now))
    with as_owner():
        assert User.objects.get(pk=cast.vera.pk).ends_at is None


def _refused(write):
    """Either no row is reached, or the database says no."""
    try:
        with transaction.atomic():
            assert not write()
    except ProgrammingError as error:
        assert "sign-in door" in str(error)  # noqa: PT017 (one of two ways of being refused)


def test_nobody_is_shut_out_whose_access_lasts(cast):
    with acting_as(system("escalator")) as clock:
        assert not shut(cast.vera.pk, at=clock.at)
    with as_owner():
        assert not User.objects.get(pk=cast.vera.pk).password.startswith("!gone")
