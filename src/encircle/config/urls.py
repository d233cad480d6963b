"""Every address of the site, by door."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import TemplateView

from encircle.config import doors, health
from encircle.design import views as design_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("encircle.doors.public.urls")),
    path("brand-<str:colour>.css", design_views.brand_css, name="brand_css"),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("home/", doors.home, name="home"),
    path(
        "nothing-here-yet/",
        TemplateView.as_view(template_name="nothing_here_yet.html"),
        name="nothing_here_yet",
    ),
    path("sign-in/", include("encircle.doors.signin.urls_sign_in")),
    path("account/", include("encircle.doors.signin.urls_account")),
    path("invitation/", include("encircle.doors.signin.urls_invitation")),
    path("questionnaire/", include("encircle.doors.answering.urls")),
    path("reference/", include("encircle.doors.answering.urls_reference")),
    path("newsletter/", include("encircle.doors.answering.urls_newsletter")),
    path("casework/", include("encircle.doors.casework.urls")),
    path("volunteering/", include("encircle.doors.volunteering.urls")),
    path("outer-circle/", include("encircle.doors.outer_circle.urls")),
    path("referring/", include("encircle.doors.referring.urls")),
    path("administration/", include("encircle.doors.administration.urls")),
    path("assurance/", include("encircle.doors.assurance.urls")),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", include("encircle.doors.signin.urls_demo")),
        path("demo/components", design_views.gallery, name="gallery"),
    ]

handler400 = "encircle.config.errors.bad_request"
handler403 = "encircle.config.errors.permission_denied"
handler404 = "encircle.config.errors.not_found"
handler500 = "encircle.config.errors.server_error"
