"""The address that ends the newsletter: it bears the token and nothing else."""

from django.urls import URLPattern, URLResolver, path

from . import newsletter

app_name = "ending_newsletter"
urlpatterns: list[URLPattern | URLResolver] = [path("<str:token>", newsletter.ending, name="ending")]
