"""The task list: which sections the form has and how far each is."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from encircle.design.items import TagColour, Task
from encircle.rooms.referrals.documents import papers
from encircle.rooms.referrals.drafts import OpenForm, OpenSection, Progress, held_referral, open_form
from encircle.rooms.referrals.sections import SECTIONS

from .mount import FormRequest, Mount

STATUS: dict[Progress, tuple[str, str | None]] = {
    Progress.NOT_STARTED: ("Not started", "blue"),
    Progress.IN_PROGRESS: ("In progress", "teal"),
    Progress.COMPLETED: ("Completed", None),
}
GROUPS = list(dict.fromkeys(section.group for section in SECTIONS.values()))


def tasks(mount: Mount, request: FormRequest, referral_id: UUID) -> HttpResponse:
    form = open_form(held_referral(referral_id), by=request.actor)
    context = mount.context(
        form.referral,
        form_state=form,
        groups=_groups(mount, form),
        papers=[_papers(mount, referral_id)],
        last=_last(mount, form),
    )
    return render(request, "referral_form/tasks.html", context)


def _papers(mount: Mount, referral_id: UUID) -> Task:
    """Documents may be added; none need be."""
    added = papers(referral_id).count()
    status: tuple[str, TagColour | None] = (f"{added} added", None) if added else ("Optional", "grey")
    return Task("Documents", status[0], mount.url("papers", referral_id), status[1])


def _groups(mount: Mount, form: OpenForm) -> list[tuple[str, list[Task]]]:
    ordered = sorted(form.sections, key=lambda one: GROUPS.index(one.section.group))
    return [
        (group, _tasks(mount, form, sections))
        for group, sections in groupby(ordered, key=lambda one: one.section.group)
    ]


def _tasks(mount: Mount, form: OpenForm, sections: Iterable[OpenSection]) -> list[Task]:
    return [
        Task(
            one.section.title,
            STATUS[one.progress][0],
            mount.url("section", form.referral.pk, one.section.code),
            STATUS[one.progress][1],  # type: ignore[arg-type]
        )
        for one in sections
    ]


def _last(mount: Mount, form: OpenForm) -> list[Task]:
    url = mount.url("answers", form.referral.pk)
    if form.is_complete:
        return [Task("Check your answers and send", "Not started", url)]
    return [Task("Check your answers and send", "Cannot start yet", "")]
