"""The two pages the design system serves itself: the charity's colour, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from .brand import UnfitColour, brand_style_sheet


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def brand_css(request: HttpRequest, colour: str) -> HttpResponse:
    """The colour stands in the address, so that the answer never changes and needs no database."""
    try:
        return HttpResponse(brand_style_sheet(colour), content_type="text/css; charset=utf-8")
    except UnfitColour as refusal:
        raise Http404 from refusal


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages. Demonstration only."""
    from .gallery import specimens

    if not settings.DEMO:
        raise Http404
    return render(request, "design/gallery.html", specimens())
