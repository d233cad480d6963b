"""The addresses of the form's pages, for a door to put among its own."""

from functools import partial

from django.urls import URLPattern, path

from . import checking, entries, section, tasks
from .mount import Mount, View

PAGES: tuple[tuple[str, View, str], ...] = (
    ("", tasks.tasks, "form"),
    ("sections/<slug:code>/", section.section, "section"),
    ("sections/<slug:code>/list/", entries.entries, "entries"),
    ("sections/<slug:code>/list/new", entries.entry_new, "entry_new"),
    ("sections/<slug:code>/list/<uuid:entry_id>/", entries.entry, "entry"),
    ("sections/<slug:code>/list/<uuid:entry_id>/removal", entries.entry_removal, "entry_removal"),
    ("answers/", checking.answers, "answers"),
    ("submission", checking.submission, "submission"),
)


def form_urls(mount: Mount) -> list[URLPattern]:
    return [
        path(f"{mount.before}{place}", mount.guard(partial(view, mount)), name=mount.name(name))
        for place, view, name in PAGES
    ]
