"""Links to pages of this door."""

from django.urls import NoReverseMatch, reverse


def to(name: str, *args: object, otherwise: str = "") -> str:
    """The address of a page of this door; `otherwise` where that page does not exist (yet)."""
    try:
        return reverse(f"casework:{name}", args=args)
    except NoReverseMatch:
        return otherwise
