"""What agencies tell, under each permission to pass it on, with a word of its own in each; taken through every step.

Everything is done by the actions people do it with, in the world of the matrix: sent, put into review packs and a
briefing pack while its agency agrees, then narrowed or taken back. One pack was released before that, others after.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from encircle.common.ids import new_id, new_reference
from encircle.rooms.briefings.actions.packing import NewPack, write_pack
from encircle.rooms.briefings.models import PackPage
from encircle.rooms.briefings.vocabulary import PackSection
from encircle.rooms.endings.models import ReportApproval, ReportPassage, ReportVersion
from encircle.rooms.endings.releasing import open_report_for_release
from encircle.rooms.people.onward import record_permission, withdraw_permission
from encircle.rooms.received.actions import NewDevelopment, Rang, record_development, send_development
from encircle.rooms.received.models import MappaAction, MappaActionText, MappaMeeting
from encircle.rooms.received.models import Onward as Permission
from encircle.rooms.received.onward import change_own_onward, record_onward
from encircle.rooms.received.vocabulary import DevelopmentKind, OnwardPermission
from encircle.rooms.reviews.actions.answering import NewView, give_view
from encircle.rooms.reviews.actions.packing import approve_pack, draft_pack
from encircle.rooms.reviews.actions.planning import NewReview, Time, plan_review
from encircle.rooms.reviews.drafting import gather
from encircle.rooms.reviews.releasing import open_pack_for_release
from encircle.rooms.reviews.vocabulary import Onward, ReviewKind, ViewHeading
from encircle.rooms.risk.models import Concern, ConcernAccount
from encircle.rooms.sharing.actions.releasing import Choices, release_paper
from encircle.rooms.sharing.sifting import sift
from tests.cast import acting
from tests.rooms.briefings.forming import report_about
from tests.support.database import as_owner

from .planted_endings import NO_FIGURES
from .world import World

KEPT, OUTER, VOLUNTEERS = OnwardPermission
# What stands in the report at the end, and the news it came from.
REPORTED = (("reportkept", "newskept"), ("reportouter", "newsouter"), ("reportgone", "newsnarrowed"))


@dataclass
class Agreed:
    """The world with what agencies told about Circle 1, and which pages of the pack volunteers may still see."""

    world: World
    pages: dict[UUID, bool] = field(default_factory=dict)
    news: dict[str, UUID] = field(default_factory=dict)  # by its word
    count: int = 2

    def add(self, kind: str, value: object) -> None:
        self.count += 1
        self.world.add(kind, str(self.count), value)
        for (_, named), known in self.world.own.items():
            if named == kind:
                known[str(self.count)] = value


def plant(world: World) -> Agreed:
    agreed = Agreed(world)
    _other_agency_items(world)
    narrowed, emptied = _news(agreed)
    packs = [_review(agreed, days, views) for days, views in enumerate(DRAFTED, 1)]
    withdrawn = _briefing_pack(agreed)
    _release(agreed, packs[-1][1])  # before anything is taken back
    _report(agreed)
    _take_back(agreed, narrowed, emptied, withdrawn)
    for (review, _), views in zip(packs, AGAIN, strict=True):
        _say(agreed, review, views)
    for _, pack in packs[:-1]:
        _release(agreed, pack)
    return agreed


# --- news ---


def _send(agreed: Agreed, word: str, onward: OnwardPermission, words: str = "", *, urgent: bool = False) -> UUID:
    cast = agreed.world.cast
    with acting(cast.users["omar"]) as omar:
        new = NewDevelopment(
            id=new_id(), seat_id=cast.seats["omar"].pk, kind=DevelopmentKind.ARREST, text=f"Told: {word}",
            onward=onward, volunteer_words=words, urgent=urgent,
        )  # fmt: skip
        news = send_development(new, by=omar, at=omar.now)
    agreed.add("development_id", news)
    agreed.news[word] = news
    return news


def _news(agreed: Agreed) -> tuple[UUID, UUID]:
    """Omar's news, by how far he lets it go; the two of which he will take something back."""
    _send(agreed, "newskept", KEPT)
    _send(agreed, "newsurgent", KEPT, urgent=True)
    _send(agreed, "newsouter", OUTER)
    _send(agreed, "newsinside", VOLUNTEERS, "You may know: newswords")
    narrowed = _send(agreed, "newsnarrowed", OUTER)
    emptied = _send(agreed, "newsemptied", VOLUNTEERS, "You might know: wordsemptied")
    cast = agreed.world.cast
    with acting(cast.users["cora"]) as cora:
        rang = Rang(agency_id=cast.agencies["police"].pk, rang_at=cora.now - timedelta(minutes=5), name="Sergeant Lowe")
        new = NewDevelopment(id=new_id(), kind=DevelopmentKind.RECALL, text="Told: newsrang")
        phoned = record_development(cast.circle_1, new, rang, by=cora, at=cora.now)
        record_onward(phoned, new_id(), OUTER, agreed_by="Sergeant Lowe", by=cora, at=cora.now)
    agreed.add("development_id", phoned)
    with acting(cast.users["cora"]) as cora:
        record_onward(phoned, new_id(), KEPT, agreed_by="Sergeant Lowe", by=cora, at=cora.now)
    with as_owner():
        for row in Permission.objects.filter(circle=cast.circle_1):
            agreed.add("onward_id", row.pk)
    return narrowed, emptied


