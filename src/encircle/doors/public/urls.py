"""Pages anyone may read: what a Circle is, and where to find help now."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import TemplateView

from . import volunteering

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", TemplateView.as_view(template_name="public/front.html"), name="front"),
    path("about/", TemplateView.as_view(template_name="public/about.html"), name="about"),
    path("about/help/", TemplateView.as_view(template_name="public/help.html"), name="help"),
    path("about/volunteering/", volunteering.volunteering, name="volunteering"),
    path("about/volunteering/thanks/", TemplateView.as_view(template_name="public/thanks.html"), name="thanks"),
]
