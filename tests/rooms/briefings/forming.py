"""A Circle that is forming, with Vera and Vic, Petra and Omar; and a document of its core member."""

from datetime import timedelta

from encircle.common.ids import new_id
from encircle.foundations.files import vault
from encircle.foundations.files.intake import Taken
from encircle.foundations.files.keeping import person_key, sealed
from encircle.foundations.files.models import Verdict
from encircle.foundations.files.parsing.kinds import Kind
from encircle.rooms.briefings.actions.planning import NewBriefing, Time, plan_briefing
from encircle.rooms.circles.actions.opening import NewCircle, OuterSeat, open_circle
from encircle.rooms.circles.models import Seat
from encircle.rooms.people.documents import SHELF
from encircle.rooms.people.models import CoreMember, PersonDocument, PersonDocumentScan
from tests.cast import acting
from tests.foundations.files.corpus import typeset
from tests.support.database import as_owner


def forming_circle(cast):
    """Opened by Cora: nobody has briefed anybody yet."""
    with as_owner():
        ned = CoreMember.objects.create(
            reference="P-NED", area=cast.areas["a"], given_name="Ned", family_name="Fieldgate", known_as="Ned",
            added_at=cast.now,
        )  # fmt: skip
    new = NewCircle(
        id=new_id(), name="Circle 7 Larch", area_id=cast.areas["a"].pk, kind="adult", core_member_id=ned.pk,
        volunteer_ids=(cast.volunteers["vera"].pk, cast.volunteers["vic"].pk),
        outer_circle=(
            OuterSeat(cast.professionals["petra"].pk, "Probation officer"),
            OuterSeat(cast.professionals["omar"].pk, "Offender manager"),
        ),
    )  # fmt: skip
    with acting(cast.cora) as cora:
        return open_circle(new, by=cora, at=cora.now)


def seat_of(circle, who):
    with as_owner():
        return Seat.objects.get(circle=circle, display_name__startswith=who)


def planned(cast, circle, *, hours=24, seats=()):
    with acting(cast.cora) as cora:
        starts = cora.now + timedelta(hours=hours)
        time = Time(starts, starts + timedelta(hours=2), circle.venue_id)
        ids = tuple(seat.pk for seat in seats)
        return plan_briefing(circle, NewBriefing(new_id(), time, ids), by=cora, at=cora.now)


def report_about(cast, circle, secret=""):
    """A document of one page about the core member, let through by the scanner."""
    with as_owner():
        person = CoreMember.objects.get(pk=Seat.objects.get(circle=circle, part="core_member").core_member_id)
        document = PersonDocument(
            subject_id=person.pk, area=person.area, agency=cast.agencies["police"], kind="report",
            file_kind="pdf", size=1, pages=1, uploaded_by=cast.users["cora"], uploaded_at=cast.now,
        )  # fmt: skip
        taken = Taken("Report.pdf", Kind.PDF, 1, typeset(), None)
        lock, locked = sealed(SHELF, taken, document, person_key(person.pk, cast.now))
        document.save(force_insert=True)
        lock.save(force_insert=True)
        PersonDocumentScan.objects.create(
            document=document, area=person.area, verdict=Verdict.CLEAN, scanned_at=cast.now
        )
        vault.put(lock.place, locked)
    return document
