"""The address a referee's letter leads to: it bears the token and nothing else."""

from django.urls import URLPattern, URLResolver, path

from . import reference

app_name = "refereeing"
urlpatterns: list[URLPattern | URLResolver] = [path("<str:token>", reference.reference, name="reference")]
