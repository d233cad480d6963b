import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from jinja2 import UndefinedError
from markupsafe import Markup

from encircle.design.components import FOLDER
from encircle.design.gallery import NOW, Piece, SpecimenFilter
from encircle.design.items import Entry, Figure, Row, Task, WorkItem, page_numbers
from encircle.design.jinja import initials, joined

NASTY = "<script>alert(1)</script>"


def drawn(render, source, **context):
    return BeautifulSoup(render(source, **context), "html.parser")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ui.heading(x, caption=x) }}",
        "{{ ui.link(x, x, x) }}",
        "{{ ui.tag(x) }}{{ ui.badge(x) }}{{ ui.warning(x) }}{{ ui.inset(x) }}{{ ui.prose(x) }}",
        "{{ ui.details(x, x) }}{{ ui.panel(x, x) }}{{ ui.empty(x, x, x) }}",
        "{{ ui.notification(x, title=x) }}{{ ui.notification(x, 'success') }}{{ ui.alert(x, title=x) }}",
        "{{ ui.button(x, name=x, value=x) }}{{ ui.link_button(x, x) }}",
        "{{ ui.post_button(x, x, fields={'a': x}, hidden=x) }}",
        "{{ ui.back_link(x, x) }}{{ ui.breadcrumbs([(x, x)]) }}{{ ui.sub_navigation([(x, x, True)], x) }}",
        "{{ ui.identity_bar(x, [(x, x)], [(x, 'red')]) }}{{ ui.pagination(1, 3, x) }}{{ ui.newer_older(x, x, x) }}",
        "{{ ui.summary_list([(x, x, x)], card=x) }}{{ ui.check_answers([(x, [(x, x)])], x, x, warning=x) }}",
        "{{ ui.task_list(tasks) }}{{ ui.work_list(work) }}{{ ui.timeline(entries) }}{{ ui.figures(figures) }}",
        "{{ ui.table(x, [x, x], [[x, x]]) }}{{ ui.difference([Piece('kept', x), Piece('put_in', x)]) }}",
        "{% call ui.details(x) %}{{ x }}{% endcall %}{% call ui.inset() %}{{ x }}{% endcall %}",
    ],
)
def test_what_is_handed_to_a_component_is_never_markup(render, source):
    context = {
        "Piece": Piece,
        "tasks": [Task(NASTY, NASTY, NASTY, hint=NASTY)],
        "work": [WorkItem(NASTY, NASTY, [NASTY], NASTY, "red", NASTY, "soon", NASTY)],
        "entries": [Entry(NASTY, NOW, NASTY, NASTY, NASTY, NASTY)],
        "figures": [Figure(NASTY, NASTY, NASTY)],
    }
    text = render(source, x=NASTY, **context)
    assert "<script" not in text
    assert "script" in text


def test_unknown_names_and_components_fail_loudly(render):
    for source in ("{{ nothing }}", "{{ ui.nothing() }}", "{{ page.nothing }}"):
        with pytest.raises(UndefinedError):
            render(source)


def test_every_component_of_ours_is_in_the_guide_and_in_the_gallery():
    root = FOLDER.parents[4]
    names = {
        name
        for path in FOLDER.glob("*.html")
        for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
    }
    assert len(names) > 35
    guide = (root / "docs" / "design.md").read_text(encoding="utf-8")
    assert {name for name in names if f"ui.{name}(" not in guide} == set()
    pages = "".join(path.read_text(encoding="utf-8") for path in (FOLDER.parent).rglob("*.html"))
    assert {name for name in names if f"ui.{name}(" not in pages} == set()


def test_no_template_of_ours_has_inline_script_or_style():
    for path in FOLDER.parent.rglob("*.html"):
        text = re.sub(r"{[{%#].*?[%#}]}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(
            r"\sstyle=|\son(click|change|input|load|submit)=|javascript:|<style|<script(?![^>]*src=)", text
        ), path.name


