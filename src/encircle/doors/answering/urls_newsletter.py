"""The addresses that end the newsletter and say yes to it: each bears its token and nothing else."""

from django.urls import URLPattern, URLResolver, path

from . import newsletter

app_name = "ending_newsletter"
urlpatterns: list[URLPattern | URLResolver] = [
    path("confirm/<str:token>", newsletter.confirming, name="confirming"),
    path("<str:token>", newsletter.ending, name="ending"),
]
