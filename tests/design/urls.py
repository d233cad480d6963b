from time import sleep

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from encircle.design import views
from encircle.design.forms import GovForm, LongTextField


class DraftForm(GovForm):
    notes = LongTextField(label="Notes", max_length=20_000)


STATE = {"answer": "saved", "posts": [], "stays": 0}


def draft(request):
    if request.method == "POST":
        STATE["posts"].append(("sent", request.POST["notes"]))
        STATE["revision"] = request.POST["revision"]
    return render(request, "draft.html", {"form": DraftForm(request.POST or None)})


@require_POST
def autosave(request):
    STATE["posts"].append(("saved", request.POST["notes"]))
    answers = {
        "saved": lambda: JsonResponse({"saved_at": "21:16", "fields": {"revision": "2"}}),
        "slow": lambda: sleep(1) or JsonResponse({"saved_at": "21:16", "fields": {"revision": "2"}}),
        "clash": lambda: JsonResponse({"url": "/public"}, status=409),
        "ended": lambda: HttpResponse(status=302, headers={"Location": "/public"}),
        "broken": lambda: HttpResponse(status=500),
    }
    return answers[STATE["answer"]]()


@require_POST
def stay(request):
    STATE["stays"] += 1
    return JsonResponse({"seconds": 900})


def public(request):
    return render(request, "public_page.html")


def error(request, name):
    return render(request, f"errors/{name}.html", {"reasons": ["Only the coordinator may approve minutes."]})


urlpatterns = [
    path("", views.gallery),
    path("brand/<str:colour>.css", views.brand_css, name="brand_css"),
    path("draft", draft),
    path("autosave", autosave),
    path("account/stay", stay),
    path("public", public),
    path("errors/<str:name>", error),
]
