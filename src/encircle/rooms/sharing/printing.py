"""One release as a tagged PDF, for its recipient and for staff: the words as released, less what was closed since."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed, NotFound
from encircle.common.typesetting import tagged_pdf
from encircle.foundations.access.actor import Actor, names_of
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record

from .actions.reading import open_own_release, open_release
from .models import PassageClosure, Release, ReleasePassage
from .queries.own import TITLES, text_of
from .rules import require_seeing_ledger
from .vocabulary import ReleaseKind

TEMPLATE = Path(__file__).parent / "release.typ"
STRUCK = "▇▇▇ stands for words that were struck out before this was sent."
TAKEN_BACK = "A part of this can no longer be read, because the agency it came from does not let it go on any more."
CLOSED = "A part of this can no longer be read, because consent to share it was withdrawn."


def print_own_release(release_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """For its recipient: it counts as opened. Raises NotFound. Call at the top of the request."""
    release = open_own_release(release_id, by=by, at=at)
    text = text_of(release)
    if not text.passages:
        raise NotFound()  # all of it was closed
    _exported(release, by, names_circle=release.kind != ReleaseKind.CONCERN)
    return _made(release, text.passages, by, at, taken_back=bool(text.taken_back))


def print_release(release_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """For staff. Raises NotFound or NotAllowed. Call at the top of the request."""
    release = open_release(release_id, by=by)
    require_seeing_ledger(by, release.area_id)
    if getattr(release, "recall", None) is not None:
        raise NotAllowed("It was recalled. What should not have gone is not printed.")
    _exported(release, by, names_circle=release.concern is None or not release.concern.walled)
    closed = set(PassageClosure.objects.filter(release=release).values_list("passage_id", flat=True))
    passages = [passage for passage in text_of(release).passages if passage.pk not in closed]
    return _made(release, passages, by, at)


def _exported(release: Release, by: Actor, *, names_circle: bool) -> None:
    record(
        Verb.EXPORTED,
        "sharing.release",
        release.pk,
        by=by.acting,
        circle_id=release.circle_id if names_circle else None,
        area_id=release.area_id if names_circle else None,
        detail="pdf",
    )


def _made(
    release: Release, passages: Sequence[ReleasePassage], by: Actor, at: datetime, *, taken_back: bool = False
) -> bytes:
    """PDF/UA-1. What people typed reaches the page as data, never as its source."""
    contents = _contents(release, passages, by, at)
    contents["notes"] = [*_notes(release, passages), *([TAKEN_BACK] if taken_back else [])]
    return tagged_pdf(TEMPLATE, "release", contents)


def _contents(release: Release, passages: Sequence[ReleasePassage], by: Actor, at: datetime) -> dict[str, object]:
    return {
        "title": _title(release),
        "opened": f"Opened by {by.name} on {_moment(at)}",
        "confidential": "Confidential. For the person it was released to, and for nobody else.",
        "facts": _facts(release),
        "passages": [{"heading": one.heading, "paragraphs": _paragraphs(one.text)} for one in passages],
    }


def _title(release: Release) -> str:
    if release.kind == ReleaseKind.CONCERN:
        return TITLES[ReleaseKind.CONCERN]
    return f"{TITLES[ReleaseKind(release.kind)]} on {release.about_on.day} {release.about_on:%B %Y}"


def _facts(release: Release) -> list[tuple[str, str]]:
    sender = names_of([release.released_by_id]).get(release.released_by_id, "")
    return [
        ("Circle", release.circle_reference),
        ("Released to", f"{release.professional.name}, {release.agency.name}"),
        ("Sent", f"{_moment(release.released_at)}{f' by {sender}' if sender else ''}"),
    ]


def _notes(release: Release, passages: Sequence[ReleasePassage]) -> list[str]:
    struck = any(passage.struck for passage in passages)
    closed = PassageClosure.objects.filter(release=release).exists()
    return [*([STRUCK] if struck else []), *([CLOSED] if closed else [])]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def _moment(instant: datetime) -> str:
    local = in_london(instant)
    return f"{local.day} {local:%B %Y at %H:%M}"
