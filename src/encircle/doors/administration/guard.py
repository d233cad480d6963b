"""What a view of the administration door is handed."""

from django.http import HttpRequest

from encircle.foundations.access.actor import Actor
from encircle.foundations.access.identity import Acting


class OfficeRequest(HttpRequest):
    """A request that came in by this door: somebody acts in it."""

    actor: Actor
    acting: Acting
