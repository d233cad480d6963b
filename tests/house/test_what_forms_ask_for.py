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


def test_no_question_is_called_this_question():
    assert get_resolver().url_patterns  # every page, so every form, is loaded
    found = [fault for form in forms_below(GovForm) if form.__module__.startswith("encircle.") for fault in vague(form)]
    assert found == []


def test_a_vague_question_would_be_found():
    from django import forms

    class Vague(GovForm):
        what = forms.CharField(label="What next?")

    assert len(vague(Vague)) == 1