def test_nothing_is_declared_safe_by_hand():
    for path in FOLDER.parent.rglob("*.html"):
        assert not re.search(r"\|\s*safe", path.read_text(encoding="utf-8")), path.name


def test_links_that_read_alike_are_told_apart(render):
    page = drawn(render, "{{ ui.summary_list(rows) }}", rows=[Row("Usual time", "7pm", "/a"), Row("Venue", None, "/b")])
    assert [link.text for link in page.select("a")] == ["Change usual time", "Change venue"]
    assert page.select(".govuk-summary-list__value")[1].text.strip() == "Not recorded"


def test_zero_is_a_value_and_components_stay_markup(render):
    page = drawn(render, "{{ ui.summary_list(rows) }}", rows=[("Hours", 0), ("State", Markup("<b>On</b>"))])
    assert page.select("dd")[0].text.strip() == "0"
    assert page.select_one("dd b").text == "On"


def test_a_button_that_changes_something_carries_the_token(render):
    page = drawn(render, '{{ ui.post_button("Acknowledge", "/7/receipt", fields={"version": 2}) }}')
    assert page.form["method"] == "post"
    assert page.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert page.select_one("[name=version]")["value"] == "2"


def test_a_filter_sends_no_token_in_an_address(render):
    for method, tokens in (("get", 0), ("post", 1)):
        page = drawn(render, '{{ ui.filter(form, "/", method=method) }}', form=SpecimenFilter(), method=method)
        assert len(page.select("[name=csrfmiddlewaretoken]")) == tokens


def test_how_far_away_a_moment_is(render):
    page = drawn(render, "{{ ui.moment(at) }}", at=NOW + timedelta(hours=31))
    assert page.text == "Thursday 5 March 2026 at 4:15am (in 31 hours)"
    assert page.time["datetime"] == "2026-03-05T04:15:00+00:00"


def test_a_task_that_cannot_start_is_no_link(render):
    page = drawn(
        render, "{{ ui.task_list(tasks) }}", tasks=[Task("Send", "Cannot start yet"), Task("Who", "Done", "/w", None)]
    )
    assert [link.text for link in page.select("a")] == ["Who"]
    assert page.a["aria-describedby"] == "task-2-status"
    assert page.select_one("#task-2-status").text.strip() == "Done"


def test_the_difference_is_told_to_those_who_cannot_see_it(render):
    pieces = [Piece("kept", "one "), Piece("taken_out", "two"), Piece("put_in", "three")]
    page = drawn(render, "{{ ui.difference(pieces) }}", pieces=pieces)
    assert page.select_one(".encircle-difference").text == "one [removed: two][added: three]"
    same = drawn(render, "{{ ui.difference(pieces) }}", pieces=pieces[:1])
    assert same.text.strip() == "The two are the same."


@pytest.mark.parametrize(
    ("current", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (7, 42, [1, None, 6, 7, 8, None, 42]),
        (3, 5, [1, 2, 3, 4, 5]),
        (4, 6, [1, 2, 3, 4, 5, 6]),
        (42, 42, [1, None, 41, 42]),
    ],
)
def test_pages(current, last, numbers):
    assert page_numbers(current, last) == numbers


def test_small_words():
    assert initials("Cora Ann O'Neil-Smith") == "CAOS"
    assert [joined(["Vera", "Vic", "Cora"][:n]) for n in range(4)] == ["", "Vera", "Vera and Vic", "Vera, Vic and Cora"]


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf"])
def test_an_error_page_needs_nothing_from_the_request(render, name):
    page = BeautifulSoup(engines["jinja2"].get_template(f"errors/{name}.html").render({}), "html.parser")
    assert page.h1.text == page.title.text
    assert not page.select("form, script")


def test_a_refusal_gives_its_reasons_and_an_error_its_reference(render):
    errors = engines["jinja2"].get_template("errors/403.html"), engines["jinja2"].get_template("errors/500.html")
    assert "Only the coordinator may." in errors[0].render({"reasons": ["Only the coordinator may."]})
    assert "say: 7KQ2MX" in errors[1].render({"reference": "7KQ2MX"})
