from bs4 import BeautifulSoup
from django import forms

from encircle.common.errors import Invalid
from encircle.design.controls import error_list
from encircle.design.forms import DateField, GovForm, LongTextField, Option

PAGE = '{{ ui.form_page(form, "/there", "Send", cancel_url="/back") }}'
NASTY = '"><script>alert(1)</script>&'


class ConcernForm(GovForm):
    words = LongTextField(label="What happened?", max_length=4000, help_text="Say what you saw.")
    short = forms.CharField(label="In short", max_length=80, required=False)
    day = DateField(label="Day it happened", called="the day it happened")
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        widget=forms.RadioSelect,
        choices=[("serious", Option("Serious", hint="The same day")), ("other", "Other")],
    )
    other = forms.CharField(label="Say more", required=False)
    told = forms.MultipleChoiceField(
        label="Who knows", widget=forms.CheckboxSelectMultiple, choices=[("a", "Ann"), ("b", "Bob")], required=False
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    called = {"urgency": "how urgent it is", "words": "what happened"}
    reveals = {"urgency": {"other": ["other"]}}


def drawn(render, form, source=PAGE):
    return BeautifulSoup(render(source, form=form), "html.parser")


def test_every_control_has_its_label_and_its_hint(render):
    page = drawn(render, ConcernForm())
    assert {label["for"] for label in page.select("label")} == {
        "id_words",
        "id_short",
        "id_day_day",
        "id_day_month",
        "id_day_year",
        "id_urgency_0",
        "id_urgency_1",
        "id_other",
        "id_told_0",
        "id_told_1",
    }
    assert {control["id"] for control in page.select("input:not([type=hidden]), textarea")} == {
        label["for"] for label in page.select("label")
    }
    assert page.select_one("#id_words")["aria-describedby"] == "id_words-hint id_words-info"
    assert page.select_one("#id_words-hint").text == "Say what you saw."
    assert page.select_one("#id_urgency_0")["aria-describedby"] == "id_urgency_0-hint"
    assert "(optional)" in page.select_one("label[for=id_short]").text


def test_a_form_carries_the_token_and_lets_the_server_check(render):
    form = drawn(render, ConcernForm()).form
    assert form["method"] == "post"
    assert form.has_attr("novalidate")
    assert form.select_one("input[name=csrfmiddlewaretoken]")["value"]
    assert not form.select("[required], [maxlength]")


def test_a_question_under_an_answer_stands_there_and_nowhere_else(render):
    page = drawn(render, ConcernForm())
    assert len(page.select("[name=other]")) == 1
    assert page.select_one("#id_urgency_1-more [name=other]")
    assert page.select_one("#id_urgency_1")["data-aria-controls"] == "id_urgency_1-more"


def test_each_fault_stands_beside_its_field_and_is_linked_from_the_top(render):
    form = ConcernForm({"day_day": "2", "day_month": "", "day_year": "2026"})
    form.add_invalid(Invalid({"short": "Write less", "": "The Circle has ended", "unknown": "Ask again"}))
    page = drawn(render, form)
    links = {link["href"]: link.text for link in page.select(".govuk-error-summary a")}
    assert links == {
        "#id_words": "Enter what happened",
        "#id_short": "Write less",
        "#id_day_month": "The day it happened must include a month",
        "#id_urgency_0": "Select how urgent it is",
    }
    assert all(page.select_one(href) for href in links)
    assert [item.text for item in page.select(".govuk-error-summary li") if not item.a] == [
        "The Circle has ended",
        "Ask again",
    ]
    assert page.select_one("#id_words-error").text.strip() == "Error: Enter what happened"
    assert "id_words-error" in page.select_one("#id_words")["aria-describedby"]
    wrong_boxes = [box["id"] for box in page.select(".govuk-date-input .govuk-input--error")]
    assert wrong_boxes == ["id_day_month"]


def test_nothing_typed_is_lost_and_nothing_typed_is_markup(render):
    typed = "\n\n  first " + NASTY + "\n\tlast  "
    form = ConcernForm(
        {
            "words": typed,
            "short": NASTY,
            "day_day": NASTY,
            "day_month": "mar",
            "urgency": "other",
            "other": "more",
            "told": ["b"],
            "token": NASTY,
        }
    )
    page = drawn(render, form)
    assert not page.select("script")
    assert page.select_one("#id_words").text.removeprefix("\n") == typed
    assert page.select_one("#id_short")["value"] == NASTY
    assert [box["value"] for box in page.select(".govuk-date-input input")] == [NASTY, "mar", ""]
    assert page.select_one("#id_urgency_1").has_attr("checked")
    assert page.select_one("#id_other")["value"] == "more"
    assert [box["value"] for box in page.select("[name=told][checked]")] == ["b"]
    assert page.select_one("[name=token]")["value"] == NASTY


def test_a_label_a_hint_or_an_option_is_never_markup(render):
    class Planted(GovForm):
        x = forms.ChoiceField(label=NASTY, help_text=NASTY, choices=[(NASTY, NASTY)])
        y = forms.ChoiceField(label="y", widget=forms.RadioSelect, choices=[(NASTY, Option(NASTY, hint=NASTY))])

    page = drawn(render, Planted({}))
    assert not page.select("script")
    assert page.select_one("option")["value"] == NASTY


def test_text_areas_inside_an_answer_keep_their_lines(render):
    class Why(GovForm):
        held = forms.ChoiceField(label="Held?", widget=forms.RadioSelect, choices=[("no", "No")])
        why = LongTextField(label="Why?")
        reveals = {"held": {"no": ["why"]}}

    page = drawn(render, Why({"held": "no", "why": "one\n two\n  three"}))
    assert page.select_one("#id_held_0-more textarea").text.removeprefix("\n") == "one\n two\n  three"


def test_several_forms_share_one_summary():
    first, second = ConcernForm({}, prefix="first"), ConcernForm({}, prefix="second")
    assert [fault.href for fault in error_list([first, second])] == [
        f"#id_{prefix}-{field}" for prefix in ("first", "second") for field in ("words", "day_day", "urgency_0")
    ]


def test_a_form_not_yet_sent_has_no_faults(render):
    assert error_list(ConcernForm()) == []
    assert not drawn(render, ConcernForm()).select(".govuk-error-summary")


def test_options_keep_their_groups(render):
    class Place(GovForm):
        area = forms.ChoiceField(choices=[("", "Any"), ("North", [("a", "Ashby"), ("b", "Beck")])], initial="b")

    page = drawn(render, Place())
    assert [group["label"] for group in page.select("optgroup")] == ["North"]
    assert [option["value"] for option in page.select("optgroup option")] == ["a", "b"]
    assert page.select_one("option[selected]")["value"] == "b"


def test_an_author_s_own_message_wins():
    class Own(GovForm):
        name = forms.CharField(error_messages={"required": "Tell us your name"})
        size = forms.IntegerField(min_value=2)
        question = forms.CharField(label="What next?")
        papers = forms.FileField(label="Papers")

    assert Own({"size": "1"}).errors == {
        "name": ["Tell us your name"],
        "size": ["Size must be 2 or more"],
        "question": ["Enter an answer to this question"],
        "papers": ["Select papers"],
    }


def test_a_field_that_a_form_adds_to_itself_is_asked_for_in_plain_words_too():
    class Grows(GovForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["given_on"] = DateField(label="When was it said?", called="when it was said")
            self.fields["kind"] = forms.ChoiceField(label="Kind", choices=[("a", "A")])

    assert Grows({}).errors == {"given_on": ["Enter when it was said"], "kind": ["Select kind"]}


def test_any_django_form_can_be_drawn(render):
    class Theirs(forms.Form):
        login = forms.EmailField(widget=forms.EmailInput(attrs={"placeholder": "x", "autocomplete": "email"}))
        password = forms.CharField(widget=forms.PasswordInput)
        remember = forms.BooleanField(required=False)
        papers = forms.FileField(required=False)

    page = drawn(render, Theirs({"password": "secret", "remember": "on"}))
    assert page.select_one("#id_login")["type"] == "email"
    assert page.select_one("#id_login")["autocomplete"] == "email"
    assert not page.select("[placeholder]")
    assert not page.select_one("#id_password").has_attr("value")
    assert page.select_one("#id_remember").has_attr("checked")
    assert page.form["enctype"] == "multipart/form-data"
