"""The gallery and a page with a draft, in a real browser under the real security policy."""

import gzip
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.browser import page_of

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
PAGES = ["/", "/draft", "/public", "/errors/404", "/errors/403", "/errors/400", "/errors/500", "/errors/csrf"]


@contextmanager
def opened(browser, address, path, **how):
    """A page, and what the browser complained of while it was open."""
    with page_of(browser, address, **how) as page:
        complaints = []
        page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        yield page, complaints


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_policy_is_kept(browser, address, path, phone):
    with opened(browser, address, path, phone=phone) as (page, complaints):
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert [text for text in complaints if "the server responded" not in text] == []


def test_the_policy_would_have_been_noticed(browser, address):
    with opened(browser, address, "/public") as (page, complaints):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
        page.wait_for_timeout(100)
        assert any("Content Security Policy" in text for text in complaints)


def test_a_page_weighs_little(browser, address):
    with page_of(browser, address) as page:
        weights = []
        page.on("response", lambda response: weights.append(len(gzip.compress(response.body()))))
        page.goto("/", wait_until="networkidle")
        assert len(weights) >= 4
        assert sum(weights) < 60_000


def test_a_page_fits_the_narrowest_window(browser, address):
    """320 pixels is what 400 % zoom leaves of a desk's window (WCAG 1.4.10)."""
    with page_of(browser, address) as page:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto("/")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_javascript_everything_is_there(browser, address):
    with opened(browser, address, "/", scripts=False) as (page, _):
        assert page.get_by_role("link", name="Concerns", exact=True).is_visible()
        assert page.locator("#id_held_1-more input").is_visible()
        assert page.locator("#id_notes-info").inner_text() == "You can enter up to 20,000 characters"
        assert page.get_by_role("button", name="Print this page").is_hidden()
        assert page.locator("dialog[data-timeout]").is_hidden()


def test_a_question_shows_with_its_answer(browser, address):
    with opened(browser, address, "/") as (page, _):
        more = page.locator("#id_held_1-more")
        page.check("#id_held_0")
        assert more.is_hidden()
        page.check("#id_held_1")
        assert more.is_visible()


def test_a_draft_is_saved_while_someone_types(browser, address, state):
    with opened(browser, address, "/draft") as (page, complaints):
        notice = page.locator("[data-autosave-notice]")
        assert notice.inner_text() == "Saved at 21:04"
        page.fill("#id_notes", "The walk went well")
        notice.get_by_text("Saved at 21:16").wait_for()
        assert state["posts"] == [("saved", "The walk went well")]
        assert page.input_value("[name=revision]") == "2"
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        assert complaints == []


def test_without_signal_the_page_says_so_and_saves_when_it_is_back(browser, address, state):
    with opened(browser, address, "/draft") as (page, _):
        notice = page.locator("[data-autosave-notice]")
        page.context.set_offline(True)
        page.fill("#id_notes", "In the valley")
        notice.get_by_text("Not saved since 21:04.").wait_for()
        assert state["posts"] == []
        page.context.set_offline(False)
        notice.get_by_text("Saved at 21:16").wait_for()
        assert state["posts"] == [("saved", "In the valley")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("clash", "Someone else has changed this since you opened it. What you typed is still on this page."),
        ("ended", "Your session has ended. Press Save and you will be asked to sign in again."),
        ("broken", "Not saved since 21:04. We will keep trying."),
    ],
)
def test_a_draft_that_is_not_saved_says_why_and_keeps_the_words(browser, address, state, answer, words):
    state["answer"] = answer
    with opened(browser, address, "/draft") as (page, _):
        page.fill("#id_notes", "Kept")
        notice = page.locator("[data-autosave-notice]")
        notice.get_by_text(words).wait_for()
        assert page.input_value("#id_notes") == "Kept"
        if answer == "clash":
            assert notice.get_by_role("link").get_attribute("href") == f"{address}/public"
        with page.expect_navigation():
            page.click("main button[type=submit]")
        assert state["posts"][-1] == ("sent", "Kept")


def test_saving_by_hand_waits_for_the_save_on_its_way(browser, address, state):
    """Otherwise the form would carry a revision older than its writer's own last save."""
    state["answer"] = "slow"
    with opened(browser, address, "/draft") as (page, _):
        page.fill("#id_notes", "Both")
        with page.expect_request("**/autosave"):
            pass
        page.click("main button[type=submit]")
        page.wait_for_url("**/draft")
        page.get_by_role("heading", name="Write the minutes").wait_for()
        page.wait_for_timeout(1500)
        assert state["posts"] == [("saved", "Both"), ("sent", "Both")]
        assert state["revision"] == "2"


def test_pressing_twice_sends_once(browser, address, state):
    with opened(browser, address, "/draft") as (page, _):
        page.fill("#id_notes", "Once")
        with page.expect_navigation(wait_until="networkidle"):
            page.evaluate("const button = document.querySelector('main button'); button.click(); button.click()")
        assert state["posts"].count(("sent", "Once")) == 1


def test_an_idle_session_warns_and_can_be_kept(browser, address, state):
    with opened(browser, address, "/draft?idle=119") as (page, complaints):
        dialog = page.get_by_role("dialog", name="You will be signed out soon")
        dialog.wait_for()
        assert page.evaluate("document.activeElement.textContent") == "Stay signed in"
        assert Axe().run(page, options=RULES).response["violations"] == []
        page.keyboard.press("Enter")
        dialog.wait_for(state="hidden")
        assert state["stays"] == 1
        assert complaints == []


def test_real_input_keeps_a_session_and_an_open_page_does_not(browser, address, state):
    with opened(browser, address, "/draft?idle=900") as (page, _):
        page.clock.install()
        page.reload()
        page.clock.fast_forward("05:00")
        page.mouse.move(100, 100)
        assert state["stays"] == 0
        page.keyboard.press("Shift")
        page.wait_for_timeout(300)
        assert state["stays"] == 1


def test_a_session_that_ends_takes_an_untouched_page_away_but_never_typed_words(browser, address, state):
    with opened(browser, address, "/draft?idle=2") as (page, _), page.expect_navigation():
        pass
    with opened(browser, address, "/draft?idle=4") as (page, _):
        page.evaluate("document.querySelector('form[data-autosave-url]').dataset.dirty = 'yes'")
        ended = page.get_by_role("dialog", name="You have been signed out")
        ended.wait_for()
        assert page.locator("main").is_hidden()
        page.keyboard.press("Enter")
        assert page.locator("main").is_visible()


def test_the_absolute_limit_can_only_be_acknowledged(browser, address, state):
    with opened(browser, address, "/draft?absolute=100") as (page, _):
        dialog = page.locator("dialog[data-timeout]")
        page.get_by_role("button", name="Back to the page").click()
        assert dialog.is_hidden()
        assert state["stays"] == 0
        page.wait_for_timeout(1500)
        assert dialog.is_hidden()


def test_the_charity_s_own_colour_is_shown(browser, address):
    with opened(browser, address, "/draft?brand=%234b2e83") as (page, _):
        colour = page.evaluate("getComputedStyle(document.querySelector('.encircle-header')).backgroundColor")
        assert colour == "rgb(75, 46, 131)"


def test_what_has_focus_does_not_hide_behind_the_identity_bar(browser, address):
    with opened(browser, address, "/", phone=True) as (page, _):
        page.locator("#main-content a").last.focus()
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(200)
        top = page.evaluate("document.activeElement.getBoundingClientRect().top")
        bar = page.evaluate("document.querySelector('.encircle-identity').getBoundingClientRect().bottom")
        assert top >= bar
