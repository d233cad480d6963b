"""What the demonstration lacks for every page to have something to show, done as people do it where that is quick."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import BrowserContext, expect

from encircle.demo.load import DEMO_PASSWORD
from encircle.foundations.accounts.invitations import hashed
from encircle.rooms.records.importing.sheets import Kind
from tests.journeys.steps import fill_minutes
from tests.rooms.records.caseload import caseload, workbook
from tests.support.site import Site, clock_ahead

from .pages import TOKEN

HALVES = {
    "half": "petra.nightingale@probation.example",
    "half-list": "xena.copperbeech@post.example",
}
Visitor = Callable[[str], BrowserContext]

DRAFTS = """
    SELECT d.meeting_id, array_agg(v.user_id) FROM meetings_minutesdraft d
    JOIN circles_seat s ON s.circle_id = d.circle_id AND s.part = 'volunteer' AND s.ends_at IS NULL
    JOIN volunteers_volunteer v ON v.id = s.volunteer_id AND v.user_id IS NOT NULL
    JOIN accounts_user u ON u.id = v.user_id
    GROUP BY d.meeting_id HAVING count(*) > 1 AND max(u.persona) = '' LIMIT 2
"""
# Asked when a Circle of theirs had ended: a volunteer and a professional of the cast, who sit in none that has.
ASKED = """
    INSERT INTO endings_questionnaire (id, circle_id, area_id, circle_reference, respondent, question_set_id,
        asked_at, asked_by_id, volunteer_id, professional_id)
    SELECT gen_random_uuid(), q.circle_id, q.area_id, q.circle_reference, s.respondent, s.id, now(), q.asked_by_id,
        CASE s.respondent WHEN 'volunteer' THEN (SELECT v.id FROM volunteers_volunteer v
            JOIN accounts_user u ON u.id = v.user_id WHERE u.persona = 'vera') END,
        CASE s.respondent WHEN 'professional' THEN (SELECT p.id FROM partners_professional p
            JOIN accounts_user u ON u.id = p.user_id WHERE u.persona = 'omar' LIMIT 1) END
    FROM (SELECT * FROM endings_questionnaire ORDER BY asked_at LIMIT 1) q, endings_questionset s
    WHERE s.respondent IN ('volunteer', 'professional') AND s.number = 1
"""
LINKED = """
    INSERT INTO endings_questionnairelink (id, questionnaire_id, circle_id, area_id, token_hash, made_at, expires_at)
    SELECT gen_random_uuid(), q.id, q.circle_id, q.area_id, %s, now(), now() + interval '1 day'
    FROM endings_questionnaire q LEFT JOIN endings_return r ON r.questionnaire_id = q.id
    WHERE r.questionnaire_id IS NULL ORDER BY q.asked_at LIMIT 1
"""
REFEREED = """
    INSERT INTO recruiting_referenceletter (id, reference_id, applicant_id, area_id, token_hash, made_at, made_by_id,
        expires_at)
    SELECT gen_random_uuid(), r.id, r.applicant_id, r.area_id, %s, now(), r.asked_by_id, now() + interval '1 day'
    FROM recruiting_reference r LEFT JOIN recruiting_referencecame c ON c.reference_id = r.id
    WHERE c.reference_id IS NULL LIMIT 1
"""
# The newest copy of the newsletter, of somebody who wants it still, bears the known link.
NEWSLETTER = """
    INSERT INTO messaging_recipient (id, message_id, supporter_id, area_id, token_hash)
    SELECT gen_random_uuid(), m.id, s.id, s.area_id, %s FROM messaging_message m, messaging_supporter s
    WHERE m.kind = 'newsletter' AND NOT EXISTS (
        SELECT FROM messaging_recipient r WHERE r.message_id = m.id AND r.supporter_id = s.id) LIMIT 1
"""
# The newest email that asks a supporter who has not confirmed yet bears the known link.
CONFIRMING = """
    INSERT INTO messaging_addressasked (id, supporter_id, area_id, email, token_hash, asked_at, asked_by_id)
    SELECT gen_random_uuid(), a.supporter_id, a.area_id, a.email, %s, now() - interval '1 day', a.asked_by_id
    FROM messaging_addressasked a WHERE a.proved_at IS NULL LIMIT 1
