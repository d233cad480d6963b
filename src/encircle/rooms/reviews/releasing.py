"""A pack opened for release: what the sieve of `sharing` needs of it. Nothing of a review leaves in any other way."""

from dataclasses import dataclass
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.foundations.access.actor import Actor
from encircle.rooms.circles.models import Circle
from encircle.rooms.sharing.facts import centre_of
from encircle.rooms.sharing.rules import require_releasing
from encircle.rooms.sharing.sifting import Opened, Paper, PaperPassage, opened_paper
from encircle.rooms.sharing.vocabulary import ReleaseKind

from .models import Review
from .onward import parted
from .queries.held import came_to
from .queries.packs import opened
from .queries.planned import review_row
from .vocabulary import Came


@dataclass(frozen=True)
class OpenedPack:
    """A pack as the sieve takes it, and the headings of what its agency let go on and lets no longer."""

    opened: Opened
    taken_back: list[str]


def open_pack_for_release(version_id: UUID, *, by: Actor) -> OpenedPack:
    """What agencies no longer let go on is not in it.

    Raises NotFound, or NotAllowed while the pack is not approved. Call at the top of the request.
    """
    pack = opened(version_id, by=by)
    require_releasing(by, pack.version.area_id)
    if not hasattr(pack.version, "approval"):
        raise NotAllowed("This review pack has not been approved.")
    review = review_row(pack.version.review_id)
    core_member_id = centre_of(review.circle_id, review.starts_at)
    if core_member_id is None:
        raise NotAllowed("This Circle has no core member, so there is no consent to rest on.")
    words = parted(pack.passages)
    passages = [PaperPassage(p.pk, p.part, p.topic, p.position, p.text, p.heading) for p in words.leaves]
    paper = _paper(version_id, review)
    whole = opened_paper(paper, passages, core_member_id, by=by, attendance=_attendance(review))
    return OpenedPack(whole, [one.heading for one in words.taken_back])


def _paper(version_id: UUID, review: Review) -> Paper:
    return Paper(
        id=version_id,
        kind=ReleaseKind.REVIEW,
        circle=Circle.objects.select_related("area").get(pk=review.circle_id),
        moment=review.starts_at,
        about_on=in_london(review.starts_at).date(),
        review_id=review.pk,
    )


def _attendance(review: Review) -> str:
    """Who came to the review, by their agency or the name of their seat; "" while it has not been held."""
    lines = []
    came = came_to(review)
    for one in Came:
        names = sorted({line.agency or _outside(line.seat) for line in came if line.came is one})
        if names:
            lines.append(f"{one.label}: {', '.join(names)}.")
    return "\n".join(lines)


def _outside(seat: object) -> str:
    letter, part = seat.letter, seat.get_part_display().lower()  # type: ignore[attr-defined]
    return f"Volunteer {letter}" if letter else f"the {part}"
