"""The gallery and a few pages under the real security policy, with no database: for a browser to look at.

Run by hand: python -m tests.design.site 8123
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

DESIGN = Path(__file__).resolve().parents[2] / "src" / "encircle" / "design"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

OVERRIDES = {
    "DEBUG": False,
    "DEMO": True,
    "ROOT_URLCONF": "tests.design.urls",
    "MIDDLEWARE": ["tests.design.site.policy", "django.middleware.csrf.CsrfViewMiddleware"],
    "ALLOWED_HOSTS": ["*"],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [DESIGN / "templates", Path(__file__).parent / "pages"],
            "OPTIONS": {
                "environment": "encircle.design.jinja.environment",
                "context_processors": ["tests.design.site.page"],
            },
        }
    ],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


def policy(get_response):
    def answer(request):
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return answer


def page(request):
    from encircle.design.page import FooterLink, NavItem, Notice, Page

    return {
        "page": Page(
            charity_name="Northern Circles",
            now=datetime(2026, 3, 3, 21, 15, tzinfo=UTC),
            demo=True,
            user_name="" if request.path.startswith("/public") else "Cora Field",
            user_role="Coordinator, Northbeck",
            nav=[NavItem("Home", "/"), NavItem("Circles", "#circles", True), NavItem("Concerns", "#concerns")],
            notices=[Notice("Meeting moved to 11 March 2026.")] if "notice" in request.GET else [],
            footer_links=[FooterLink("Privacy", "#privacy"), FooterLink("Accessibility", "#accessibility")],
            sign_in_url="/sign-in",
            account_url="/account/",
            idle_seconds=int(request.GET.get("idle", "900")),
            absolute_until=datetime(2026, 3, 3, 21, 15, tzinfo=UTC)
            + timedelta(seconds=int(request.GET.get("absolute", "28800"))),
            brand_colour=request.GET.get("brand", "#1d5c6b"),
        )
    }


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def server(port=0):
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.handlers.wsgi import WSGIHandler

    return make_server("127.0.0.1", port, StaticFilesHandler(WSGIHandler()), handler_class=Quiet)


if __name__ == "__main__":
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encircle.config.settings.test")
    django.setup()
    for name, value in OVERRIDES.items():
        setattr(settings, name, value)
    server(int(sys.argv[1])).serve_forever()