"""
# Whoever has one satisfactory reference and waits for another gets one more, so that somebody can be accepted.
VOUCHED_FOR = (
    """
    INSERT INTO recruiting_reference (id, applicant_id, area_id, name, knows, email, post_to, asked_at, asked_by_id)
    SELECT gen_random_uuid(), r.applicant_id, r.area_id, 'Somebody else', '', '', 'By hand', r.asked_at, r.asked_by_id
    FROM recruiting_reference r JOIN recruiting_referencetaken t ON t.reference_id = r.id WHERE t.satisfactory LIMIT 1
    """,
    """
    INSERT INTO recruiting_referencecame (reference_id, applicant_id, area_id, how, written_on, received_at, by_id)
    SELECT id, applicant_id, area_id, 'letter', asked_at::date, asked_at, asked_by_id FROM recruiting_reference
    WHERE name = 'Somebody else'
    """,
    """
    INSERT INTO recruiting_referencetaken (reference_id, applicant_id, area_id, satisfactory, at, by_id)
    SELECT id, applicant_id, area_id, true, asked_at, asked_by_id FROM recruiting_reference
    WHERE name = 'Somebody else'
    """,
)
# Somebody of the cast who leaves, and is asked how it was while they are here.
LEAVES = (
    """
    INSERT INTO leaving_leaving (id, volunteer_id, area_id, last_day, ends_at, reason, decided, login_ends, by_id, at)
    SELECT gen_random_uuid(), v.id, v.area_id, current_date + 30, now() + interval '30 days', 'moved', 'volunteer',
        false, a.user_id, now() - interval '1 hour'
    FROM volunteers_volunteer v JOIN accounts_user u ON u.id = v.user_id
    JOIN access_appointment a ON a.area_id = v.area_id AND a.role = 'coordinator'
    WHERE u.persona = 'vera' LIMIT 1
    """,
    """
    INSERT INTO leaving_exitoffer (id, leaving_id, volunteer_id, area_id, offered_on, by_id, at)
    SELECT gen_random_uuid(), l.id, l.volunteer_id, l.area_id, current_date, l.by_id, now() FROM leaving_leaving l
    JOIN volunteers_volunteer v ON v.id = l.volunteer_id JOIN accounts_user u ON u.id = v.user_id
    WHERE u.persona = 'vera'
    """,
)
SUBMITTED = """
    INSERT INTO meetings_minutesversion
        (id, number, kind, correction_kind, submitted_at, area_id, circle_id, written_by_id, meeting_id)
    SELECT gen_random_uuid(), 1, 'original', '', now(), d.area_id, d.circle_id, d.edited_by_id, d.meeting_id
    FROM meetings_minutesdraft d WHERE d.meeting_id = %s
