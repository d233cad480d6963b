"""Reading and pressing the volunteers' pages as a browser without JavaScript does."""

from bs4 import BeautifulSoup
from django.urls import reverse


def at(name, *args):
    return reverse(f"volunteering:{name}", args=args)


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def words(answer):
    """What stands on the page, in one line."""
    main = soup(answer).find("main")
    return " ".join(main.get_text(" ").split())


def fields(answer, action):
    """What the form that posts to `action` would send, as it stands."""
    form = next(form for form in soup(answer).find_all("form") if form["action"] == action)
    sent = {}
    for field in form.find_all(["input", "textarea", "select"]):
        kind = field.get("type", "")
        if kind in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            text = field.get_text()
            sent[field["name"]] = text[1:] if text.startswith("\n") else text
        elif field.name == "select":
            chosen = field.find("option", selected=True)
            sent[field["name"]] = chosen["value"] if chosen else ""
        else:
            sent[field["name"]] = field.get("value", "")
    return sent


def faults(answer):
    """The summary of errors: text -> where it leads."""
    summary = soup(answer).select(".govuk-error-summary__list li")
    return {" ".join(item.get_text().split()): (item.a["href"] if item.a else "") for item in summary}


def whole_answers(cast, **more):
    """Everything a page of minutes needs to be submitted."""
    came = {f"presence_{cast.seats[key].pk.hex}": "present" for key in ("mark", "vera", "vic")}
    return {
        "started": "6:30pm",
        "ended": "8:15pm",
        "outcome": "held",
        f"hours_{cast.seats['vera'].pk.hex}": "2.5",
        f"travel_{cast.seats['vera'].pk.hex}": "40",
        "passage_week": "A quiet week.",
        **came,
        **more,
    }
