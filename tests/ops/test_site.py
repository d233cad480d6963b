"""The site as it is really served: ready, under its own logins, and gone when asked to go."""

import json
import urllib.request

import pytest

from encircle.ops.logins import create_database
from tests.support.browser import page_of
from tests.support.server import TEMPLATE, environment, run_encircle
from tests.support.site import drop, run_folder, served


@pytest.fixture(scope="module")
def empty_site(cluster, worker_name):
    with served(cluster, f"encircle_empty_{worker_name}", run_folder(), demonstration=False) as site:
        yield site


def test_ready_says_what_works_and_nothing_else(empty_site):
    with urllib.request.urlopen(f"{empty_site.address}/health/ready") as answer:
        found = json.load(answer)
    assert found == {"database": "ok", "migrations": "ok", "queue": "ok", "storage": "ok"}


def test_web_and_worker_come_in_under_their_own_logins(empty_site):
    with empty_site.superuser() as connection:
        found = connection.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = %s AND usename <> current_user",
            [empty_site.database],
        ).fetchall()
    assert {name for (name,) in found} == {"encircle_app", "encircle_worker"}


def test_the_web_process_knows_no_other_logins_password(empty_site):
    told = environment(DATABASE_URL=empty_site.cluster.conninfo("encircle_app", empty_site.database))
    others = {word for login, word in empty_site.cluster.passwords.items() if login != "encircle_app"}
    assert [name for name, value in told.items() if any(word in value for word in others)] == []


@pytest.mark.browser
def test_the_browser_has_letters_to_show(browser):
    with page_of(browser, "about:blank", phone=True) as page:
        page.set_content("<p>Encircle</p>")
        with_words = page.screenshot()
        page.set_content("<p></p>")
        assert with_words != page.screenshot()


def test_migrating_again_changes_nothing_and_fails_at_nothing(cluster, worker_name):
    name = f"encircle_again_{worker_name}"
    create_database(cluster.superuser_conninfo(), name, TEMPLATE)
    try:
        assert run_encircle("migrate", "--quiet", DATABASE_URL=cluster.conninfo("encircle_owner", name)) == ""
    finally:
        drop(cluster, name)


def test_the_demonstration_is_served_and_says_what_it_is(live_site):
    with urllib.request.urlopen(live_site.address) as answer:
        page = answer.read().decode()
    assert "Demonstration." in page
    assert "Invented people." in page
