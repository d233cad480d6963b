"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from . import developments, home, releases

app_name = "outer_circle"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("releases/<uuid:release_id>/", releases.release, name="release"),
    path("releases/<uuid:release_id>/pdf", releases.release_pdf, name="release_pdf"),
    path("releases/<uuid:release_id>/acknowledgement", releases.acknowledgement, name="acknowledgement"),
    path("news/", developments.developments, name="developments"),
    path("news/new", developments.development_new, name="development_new"),
    path("news/<uuid:development_id>/", developments.development, name="development"),
    path("news/<uuid:development_id>/sent", developments.development_sent, name="development_sent"),
]
