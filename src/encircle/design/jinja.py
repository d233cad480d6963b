"""The Jinja2 environment of every page: strict about unknown names, with the components at hand as `ui`."""

import re
from collections.abc import Callable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from . import dates, items
from .brand import DEFAULT_BRAND
from .components import Components, govuk
from .controls import control, error_list, revealed_names


def environment(**options: Any) -> Environment:
    """Named in settings.TEMPLATES; Django passes its own loader and whether to reload."""
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("encircle.design", "templates")])
    options["undefined"] = StrictUndefined
    built = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 (Django asks for autoescape)
    built.filters.update(FILTERS)
    built.globals.update(ui=Components(built), **GLOBALS)
    return built


def url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def initials(name: str) -> str:
    """Cora Ann O'Neil -> CAO"""
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isalnum()).upper()


def sentence(words: str) -> str:
    """First letter large, the rest as it is."""
    return words[:1].upper() + words[1:]


def joined(words: list[str], last: str = "and") -> str:
    """Vera, Vic and Cora"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def times(count: int) -> str:
    """once, twice, 3 times"""
    return {1: "once", 2: "twice"}.get(count) or f"{count} times"


GLOBALS: dict[str, object] = {
    "static": static,
    "url": url,
    "default_brand": DEFAULT_BRAND,
    "govuk": govuk(),
    "control": control,
    "error_list": error_list,
    "revealed_names": revealed_names,
    "page_numbers": items.page_numbers,
    "Row": items.Row,
    "Action": items.Action,
    "Task": items.Task,
    "WorkItem": items.WorkItem,
    "Entry": items.Entry,
    "Figure": items.Figure,
}

FILTERS: dict[str, Callable[..., str]] = {
    "times": times,
    "long_date": dates.long_date,
    "date": dates.plain_date,
    "short_date": dates.short_date,
    "time": dates.clock_time,
    "datetime": dates.date_and_time,
    "long_datetime": dates.long_date_and_time,
    "machine": dates.machine,
    "relative": dates.relative,
    "relative_day": dates.relative_day,
    "duration": dates.duration,
    "counted": dates.counted,
    "initials": initials,
    "sentence": sentence,
    "joined": joined,
}
