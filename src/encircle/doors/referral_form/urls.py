"""The addresses of the form's pages, for a door to put among its own."""

from functools import partial

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from . import checking, entries, papers, section, tasks
from .mount import Mount, View

READ, FORM, PRESS = ("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)
PAGES: tuple[tuple[str, str, View, tuple[str, ...]], ...] = (
    ("form", "", tasks.tasks, READ),
    ("section", "sections/<slug:code>/", section.section, FORM),
    ("entries", "sections/<slug:code>/list/", entries.entries, FORM),
    ("entry_new", "sections/<slug:code>/list/new", entries.entry_new, FORM),
    ("entry", "sections/<slug:code>/list/<uuid:entry_id>/", entries.entry, FORM),
    ("entry_removal", "sections/<slug:code>/list/<uuid:entry_id>/removal", entries.entry_removal, FORM),
    ("papers", "documents/", papers.papers, FORM),
    ("paper", "documents/<uuid:paper_id>/", papers.paper, READ),
    ("paper_page", "documents/<uuid:paper_id>/pages/<int:number>", papers.paper_page, READ),
    ("paper_removal", "documents/<uuid:paper_id>/removal", papers.paper_removal, FORM),
    ("answers", "answers/", checking.answers, READ),
    ("submission", "submission", checking.submission, PRESS),
)


def form_urls(mount: Mount) -> list[URLPattern]:
    return [
        path(
            f"{mount.before}{place}",
            require_http_methods(methods)(mount.guard(partial(view, mount))),
            name=mount.name(name),
        )
        for name, place, view, methods in PAGES
    ]