def _other_agency_items(world: World) -> None:
    """A disclosure by the core member, and an action of a MAPPA meeting: these have no permission to go anywhere."""
    cast, cora = world.cast, world.cast.users["cora"]
    with as_owner():
        common = {"circle": cast.circle_1, "area": cast.circle_1.area}
        told = Concern.objects.create(
            reference=new_reference("K"), kind="disclosure", urgency="serious", raised_by=cora, raised_at=cast.now,
            **common,
        )  # fmt: skip
        ConcernAccount.objects.create(
            concern=told, text="Said: disclosedword", written_by=cora, written_at=cast.now, **common
        )
        meeting = MappaMeeting.objects.get(pk=world.objects["mappa_meeting_id"]["1"])
        action = MappaAction.objects.create(
            meeting=meeting, due_on=cast.now.date(), core_member=cast.mark, area=cast.mark.area, recorded_by=cora,
            recorded_at=cast.now,
        )  # fmt: skip
        MappaActionText.objects.create(action=action, area=cast.mark.area, text="Ask: mappaword")


# --- reviews ---

# Who says what while the packs are drafted, and what they say afterwards: of each seat the newest counts.
DRAFTED = (
    (
        ("petra", "viewkept", Onward.COORDINATOR_ONLY),
        ("petra", "viewwhole", Onward.WHOLE_CIRCLE),
        ("hana", "viewouter", Onward.OUTER_CIRCLE),
        ("omar", "viewnarrowed", Onward.OUTER_CIRCLE),
    ),
    (("petra", "viewtakenback", Onward.WHOLE_CIRCLE), ("omar", "viewless", Onward.WHOLE_CIRCLE)),
    (("petra", "viewhadgone", Onward.OUTER_CIRCLE), ("omar", "viewgone", Onward.OUTER_CIRCLE)),
)
AGAIN = (
    (("omar", "viewanew", Onward.COORDINATOR_ONLY),),
    (("petra", "viewofmine", Onward.COORDINATOR_ONLY), ("omar", "viewforouter", Onward.OUTER_CIRCLE)),
    (("petra", "viewmineagain", Onward.COORDINATOR_ONLY),),
)


def _review(agreed: Agreed, days: int, views) -> tuple[object, UUID]:
    """Planned, spoken for, and its pack drafted and approved."""
    cast = agreed.world.cast
    starts = cast.now + timedelta(days=days)
    asked = frozenset(cast.seats[name].pk for name in ("petra", "omar", "hana", "vera"))
    with acting(cast.users["cora"]) as cora:
        new = NewReview(new_id(), ReviewKind.EXTRA, Time(starts, starts + timedelta(hours=1), online=True), asked)
        review = plan_review(cast.circle_1, new, by=cora, at=cora.now)
    agreed.add("review_id", review.pk)
    _say(agreed, review, views)
    with acting(cast.users["cora"]) as cora:
        pack = draft_pack(gather(review.pk, by=cora, at=cora.now), id=new_id(), by=cora, at=cora.now)
        approve_pack(pack, by=cora, at=cora.now)
    agreed.add("pack_id", pack)
    return review, pack


