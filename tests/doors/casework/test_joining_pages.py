"""Agreeing to take part on its pages, its prints, and what the volunteers of the Circle read."""

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from encircle.common.clock import in_london
from encircle.common.ids import new_id
from encircle.rooms.joining.models import Agreement, DisclosureScope
from encircle.rooms.organisation.models import KindStandard
from tests.cast import plant_cast
from tests.rooms.joining.test_agreeing import agree, agree_scope
from tests.support.client import signed_in
from tests.support.database import as_owner


@pytest.fixture
def cast(db):
    return plant_cast()


def at(name, *args):
    return reverse(f"casework:{name}", args=args)


def text(answer, status=200):
    assert answer.status_code == status
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def today(cast, name):
    day = in_london(cast.now).date()
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def answers(cast, **more):
    return {
        "once": new_id(), "who": "core_member", **today(cast, "agreed_on"), "style": "standard", "how": "screen",
        "is_voluntary": "on", "is_no_condition": "on", "who_was_there": "", "help_given": "Read aloud.", **more,
    }  # fmt: skip


def test_an_agreement_is_taken_once_and_the_record_says_so(cast):
    cora, given = signed_in(cast.cora), answers(cast)
    assert "Not yet" in text(cora.get(at("core_member", cast.mark.pk)))
    for _ in range(2):
        assert cora.post(at("joining_agreement", cast.mark.pk), given).status_code == 302
    with as_owner():
        assert Agreement.objects.count() == 1
    assert "Agreed" in text(cora.get(at("core_member", cast.mark.pk)))
    assert "Read aloud." in text(cora.get(at("joining", cast.mark.pk)))


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(cast):
    given = answers(cast)
    del given["is_no_condition"]
    answer = signed_in(cast.cora).post(at("joining_agreement", cast.mark.pk), given)
    assert "Confirm that no court and no licence asks it" in text(answer, 422)
    assert "Read aloud." in answer.content.decode()


def test_who_agrees_no_longer_stands_on_the_home_page(cast):
    agree(cast)
    cora = signed_in(cast.cora)
    with as_owner():
        row = Agreement.objects.get()
    moment = in_london(cast.now)
    given = {
        "once": new_id(), "told": "phone", "withdrawn_at_day": moment.day, "withdrawn_at_month": moment.month,
        "withdrawn_at_year": moment.year, "withdrawn_at_time": f"{moment:%H:%M}",
    }  # fmt: skip
    answer = cora.post(at("joining_withdrawal", row.pk), given)
    assert answer.status_code == 302, text(answer, answer.status_code)
    assert "Agree no longer to take part (1)" in text(cora.get(at("home")))
    assert "Agrees no longer" in text(cora.get(at("joining", cast.mark.pk)))


def test_capacity_is_recorded_before_where_the_kind_asks_it(cast):
    with as_owner():
        KindStandard.objects.filter(kind="adult").update(needs_capacity=True, easy_read=True)
    cora = signed_in(cast.cora)
    assert "Look first at whether they can decide this" in text(
        cora.post(at("joining_agreement", cast.mark.pk), answers(cast)), 422
    )
    looked = {
        "once": new_id(), **today(cast, "assessed_on"), "help_given": "Easy read, twice.", "seen": "Said it back well.",
        "able": ["understands", "retains", "weighs", "communicates"], "who_was_there": "",
    }  # fmt: skip
    assert cora.post(at("joining_capacity", cast.mark.pk), looked).status_code == 302
    assert cora.post(at("joining_agreement", cast.mark.pk), answers(cast)).status_code == 302
    assert "Could decide this Yes" in text(cora.get(at("joining", cast.mark.pk)))


def test_volunteers_read_the_words_meant_for_them(cast):
    cora, vera = signed_in(cast.cora), signed_in(cast.vera)
    page = reverse("volunteering:scope", args=[cast.circle_1.pk])
    assert "Nothing special is agreed" in text(vera.get(page))
    scope = {
        "once": new_id(), **today(cast, "agreed_on"), "agreed_with": "Petra Nightingale", "may": "The week as it was.",
        "may_not": "The day of the grebes.", "for_volunteers": "Speak of the week only.",
    }  # fmt: skip
    assert cora.post(at("joining_scope", cast.mark.pk), scope).status_code == 302
    with as_owner():
        assert DisclosureScope.objects.count() == 1
    assert "Speak of the week only." in text(vera.get(page))
    assert b"grebes" not in vera.get(page).content
    assert signed_in(cast.xena).get(page).status_code == 404


# --- prints ---


def printed(cast, **asked):
    answer = signed_in(cast.cora).get(at("joining_form", cast.mark.pk), asked)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert answer["Content-Disposition"] == 'attachment; filename="form-to-sign.pdf"'
    return pypdfium2.PdfDocument(answer.content)


def letters(document):
    """The sizes of the letters on its pages, in points, and its text."""
    sizes, words = set(), ""
    for page in document:
        words += page.get_textpage().get_text_range()
        found = page.get_textpage()
        sizes |= {round(found.get_charbox(n)[3] - found.get_charbox(n)[1]) for n in range(0, found.count_chars(), 25)}
    return sizes, words


def pictures(document):
    return sum(len(list(page.get_objects(filter=[2]))) for page in document)  # paths: what a drawing is made of


def test_easy_read_is_large_with_pictures_or_without_and_named(cast):
    with_them, without = printed(cast, style="easy_read", pictures="on"), printed(cast, style="easy_read")
    assert pictures(with_them) > pictures(without) + 30
    assert len(with_them) >= 2
    for document in (with_them, without):
        assert "It is your choice to join." in letters(document)[1]
    assert b"/StructTreeRoot" in signed_in(cast.cora).get(at("joining_form", cast.mark.pk)).content


def test_the_standard_form_is_one_page(cast):
    document = printed(cast, style="standard")
    assert len(document) == 1
    assert "Agreement to take part in a Circle" in letters(document)[1]


def test_there_is_no_form_for_a_stranger_or_in_another_style(cast):
    cora = signed_in(cast.cora)
    for asked in ({"who": str(new_id())}, {"style": "large"}):
        assert cora.get(at("joining_form", cast.mark.pk), asked).status_code == 404


# --- the words of the charity ---


def test_the_operations_manager_changes_what_is_agreed_to(cast):
    olga = signed_in(cast.olga)
    address = reverse("administration:agreement_words_new", args=["adult", "standard"])
    words = {"once": new_id(), "title": "Joining us", "lines": "(owl) Who?", **today(cast, "starts_on")}
    assert "There is no picture" in text(olga.post(address, words), 422)
    assert olga.post(address, {**words, "lines": "I join freely.\r\n\r\nI can stop."}).status_code == 302
    assert "Joining us" in text(olga.get(reverse("administration:agreement_words")))
    assert "Joining us" in letters(printed(cast, style="standard"))[1]


def test_the_page_reads_the_same_number_of_rows_for_one_and_for_three(cast):
    cora, counts = signed_in(cast.cora), []
    for number in (1, 2):
        for _ in range(number):
            agree(cast)
            agree_scope(cast)
        with CaptureQueriesContext(connection) as queries:
            cora.get(at("joining", cast.mark.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
