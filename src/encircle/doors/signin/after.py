"""Where a person goes once signed in."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/home/"


def next_address(request: HttpRequest) -> str:
    """The page they first asked for, when it is one of ours; else their home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_ours(wanted) and not wanted.startswith(("/sign-in/", "/demo/")) else HOME


def is_ours(address: str) -> bool:
    """A path of this site and nothing else."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
