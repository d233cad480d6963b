"""Every form says in its own words what is missing: nobody is told that "this question" wants "an answer"."""

from django.urls import get_resolver

from encircle.design.forms import GovForm


def forms_below(kind: type[GovForm]) -> set[type[GovForm]]:
    return {found for each in kind.__subclasses__() for found in (each, *forms_below(each))}


def vague(form: type[GovForm]) -> list[str]:
    """Questions that must be answered, and of which no message knows what to call the answer."""
    return [
        f"{form.__module__}.{form.__name__}: {field.label}"
        for name, field in form.base_fields.items()
        if field.required
        and str(field.label or "").endswith("?")
        and name not in form.called
        and not getattr(field, "called", "")
        and str(field.error_messages["required"]) == "This field is required."
    ]


def asked_twice(form: type[GovForm]) -> list[str]:
    """Questions that more than one answer brings up: two boxes of one id, and a label that ticks the hidden one."""
    under = [name for answers in form.reveals.values() for names in answers.values() for name in names]
    return [f"{form.__module__}.{form.__name__}: {name}" for name in sorted(set(under)) if under.count(name) > 1]


def our_forms() -> list[type[GovForm]]:
    assert get_resolver().url_patterns  # every page, so every form, is loaded
    return [form for form in forms_below(GovForm) if form.__module__.startswith("encircle.")]


def test_no_question_is_called_this_question():
    assert [fault for form in our_forms() for fault in vague(form)] == []


def test_no_question_stands_on_a_page_twice():
    assert [fault for form in our_forms() for fault in asked_twice(form)] == []


def test_a_vague_question_would_be_found():
    from django import forms

    class Vague(GovForm):
        what = forms.CharField(label="What next?")

    assert len(vague(Vague)) == 1


def test_a_question_under_two_answers_would_be_found():
    from django import forms

    class Doubled(GovForm):
        held = forms.ChoiceField(choices=[("no", "No"), ("moved", "Moved"), ("yes", "Yes")])
        reason = forms.CharField()
        reveals = {"held": {"no": ["reason"], "moved": ["reason"]}}

    assert len(asked_twice(Doubled)) == 1
