"""Fill in the forms of a page as a person would, and send them."""

import secrets
from datetime import timedelta

from bs4 import BeautifulSoup

from encircle.common.clock import in_london, system_now

NAME = "Nighthawk"  # what is typed where somebody's name is asked for


def forms_of(page: bytes, words: str = "") -> list[tuple[str, dict[str, str]]]:
    """Where each form that writes goes, and what stands in it; with `words`, these typed wherever something can be
    typed and the first answer given to every question."""
    forms = BeautifulSoup(page, "html.parser").find_all("form")
    writing = [form for form in forms if form.get("method", "get").lower() == "post"]
    return [(form.get("action") or "", dict(_fields(form, words))) for form in writing]


def _fields(form, words: str):
    asked = set()
    for field in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.has_attr("disabled"):
            continue
        if field.name == "textarea":
            yield name, words or field.text
        elif field.name == "select":
            yield name, _chosen(field, words)
        elif kind in ("radio", "checkbox"):
            if field.has_attr("checked") or (words and name not in asked):
                asked.add(name)
                yield name, field.get("value", "on")
        elif kind in ("submit", "file", "button"):
            continue
        elif kind == "hidden" or not words:
            yield name, field.get("value", "")
        else:
            yield name, _typed(name, kind, field.get("value", ""), words)


def _chosen(field, words: str) -> str:
    options = field.find_all("option")
    chosen = next((one for one in options if one.has_attr("selected")), None)
    if chosen is None or (words and not chosen.get("value")):
        chosen = next((one for one in options if one.get("value")), None)
    return chosen.get("value", "") if chosen else ""


def _typed(name: str, kind: str, before: str, words: str) -> str:
    if before:
        return before
    coming = in_london(system_now()).date() + timedelta(days=3)
    for part, value in (("day", coming.day), ("month", coming.month), ("year", coming.year), ("hour", 18)):
        if name.endswith((f"_{part}", f"-{part}")):
            return str(value)
    if "email" in name or kind == "email":
        return f"{secrets.token_hex(6)}@people.example"
    if kind == "tel" or "phone" in name or "number" in name:
        return "01632 960444"
    if name.endswith("name") or name == "known_as":
        return NAME
    return "18:30" if "time" in name else words
