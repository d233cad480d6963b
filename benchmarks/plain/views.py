from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import BooleanField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from encircle.foundations.accounts.models import User
from encircle.rooms.circles.models import Circle
from encircle.rooms.meetings.models import Meeting, MinutesVersion, Passage
from encircle.rooms.people.models import CoreMember

from .models import Note


def sign_in(request: HttpRequest, persona: str) -> HttpResponse:
    login(request, User.objects.get(persona=persona), "django.contrib.auth.backends.ModelBackend")
    return HttpResponse("signed in")


@login_required
def one(request: HttpRequest) -> HttpResponse:
    """One indexed query."""
    return render(request, "plain/one.html", {"circle": get_object_or_404(Circle, pk=request.GET["circle"])})


@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    """A list of 50 rows, with what a list shows."""
    rows = (
        Meeting.objects.filter(area=request.GET["area"])
        .select_related("circle", "venue", "approval")
        .order_by("-starts_at")[:50]
    )
    return render(request, "plain/list.html", {"rows": rows})


@login_required
def entries(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """A page about one Circle with 60 entries."""
    circle = get_object_or_404(Circle.objects.select_related("area", "venue"), pk=circle_id)
    rows = (
        Passage.objects.filter(circle=circle)
        .select_related("meeting", "version", "topic")
        .order_by("-meeting__starts_at", "position")[:60]
    )
    return render(request, "plain/circle.html", {"circle": circle, "rows": rows})


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """A look-up by part of a name."""
    name = Concat("given_name", Value(" "), "family_name")
    rows = CoreMember.objects.annotate(whole=name).filter(whole__icontains=request.GET["words"])
    return render(request, "plain/people.html", {"rows": rows.select_related("area").order_by("family_name")[:50]})


@login_required
def minutes(request: HttpRequest) -> HttpResponse:
    """Minutes by their words."""
    found = RawSQL("search @@ websearch_to_tsquery('english', %s)", [request.GET["words"]], BooleanField())
    versions = Passage.objects.filter(found).values("version")
    rows = MinutesVersion.objects.filter(pk__in=versions).select_related("circle", "meeting", "area")
    return render(request, "plain/minutes.html", {"rows": rows.order_by("-meeting__starts_at")[:50]})


@login_required
def insert(request: HttpRequest) -> HttpResponse:
    """One insert, in a transaction, and a redirect."""
    if request.method == "POST":
        with transaction.atomic():
            Note.objects.create(words=request.POST["words"])
        return redirect("insert")
    return render(request, "plain/insert.html")