def _say(agreed: Agreed, review, views) -> None:
    cast = agreed.world.cast
    for name, word, onward in views:
        with acting(cast.users[name]) as who:
            new = NewView(
                new_id(), review.pk, cast.seats[name].pk, {ViewHeading.RISK: f"I see: {word}"}, who.now.date(), onward
            )
            give_view(new, by=who, at=who.now)


def _release(agreed: Agreed, pack: UUID) -> None:
    with acting(agreed.world.cast.users["cora"]) as cora:
        opened = open_pack_for_release(pack, by=cora).opened
        sent = release_paper(opened, Choices(), token=sift(opened, at=cora.now).token, by=cora, at=cora.now)
    for one in sent:
        agreed.add("release_id", one.pk)


# --- the report at the end ---


def _report(agreed: Agreed) -> None:
    """Of the Circle that ended, released while all of it was let go but one: that came in by a fault of the draft."""
    world, cast = agreed.world, agreed.world.cast
    with as_owner():
        like = ReportVersion.objects.get(pk=world.objects["report_id"]["1"])
        common = {"circle": like.circle, "area": like.area}
        version = ReportVersion.objects.create(
            number=2, written_at=cast.now, written_by=cast.users["cora"], **NO_FIGURES, **common
        )
        for position, (word, news) in enumerate(REPORTED, 1):
            ReportPassage.objects.create(
                version=version, position=position, part="agencies", heading=f"News {position}", topic_id="week",
                text=f"Told: {word}", agency=cast.agencies["police"], onward="outer_circle", section="developments",
                source_id=agreed.news[news], **common,
            )  # fmt: skip
        ReportApproval.objects.create(version=version, approved_at=cast.now, approved_by=cast.users["cora"], **common)
    with acting(cast.users["cora"]) as cora:
        opened = open_report_for_release(version.pk, by=cora).opened
        sent = release_paper(opened, Choices(), token=sift(opened, at=cora.now).token, by=cora, at=cora.now)
    agreed.add("report_id", version.pk)
    for one in sent:
        agreed.add("release_id", one.pk)


# --- the briefing pack ---


def _briefing_pack(agreed: Agreed):
    """Two pages of documents whose agency agrees; of the second it will take that back."""
    world, cast = agreed.world, agreed.world.cast
    documents = [report_about(cast, cast.circle_1) for _ in range(2)]
    for document in documents:
        with acting(cast.users["cora"]) as cora:
            given = {"id": new_id(), "given_by": "An officer", "given_on": cast.now.date()}
            record_permission(document, **given, by=cora, at=cora.now)
    briefing_id = world.objects["briefing_id"]["1"]
    with acting(cast.users["cora"]) as cora:
        new = NewPack(new_id(), {PackSection.SIGNS: "Look for signs"}, [(one.pk, 1) for one in documents])
        version = write_pack(briefing_id, new, by=cora, at=cora.now)
    with as_owner():
        for which, page in zip(("1", "3"), PackPage.objects.filter(version=version).order_by("position"), strict=True):
            agreed.pages[page.pk] = page.document_id == documents[0].pk
            world.add_for("volunteering:pack_page", "pack_page_id", which, page.pk)
    return documents[1]


def _take_back(agreed: Agreed, narrowed: UUID, emptied: UUID, withdrawn) -> None:
    cast = agreed.world.cast
    for news in (narrowed, emptied):
        with acting(cast.users["omar"]) as omar:
            change_own_onward(news, new_id(), KEPT, by=omar, at=omar.now)
    with acting(cast.users["cora"]) as cora:
        withdraw_permission(withdrawn, by=cora, at=cora.now)
