"""Links to pages of this door."""

from django.urls import reverse


def to(name: str, *args: object) -> str:
    return reverse(f"volunteering:{name}", args=args)
