from threading import Thread

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings

from tests.design import site as served
from tests.design.urls import STATE


@pytest.fixture(scope="module")
def settings_of_the_site():
    with override_settings(**served.OVERRIDES):
        yield


@pytest.fixture
def render(settings_of_the_site):
    """Renders a few lines of template as a page of the site would."""

    def rendered(source, **context):
        request = RequestFactory().get("/")
        return engines["jinja2"].from_string(source).render(context, request)

    return rendered


@pytest.fixture(scope="module")
def address(settings_of_the_site):
    server = served.server()
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def state():
    STATE.update(answer="saved", posts=[], stays=0)
    return STATE
