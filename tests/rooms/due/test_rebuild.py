"""Whatever happens to a Circle, and in whatever order, the table says what the facts say: rebuild == stored."""

import random
from datetime import date, timedelta

import pytest

from encircle.rooms.circles.models import Ending, Pause, PauseReturn, ReleaseDate, Seat
from encircle.rooms.due.keeping import work_out_everything
from encircle.rooms.expenses.models import Claim, Decision, TakenBack
from encircle.rooms.expenses.models import Submission as Claimed
from encircle.rooms.forming.models import ClearLook, KeepClear
from encircle.rooms.joining.models import Agreement, AgreementWithdrawn
from encircle.rooms.leaving.models import CalledOff, EndTalk, Leaving, Lent, LentOver, RestTalk, Wish
from encircle.rooms.meetings.models import Approval, Meeting, MinutesReturn, MinutesVersion
from encircle.rooms.meetings.vocabulary import VersionKind
from encircle.rooms.organisation.models import ClosureDay, KindStandard, PracticeStandard
from encircle.rooms.partners.models import PartnerContact
from encircle.rooms.people.models import Carer
from encircle.rooms.referrals.models import ReferralRead, Submission
from encircle.rooms.support.models import Away, CallBack, Supervision, SupervisionPlace
from encircle.rooms.support.models import Check as HowItWas
from encircle.rooms.vetting.models import Check, CheckDecision, UpdateCheck
from encircle.rooms.volunteers.models import Volunteer
from tests.cast import plant_cast
from tests.rooms.referrals.form import invited
from tests.support.database import as_owner
from tests.support.reckoning import disagreements, owed, reckon_up


