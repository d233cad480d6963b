"""A review's pack: drafted, read beside what it corrects, corrected, approved, copied, and released by the sieve."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from encircle.common.clock import in_london
from encircle.common.errors import NotAllowed
from encircle.common.ids import new_id
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import long_date
from encircle.foundations.access.actor import names_of
from encircle.rooms.reviews.actions.packing import approve_pack, correct_pack, draft_pack, subjects
from encircle.rooms.reviews.drafting import gather
from encircle.rooms.reviews.models import PackVersion
from encircle.rooms.reviews.queries.packs import Audience, opened, pack_page
from encircle.rooms.reviews.queries.planned import review_row
from encircle.rooms.reviews.releasing import open_pack_for_release
from encircle.rooms.reviews.rules import may_approve_packs, may_keep_reviews, refuse_cancelled, require_keeping
from encircle.rooms.sharing.queries.ledger import releases_of_pack
from encircle.rooms.sharing.rules import may_release

from .answers import once, page
from .guard import StaffRequest, for_staff
from .pack_copies import COPIES, copy_of
from .record import circle_page
from .releases import About, preview, what_went
from .review_forms import CorrectionForm


@require_POST
@for_staff
def pack_draft(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """From the record as it is now: each press is a version of its own."""
    by = request.actor
    review = review_row(review_id)
    require_keeping(by, review.area_id)
    refuse_cancelled(review)
    version_id = draft_pack(gather(review_id, by=by, at=by.now), id=new_id(), by=by, at=by.now)
    say(request, "The pack is drafted from the record. Read it through and correct it.")
    return redirect("casework:pack", version_id)


@require_safe
@for_staff
def pack(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    by = request.actor
    found = pack_page(pack_id, by=by)
    version = found.version
    context = circle_page(request, version.circle_id, "circle_reviews")
    keeps = may_keep_reviews(by, version.area_id)
    context |= {
        "found": found,
        "version": version,
        "review": version.review,
        "names": names_of(one.written_by_id for one in found.versions),
        "released": releases_of_pack(version.pk) if found.is_approved else [],
        "may_correct": keeps and found.is_newest,
        "may_approve": may_approve_packs(by, version.area_id) and found.is_newest and not found.is_approved,
        "may_release": may_release(by, version.area_id) and found.is_approved,
        "may_copy": keeps,
    }
    return page(request, "review_pack.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def pack_correction(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    by, found = request.actor, opened(pack_id, by=request.actor)
    version = found.version
    require_keeping(by, version.area_id)
    form = CorrectionForm(typed(request), passages=found.passages, topics=subjects())

    def act() -> None:
        once(
            PackVersion,
            form.id,
            lambda: correct_pack(found, form.texts, form.added, id=form.id, by=by, at=by.now),
        )

    if carried_out(form, act):
        say(request, "It is saved as a new version. The earlier one stays beside it.")
        return redirect("casework:pack", form.id)
    context = circle_page(request, version.circle_id, "circle_reviews") | {"form": form, "version": version}
    return page(request, "review_pack_correction.html", context | {"passages": found.passages})


@require_POST
@for_staff
def pack_approval(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    by = request.actor
    version = approve_pack(pack_id, by=by, at=by.now)
    if may_release(by, version.area_id):
        return redirect("casework:pack_release", pack_id)
    return redirect("casework:pack", pack_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def pack_release(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    found = open_pack_for_release(pack_id, by=request.actor)
    shown = About(
        title="Release the review",
        caption=f"Review of {long_date(found.opened.paper.moment)}",
        of="this review",
        them="it",
        item="circle_reviews",
        done=reverse("casework:pack_released", args=[pack_id]),
        back=(reverse("casework:pack", args=[pack_id]), "The review pack"),
        taken_back=found.taken_back,
    )
    return preview(request, found.opened, shown)


@require_safe
@for_staff
def pack_released(request: StaffRequest, pack_id: UUID) -> HttpResponse:
    back = (reverse("casework:pack", args=[pack_id]), "The review pack")
    return what_went(request, releases_of_pack(pack_id), "Review", item="circle_reviews", back=back)


@require_GET
@for_staff
def pack_copy(request: StaffRequest, pack_id: UUID, audience: str, ending: str) -> HttpResponse:
    """As a PDF or a Word file, for the charity or for the Circle's table. Agencies get what is released to them."""
    by = request.actor
    found = opened(pack_id, by=by)
    require_keeping(by, found.version.area_id)
    if not hasattr(found.version, "approval"):
        raise NotAllowed("Approve the pack first. Copies are made of what stands.")
    make, content_type = COPIES[ending]
    made = make(copy_of(found, Audience(audience), by=by, at=by.now))
    response = HttpResponse(made, content_type=content_type)
    day = in_london(by.now)
    response["Content-Disposition"] = f'attachment; filename="review-{day:%Y-%m-%d}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
