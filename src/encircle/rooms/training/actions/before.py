"""Keep what an event was before it is changed."""

from datetime import datetime

from encircle.foundations.access.actor import Actor

from ..models import Event, EventBefore, EventPart, Trainer


def keep_what_it_was(event: Event, *, by: Actor, at: datetime) -> None:
    parts = EventPart.objects.filter(event=event)
    row = EventBefore(
        event=event, area_id=event.area_id, venue_id=event.venue_id, address=event.address, places=event.places,
        parts=[[one.name, f"{one.on:%Y-%m-%d}", f"{one.starts:%H:%M}", f"{one.ends:%H:%M}"] for one in parts],
        trainers=list(Trainer.objects.filter(event=event).order_by("at", "pk").values_list("user", flat=True)),
        by_id=by.user_id, at=at,
    )  # fmt: skip
    EventBefore.objects.bulk_create([row])