"""


def arrange(site: Site, visit: Visitor) -> None:
    with site.superuser() as raw:
        raw.execute(
            "INSERT INTO accounts_invitation (id, purpose, token_hash, email, created_at, expires_at, user_id) "
            "SELECT gen_random_uuid(), 'join', %s, email, now(), now() + interval '1 day', id FROM accounts_user "
            "WHERE persona = 'ravi'",
            [hashed(TOKEN)],
        )
        raw.execute(ASKED)
        raw.execute(LINKED, [hashed(TOKEN)])
        raw.execute(REFEREED, [hashed(TOKEN)])
        raw.execute(NEWSLETTER, [hashed(TOKEN)])
        raw.execute(CONFIRMING, [hashed(TOKEN)])
        for statement in (*VOUCHED_FOR, *LEAVES):
            raw.execute(statement)
        raw.execute("INSERT INTO organisation_closureday (day, name) VALUES (current_date + 30, 'Training day')")
        raw.execute("DELETE FROM mfa_authenticator a USING accounts_user u WHERE u.id = a.user_id AND persona = 'xena'")
        raw.execute(
            "INSERT INTO mfa_authenticator (type, data, user_id, created_at) "
            """SELECT 'webauthn', '{"name": "Phone", "credential": {}}', id, now() """
            "FROM accounts_user WHERE persona = 'vera'"
        )
    _keep_what_was_typed_too_late(site, visit("vera"))
    _search(visit("cora"))
    for persona in ("vic", "vera", "xena"):
        _ask_for_a_list(visit(persona))
    _approve_lists(visit("adam"), "Vera Applegarth", "Xena Copperbeech")
    _make_the_list(visit("xena"))
    _write_minutes(visit("vera"))
    _bring_in_a_caseload(visit("olga"))
    _clash(site, visit)
    _add_an_assessment(visit("ravi"))


def sign_in(context: BrowserContext, persona: str) -> None:
    """By script; the two halves give a password and stop there, before the code of an app or of a printed list."""
    page = context.request.get("/sign-in/").text()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    form = {"csrfmiddlewaretoken": token}
    if persona in HALVES:
        context.request.post("/sign-in/", form=form | {"login": HALVES[persona], "password": DEMO_PASSWORD})
    elif persona:
        answer = context.request.post("/demo/sign-in", form=form | {"persona": persona}, max_redirects=0)
        assert answer.status == 302, f"{persona} could not sign in: {answer.status}"


def _keep_what_was_typed_too_late(site: Site, vera: BrowserContext) -> None:
    page = vera.new_page()
    page.goto("/volunteering/concerns/new/account/")
    page.locator("main textarea").first.fill("Typed before the session ended. " * 10)
    with clock_ahead(site, timedelta(minutes=61)):
        page.get_by_role("button", name="Raise this concern").click()
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.close()
    sign_in(vera, "vera")


def _search(cora: BrowserContext) -> None:
    page = cora.new_page()
    page.goto("/casework/search/")
    page.get_by_label("Name, reference or words").fill("Circle")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("/search/.+/$"))
    page.close()


def _ask_for_a_list(xena: BrowserContext) -> None:
    page = xena.new_page()
    page.goto("/account/second-factor/printed-list/request")
    page.locator("main form input[type=text], main form textarea").fill("I have no telephone of my own.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Your request is sent.")).to_be_visible()
    page.close()


def _approve_lists(adam: BrowserContext, *names: str) -> None:
    page = adam.new_page()
    for name in names:
        page.goto("/administration/changes/")
        page.get_by_role("listitem").filter(has_text=name).get_by_role("link").click()
        button = page.get_by_role("button", name="Approve")
        expect(button).to_be_visible()
        with page.expect_navigation():
            button.click()
    page.close()


def _make_the_list(xena: BrowserContext) -> None:
    page = xena.new_page()
    page.goto("/account/second-factor/")
    with page.expect_navigation():
        page.get_by_role("button", name="Show my list of codes").click()
    page.close()


def _write_minutes(vera: BrowserContext) -> None:
    """To where they can be checked, and no further."""
    page = vera.new_page()
    page.goto("/volunteering/")
    page.get_by_role("list", name="More minutes to write").get_by_role("link").first.click()
    fill_minutes(page, "They talked about the allotment.")
    page.get_by_role("button", name="Check your answers").click()
    expect(page).to_have_url(re.compile("/check/$"))
    page.close()


def _add_an_assessment(ravi: BrowserContext) -> None:
    """To the referral he is writing: a section with a list."""
    page = ravi.new_page()
    page.goto("/referring/")
    page.get_by_role("list", name="To write").get_by_role("link").first.click()
    page.get_by_role("link", name="Assessments").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Add an assessment").click()
    page.get_by_label("OSP/DC").check()
    page.get_by_role("button", name="Save and come back later").click()
    expect(page).to_have_url(re.compile("/form/$"))
    page.close()


def _bring_in_a_caseload(olga: BrowserContext) -> None:
    content = workbook(caseload(**{Kind.AREA: [{"reference": "A1", "name": "Devon and Cornwall"}]}))
    page = olga.new_page()
    page.goto("/administration/imports/")
    page.get_by_label("The filled workbook").set_input_files(
        {"name": "caseload.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Check the workbook").click()
    expect(page).to_have_url(re.compile("/imports/.+/$"))
    page.close()


def _clash(site: Site, visit: Visitor) -> None:
    """Two meetings whose volunteers changed the same words; at one of them the minutes were then submitted."""
    with site.superuser() as raw:
        for number, (meeting, users) in enumerate(raw.execute(DRAFTS).fetchall()):
            for place, user in enumerate(users[:2]):
                raw.execute("UPDATE accounts_user SET persona = %s WHERE id = %s", [f"clash-{number}{place}", user])
            _write_over(
                f"/volunteering/meetings/{meeting}/draft/", visit(f"clash-{number}0"), visit(f"clash-{number}1")
            )
            if number:
                raw.execute("SET session_replication_role = replica")
                raw.execute(SUBMITTED, [meeting])


def _write_over(address: str, first: BrowserContext, second: BrowserContext) -> None:
    pages = [first.new_page(), second.new_page()]
    for page in pages:
        page.goto(address)
    for page, words in zip(pages, ("As the first saw it.", "As the second saw it."), strict=True):
        page.locator("main textarea").first.fill(words)
        page.get_by_role("button", name="Save draft").click()
        page.wait_for_load_state()
    expect(pages[1].get_by_role("heading", level=1)).to_have_text("Choose which words stay")
    for page in pages:
        page.close()
