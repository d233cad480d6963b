"""The address a personal link leads to: it bears the token and nothing else."""

from django.urls import URLPattern, URLResolver, path

from . import link

app_name = "answering"
urlpatterns: list[URLPattern | URLResolver] = [path("<str:token>", link.questionnaire, name="questionnaire")]