class History:
    """Things that happen to Circle 1, one after another, at moments drawn by chance."""

    def __init__(self, cast, chance):
        self.cast, self.chance = cast, chance
        self.common = {"circle": cast.circle_1, "area": cast.areas["a"]}
        self.days = 0

    def moment(self):
        return self.cast.now - timedelta(minutes=self.chance.randrange(60 * 24 * 60))

    def meets(self):
        starts = self.moment()
        Meeting.objects.create(
            planned_starts_at=starts, starts_at=starts, ends_at=starts + timedelta(hours=2),
            outcome=self.chance.choice(["", "held", "not_attended"]), **self.common,
        )  # fmt: skip

    def moves_a_meeting(self):
        one = self.chance.choice(list(Meeting.objects.filter(circle=self.cast.circle_1)))
        starts = self.moment()
        Meeting.objects.filter(pk=one.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))

    def cancels_a_meeting(self):
        free = Meeting.objects.filter(circle=self.cast.circle_1, versions=None, cancelled_at=None)
        for one in free.order_by("pk")[:1]:
            Meeting.objects.filter(pk=one.pk).update(cancelled_at=self.cast.now, cancel_reason="illness")

    def writes(self):
        one = self.chance.choice(list(Meeting.objects.filter(circle=self.cast.circle_1, approval=None)))
        MinutesVersion.objects.create(
            meeting=one, number=one.versions.count() + 1, kind=VersionKind.ORIGINAL, written_by=self.cast.vera,
            submitted_at=self.moment(), **self.common,
        )  # fmt: skip

    def returns_or_approves(self):
        version = MinutesVersion.objects.filter(
            circle=self.cast.circle_1, returned=None, meeting__approval=None
        ).order_by("-number", "pk").first()  # fmt: skip
        if version is not None and self.chance.random() < 0.5:
            MinutesReturn.objects.create(
                version=version, returned_by=self.cast.cora, returned_at=self.moment(), **self.common
            )
        elif version is not None:
            Approval.objects.create(
                version=version, meeting_id=version.meeting_id, approved_by=self.cast.cora, approved_at=self.moment(),
                **self.common,
            )  # fmt: skip

    def pauses(self):
        Pause.objects.create(
            starts_at=self.moment(), reason="holidays", expected_back_on=self.cast.now.date(), **self.common
        )

    def goes_on(self):
        for one in Pause.objects.filter(circle=self.cast.circle_1, ends_at=None)[:1]:
            Pause.objects.filter(pk=one.pk).update(ends_at=one.starts_at + timedelta(days=self.chance.randrange(1, 30)))

    def says_another_day(self):
        for one in Pause.objects.filter(circle=self.cast.circle_1, ends_at=None)[:1]:
            PauseReturn.objects.create(
                pause=one, back_on=self.cast.now.date(), recorded_at=self.cast.now, recorded_by=self.cast.cora,
                **self.common,
            )  # fmt: skip

    def is_to_leave_prison(self):
        ReleaseDate.objects.create(
            released_on=self.moment().date(), source="prison", recorded_at=self.moment(), recorded_by=self.cast.cora,
            **self.common,
        )  # fmt: skip

    def the_standard_changes(self):
        self.days += 1
        PracticeStandard.objects.create(
            in_force_from=date(2021, 1, 1) + timedelta(days=self.chance.randrange(300) * 7 + self.days),
            minutes_due_hours=self.chance.choice([24, 48, 72]), set_at=self.cast.now,
        )  # fmt: skip

    def the_charity_closes(self):
        ClosureDay.objects.get_or_create(day=self.moment().date(), defaults={"name": "Training"})

    def a_kind_changes(self):
        self.days += 1
        KindStandard.objects.create(
            kind=self.cast.circle_1.kind, in_force_from=date(2022, 1, 1) + timedelta(days=self.days),
            least_volunteers=3, most_volunteers=6, months=self.chance.choice([6, 12]),
            pause_longest_days=self.chance.choice([14, 42]),
        )  # fmt: skip

    def agrees(self):
        Agreement.objects.create(
            core_member=self.cast.mark, area=self.cast.areas["a"], kind=self.cast.circle_1.kind, style="standard",
            agreed_on=self.cast.now.date(), how="screen", is_voluntary=True, is_no_condition=True,
            taken_by=self.cast.cora, recorded_at=self.moment(),
        )  # fmt: skip

    def agrees_no_longer(self):
        for one in Agreement.objects.filter(withdrawn=None).order_by("pk")[:1]:
            AgreementWithdrawn.objects.create(
                agreement=one, core_member=self.cast.mark, area=self.cast.areas["a"], told="phone",
                withdrawn_at=self.cast.now, by=self.cast.cora, recorded_at=self.cast.now,
            )  # fmt: skip

    def a_carer_comes(self):
        Carer.objects.create(
            core_member=self.cast.mark, area=self.cast.areas["a"], name="A carer", starts_at=self.moment()
        )

    def an_agency_is_rung(self):
        day = self.moment().date()
        PartnerContact.objects.create(
            agency=self.cast.agencies["police"], area=self.cast.areas["a"], with_whom="A colleague", about="other",
            contacted_on=day, next_on=day + timedelta(days=20), recorded_by=self.cast.cora, recorded_at=self.moment(),
        )  # fmt: skip

    def a_check_is_seen(self):
        vera, issued = self.cast.volunteers["vera"], self.moment().date() - timedelta(days=self.chance.randrange(1500))
        Check.objects.create(
            volunteer=vera, area=vera.area, by=self.cast.cora, at=self.moment(), level="enhanced", workforce="adult",
            number=f"{self.chance.randrange(10**12):012}", issued_on=issued, seen_on=self.cast.now.date(),
            seen_by=self.cast.cora, shows=self.chance.choice(["nothing", "something"]),
        )  # fmt: skip

    def a_check_is_looked_at(self):
        for one in Check.objects.order_by("pk")[:1]:
            of = {"seen": one, "volunteer_id": one.volunteer_id, "area_id": one.area_id}
            UpdateCheck.objects.create(
                checked_on=self.cast.now.date(), outcome=self.chance.choice(["unchanged", "changed"]),
                by=self.cast.cora, at=self.moment(), **of,
            )  # fmt: skip
            CheckDecision.objects.create(outcome="accepted", by=self.cast.omar, at=self.moment(), **of)

    def a_seat_ends(self):
        Seat.objects.filter(pk=self.cast.seats["vera"].pk).update(ends_at=self.moment())

    def they_are_talked_with(self):
        seat, vera = self.cast.seats["vera"], self.cast.volunteers["vera"]
        if not EndTalk.objects.exists():
            EndTalk.objects.create(
                seat=seat, volunteer=vera, area=vera.area, on=self.cast.now.date(), next="circle", by=self.cast.cora,
                at=self.cast.now,
            )  # fmt: skip

    def a_rest_begins(self):
        vic, since = self.cast.volunteers["vic"], self.moment()
        until = since.date() + timedelta(days=self.chance.randrange(120)) if self.chance.random() < 0.6 else None
        Away.objects.create(
            volunteer=vic, area=vic.area, starts_on=since.date(), until=until, said_by=self.cast.vic, said_at=since
        )

    def a_rest_ends(self):
        for one in Away.objects.filter(back_on=None).order_by("pk")[:1]:
            Away.objects.filter(pk=one.pk).update(back_on=self.cast.now.date())

    def a_rest_is_talked_about(self):
        talked = RestTalk.objects.values("away")
        for one in Away.objects.exclude(pk__in=talked).order_by("pk")[:1]:
            RestTalk.objects.create(
                away=one, volunteer_id=one.volunteer_id, area_id=one.area_id, on=self.cast.now.date(), outcome="back",
                by=self.cast.cora, at=self.moment(),
            )  # fmt: skip

    def a_volunteer_would_like_to_stop(self):
        vic = self.cast.volunteers["vic"]
        Wish.objects.filter(withdrawn_at=None).update(withdrawn_at=self.cast.now)
        Wish.objects.create(volunteer=vic, area=vic.area, by=vic.user, at=self.moment())

    def a_volunteer_keeps_clear_of_somebody(self):
        vic = self.cast.volunteers["vic"]
        of = {"volunteer": vic, "area": vic.area}
        said = KeepClear.objects.create(kind="person", by=vic.user, at=self.moment(), **of)
        if self.chance.random() < 0.5:
            ClearLook.objects.create(keep_clear=said, came="nothing", by=self.cast.cora, at=self.cast.now, **of)
        else:
            KeepClear.objects.filter(pk=said.pk).update(withdrawn_at=self.cast.now)

    def they_are_to_leave(self):
        vic = self.cast.volunteers["vic"]
        of = {"volunteer": vic, "area": vic.area, "by": self.cast.cora, "at": self.moment()}
        ends = self.moment() + timedelta(days=30)
        one = Leaving.objects.create(
            last_day=ends.date(), ends_at=ends, reason="moved", decided="volunteer", login_ends=False, **of
        )
        Volunteer.objects.filter(pk=vic.pk).update(left_on=ends.date(), ends_at=ends)
        if self.chance.random() < 0.5:
            CalledOff.objects.create(leaving=one, **of | {"at": self.cast.now})
            Volunteer.objects.filter(pk=vic.pk).update(left_on=None, ends_at=None)

    def a_meeting_was_hard(self):
        asked = HowItWas.objects.values("meeting")
        one = Meeting.objects.filter(circle=self.cast.circle_1).exclude(pk__in=asked).order_by("pk").first()
        if one is not None:
            vera = self.cast.volunteers["vera"]
            HowItWas.objects.create(
                meeting=one, volunteer=vera, answer=self.chance.choice(["fine", "call", "today"]),
                answered_by=vera.user, answered_at=self.moment(), **self.common,
            )  # fmt: skip

    def somebody_rings(self):
        for one in HowItWas.objects.order_by("pk")[:1]:
            CallBack.objects.create(
                check_of=one, outcome=self.chance.choice(["not_reached", "later", "debriefed"]), by=self.cast.cora,
                called_at=one.answered_at, recorded_at=self.cast.now, **self.common,
            )  # fmt: skip

    def supervision_is_planned(self):
        vera = self.cast.volunteers["vera"]
        row = Supervision.objects.create(
            kind="one_to_one", area=vera.area, starts_at=self.moment() + timedelta(days=20), supervisor=self.cast.cora,
            planned_by=self.cast.cora, planned_at=self.cast.now,
        )  # fmt: skip
        SupervisionPlace.objects.create(supervision=row, volunteer=vera, area=vera.area)

    def supervision_is_recorded_or_called_off(self):
        for one in Supervision.objects.order_by("pk")[:1]:
            if self.chance.random() < 0.5:
                Supervision.objects.filter(pk=one.pk).update(cancelled_at=self.cast.now)
            else:
                SupervisionPlace.objects.filter(supervision=one).update(
                    presence="came", recorded_at=self.cast.now, recorded_by=self.cast.cora
                )

    def expenses_are_claimed(self):
        vic = self.cast.volunteers["vic"]
        of = {"volunteer": vic, "area": vic.area, "by": vic.user, "at": self.moment()}
        claim = Claim.objects.create(reference=f"E-{self.chance.randrange(10**8)}", **of)
        Claimed.objects.create(claim=claim, pence=400, needs_second=self.chance.random() < 0.5, **of)

    def a_claim_is_decided_or_taken_back(self):
        for one in Claim.objects.filter(decisions=None, taken_back=None).order_by("pk")[:1]:
            of = {"claim": one, "volunteer_id": one.volunteer_id, "area_id": one.area_id, "at": self.cast.now}
            if self.chance.random() < 0.7:
                Decision.objects.create(step=1, verdict="approved", by=self.cast.cora, **of)
            else:
                TakenBack.objects.create(by_id=one.by_id, **of)

    def a_thing_is_lent(self):
        vic, today = self.cast.volunteers["vic"], self.cast.now.date()
        of = {"volunteer": vic, "area": vic.area, "by": self.cast.cora, "at": self.moment()}
        Lent.objects.create(kind="badge", lent_on=today, **of)

    def a_thing_comes_back(self):
        for one in Lent.objects.filter(over=None).order_by("pk")[:1]:
            LentOver.objects.create(
                lent=one, became="returned", on=self.cast.now.date(), volunteer_id=one.volunteer_id,
                area_id=one.area_id, by=self.cast.cora, at=self.cast.now,
            )  # fmt: skip

    def a_referral_comes(self):
        one = invited(self.cast)
        Submission.objects.create(
            referral=one, area_id=one.area_id, submitted_at=self.moment(), submitted_by=self.cast.petra,
            professional=self.cast.professionals["petra"],
        )  # fmt: skip

    def a_referral_is_read(self):
        for one in Submission.objects.filter(referral__first_read=None).order_by("pk")[:1]:
            ReferralRead.objects.create(
                referral_id=one.referral_id, area_id=one.area_id, read_by=self.cast.cora, read_at=self.cast.now
            )

    def ends(self):
        if not Ending.objects.exists():
            reason = self.chance.choice(["withdrew", "died"])
            Ending.objects.create(ended_at=self.moment(), reason=reason, decided_by=self.cast.cora, **self.common)


HAPPENS = [name for name in vars(History) if not name.startswith("_") and name != "moment"]


@pytest.mark.parametrize("seed", range(8))
def test_any_history_leaves_the_table_as_the_facts_are(db, seed):
    cast, chance = plant_cast(), random.Random(seed)
    history = History(cast, chance)
    for _ in range(16):
        with as_owner():
            getattr(history, chance.choice(HAPPENS))()
        if chance.random() < 0.5:
            reckon_up()
            assert disagreements() == []
    reckon_up()
    assert disagreements() == []
    before = [(one.pk, one.due_at, one.met_at) for one in owed()]
    assert work_out_everything() == 0  # nothing was missed by what marks things stale
    assert [(one.pk, one.due_at, one.met_at) for one in owed()] == before
