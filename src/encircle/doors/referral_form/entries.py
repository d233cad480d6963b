"""A list that a section asks for, such as assessments: what is in it, one more, one changed, one taken out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from encircle.common.errors import NotFound
from encircle.common.ids import new_id
from encircle.design.answering import say
from encircle.design.dates import clock_time
from encircle.design.questions import QuestionForm
from encircle.rooms.referrals.actions.drafting import Clash, finish_section, remove_entry, save_entry
from encircle.rooms.referrals.drafts import OpenSection, held_referral, open_section
from encircle.rooms.referrals.models import Referral
from encircle.rooms.referrals.sections import Checked, Entries, Entry, Line, Section, missing, tidy
from encircle.rooms.referrals.sections.answers import asks_for_entries, entry_name, lines
from encircle.rooms.referrals.sections.checking import check

from .mount import FormRequest, Mount
from .section import LATER, is_autosave, posted_revision, saved_by_itself, stands_otherwise, way_back, whole_page


def entries(mount: Mount, request: FormRequest, referral_id: UUID, code: str) -> HttpResponse:
    by, referral = request.actor, held_referral(referral_id)
    found, _ = _listed(referral, code, request)
    if request.method != "POST":
        return _list_page(mount, request, referral, found, [])
    saved = finish_section(referral_id, code, by=by, at=by.now)
    if saved.missing:
        return _list_page(mount, request, referral, found, missing(found.section, found.draft))
    return redirect(way_back(mount, request, referral_id))


def entry_new(mount: Mount, request: FormRequest, referral_id: UUID, code: str) -> HttpResponse:
    referral = held_referral(referral_id)
    found, listed = _listed(referral, code, request)
    if request.method == "POST":
        return _saving(mount, request, referral, found, _once(request))
    return _entry_page(mount, request, referral, found, listed, Entry(str(new_id()), {}), Checked())


def entry(mount: Mount, request: FormRequest, referral_id: UUID, code: str, entry_id: UUID) -> HttpResponse:
    referral = held_referral(referral_id)
    found, listed = _listed(referral, code, request)
    one = _entry(found, entry_id)
    if request.method == "POST":
        return _saving(mount, request, referral, found, one.id)
    return _entry_page(mount, request, referral, found, listed, one, Checked())


def entry_removal(mount: Mount, request: FormRequest, referral_id: UUID, code: str, entry_id: UUID) -> HttpResponse:
    by, referral = request.actor, held_referral(referral_id)
    found, listed = _listed(referral, code, request)
    back = mount.url("entries", referral_id, code) + _from(request)
    if request.method == "POST":
        remove_entry(referral_id, code, str(entry_id), by=by, at=by.now)
        say(request, "Removed.")
        return redirect(back)
    one = _entry(found, entry_id)
    rows = lines(listed.questions, check(listed.questions, one.typed))
    context = mount.context(referral, section=found.section, listed=listed, rows=rows, back_url=back)
    return render(request, "referral_form/entry_removal.html", context)


def _listed(referral: Referral, code: str, request: FormRequest) -> tuple[OpenSection, Entries]:
    """Raises NotFound for a section without a list, or one whose answer asks for none."""
    found = open_section(referral, code, by=request.actor)
    listed = found.section.entries
    if listed is None or not asks_for_entries(found.section, found.draft.typed):
        raise NotFound()
    return found, listed


def _entry(found: OpenSection, entry_id: UUID) -> Entry:
    one = found.draft.entry(str(entry_id))
    if one is None:
        raise NotFound()
    return one


def _once(request: HttpRequest) -> str:
    """The id that came with the page, so that pressing twice adds one."""
    try:
        return str(UUID(request.POST.get("once", "")))
    except ValueError:
        return str(new_id())


def _saving(mount: Mount, request: FormRequest, referral: Referral, found: OpenSection, entry_id: str) -> HttpResponse:
    by, code = request.actor, found.section.code
    listed = found.section.entries
    assert listed is not None  # noqa: S101 (looked for before)
    one = Entry(entry_id, tidy(listed.questions, dict(request.POST.lists())))
    saved = save_entry(referral.pk, code, one, base=posted_revision(request), by=by, at=by.now)
    if is_autosave(request):
        return saved_by_itself(saved, mount.url("entries", referral.pk, code))
    if isinstance(saved, Clash):
        before = saved.stands.draft.entry(one.id)
        stands = stands_otherwise(listed.questions, before.typed if before else {}, one.typed)
        return _entry_page(mount, request, referral, saved.stands, listed, one, Checked(), clash=stands)
    if request.POST.get("go") == "later":
        say(request, LATER)
        return redirect(mount.url("form", referral.pk))
    checked = check(listed.questions, one.typed)
    if checked.faults:
        now = OpenSection(found.section, found.draft.with_entry(one), saved.revision)
        return _entry_page(mount, request, referral, now, listed, one, checked)
    return redirect(mount.url("entries", referral.pk, code) + _from(request))


def _from(request: HttpRequest) -> str:
    return "?from=answers" if request.GET.get("from") == "answers" else ""


def _list_page(
    mount: Mount, request: FormRequest, referral: Referral, found: OpenSection, wrong: list[str]
) -> HttpResponse:
    context = mount.context(
        referral,
        section=found.section,
        listed=found.section.entries,
        cards=_cards(found.section, found),
        form=QuestionForm([], {}, faults=[whole_page(text) for text in dict.fromkeys(wrong)]),
        asked_from=_from(request),
        back_url=mount.url("section", referral.pk, found.section.code) + _from(request),
    )
    return render(request, "referral_form/entries.html", context, status=422 if wrong else 200)


def _cards(section: Section, found: OpenSection) -> list[tuple[Entry, str, list[Line], bool]]:
    """Each entry with its name, its lines, and whether something in it is missing."""
    questions = section.entries.questions if section.entries else ()
    return [
        (one, entry_name(section, one, number), lines(questions, checked), not checked.is_right)
        for number, one in enumerate(found.draft.entries, 1)
        for checked in [check(questions, one.typed)]
    ]


def _entry_page(
    mount: Mount,
    request: HttpRequest,
    referral: Referral,
    found: OpenSection,
    listed: Entries,
    one: Entry,
    checked: Checked,
    **more: object,
) -> HttpResponse:
    context = mount.context(
        referral,
        section=found.section,
        listed=listed,
        form=QuestionForm(listed.questions, one.typed, faults=checked.faults),
        revision=found.revision,
        once=one.id,
        is_new=request.resolver_match is not None and request.resolver_match.url_name == mount.name("entry_new"),
        autosave_url=request.path,
        saved_at=clock_time(found.saved_at) if found.saved_at else "",
        back_url=mount.url("entries", referral.pk, found.section.code) + _from(request),
        **more,
    )
    status = 422 if checked.faults or "clash" in more else 200
    return render(request, "referral_form/entry.html", context, status=status)
