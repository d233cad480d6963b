"""Every address of the site that shows a page, with a person and an object for which it does so in the demonstration.

Nothing is listed by hand but where objects are found and who comes in by which door: an address that nobody could
open is an address somebody forgot, and fails the walk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import BrowserContext

from tests.support.site import Site

TOKEN = "the-token-of-an-invitation-that-waits"
# Who is asked to open the pages of a door, in this order. "" is nobody; a half has given a password and no code yet;
# the two who clash were written over.
DOORS = {
    "public": ("",),
    "answering": ("",),
    "refereeing": ("",),
    "ending_newsletter": ("",),
    "": ("", "half", "half-list", "vera", "cora", "xena"),
    "casework": ("cora", "olga", "sena", "colin"),
    "volunteering": ("vera", "vic", "xena", "clash-01", "clash-11", "wilma", "wes"),
    "outer_circle": ("omar", "petra", "hana"),
    "referring": ("ravi",),
    "administration": ("adam", "olga"),
    "assurance": ("dana",),
}
# What the arguments of an address stand for: rows of values, the likeliest first.
OBJECTS = {
    ("agency_id",): "SELECT id FROM partners_agency ORDER BY name",
    ("signed_copy_id",): "SELECT id FROM partners_signedcopy ORDER BY uploaded_at",
    ("signed_copy_id", "number"): "SELECT id, 1 FROM partners_signedcopy WHERE pages > 0 ORDER BY uploaded_at",
    ("agreement_id",): "SELECT id FROM partners_agencyagreement ORDER BY starts_on DESC",
    ("appointment_id",): "SELECT id FROM access_appointment ORDER BY starts_at DESC",
    ("applicant_id",): (
        "SELECT a.id FROM recruiting_applicant a LEFT JOIN recruiting_words w ON w.applicant_id = a.id "
        "ORDER BY w.about = 'letter' DESC NULLS LAST, a.asked_at DESC"
    ),
    ("area_id",): "SELECT id FROM organisation_area ORDER BY name",
    ("breach_id",): "SELECT id FROM records_breach ORDER BY opened_at",
    ("change_id",): "SELECT id FROM accounts_accountchange",
    ("check_id",): "SELECT id FROM outcomes_check ORDER BY checked_on DESC",
    ("questionnaire_id",): (
        "SELECT q.id FROM endings_questionnaire q LEFT JOIN endings_return r ON r.questionnaire_id = q.id "
        "LEFT JOIN volunteers_volunteer v ON v.id = q.volunteer_id LEFT JOIN accounts_user u ON u.id = v.user_id "
        "ORDER BY (r.with_words IS TRUE) DESC, u.persona = 'vera' DESC NULLS LAST, q.asked_at DESC"
    ),
    ("report_id",): (
        "SELECT v.id FROM endings_reportversion v LEFT JOIN sharing_release r ON r.report_id = v.id "
        "ORDER BY r.id IS NULL, v.written_at DESC"
    ),
    ("circle_id",): "SELECT id FROM circles_circle ORDER BY length(name), name",
    ("circle_id", "consent_id"): (
        "SELECT s.circle_id, c.id FROM sharing_consent c JOIN circles_seat s USING (core_member_id) "
        "ORDER BY c.recorded_at DESC"
    ),
    ("circle_id", "refusal_id"): (
        "SELECT s.circle_id, c.id FROM sharing_consent c JOIN circles_seat s USING (core_member_id) "
        "WHERE c.answer = 'no' ORDER BY c.recorded_at DESC"
    ),
    ("circle_id", "ground_id"): (
        "SELECT s.circle_id, g.id FROM sharing_otherground g JOIN circles_seat s USING (core_member_id) "
        "ORDER BY g.starts_at DESC"
    ),
    ("clause_id",): "SELECT id FROM due_clause WHERE retired_at IS NULL ORDER BY position",
    ("code", "age"): "SELECT code, 'longer' FROM organisation_area ORDER BY name",
    # A topic, or a section of the application.
    ("code",): (
        "SELECT code FROM (SELECT code, position FROM organisation_topic UNION ALL SELECT 'who', 999) o "
        "ORDER BY position"
    ),
    ("colour",): "SELECT '1d5c6b'",
    ("concern_id",): "SELECT id FROM risk_concern ORDER BY raised_at DESC",
    ("core_member_id",): "SELECT id FROM people_coremember ORDER BY id",
    ("core_member_id", "carer_id"): "SELECT core_member_id, id FROM people_carer",
    ("criterion_id",): "SELECT id FROM organisation_criterion ORDER BY position",
    ("corrected_id",): "SELECT item_id FROM corrections_correction ORDER BY at DESC",
    ("day",): "SELECT day FROM organisation_closureday",
    ("development_id",): "SELECT id FROM received_development ORDER BY sent_at DESC",
    ("document_id",): "SELECT id FROM people_persondocument ORDER BY uploaded_at",
    ("document_id", "number"): "SELECT id, 1 FROM people_persondocument WHERE pages > 0 ORDER BY uploaded_at",
    ("circle_id", "day"): (
        "SELECT circle_id, (submitted_at AT TIME ZONE 'Europe/London')::date FROM meetings_minutesversion "
        "ORDER BY submitted_at DESC"
    ),
    ("phase_id",): "SELECT phase_id FROM circles_phasewords",
    ("paper_id",): (
        "SELECT d.id FROM referrals_referraldocument d JOIN referrals_submission s USING (referral_id) "
        "ORDER BY d.uploaded_at"
    ),
    ("paper_id", "number"): (
        "SELECT d.id, 1 FROM referrals_referraldocument d JOIN referrals_submission s USING (referral_id) "
        "WHERE d.pages > 0 ORDER BY d.uploaded_at"
    ),
    ("referral_id", "paper_id"): (
        "SELECT d.referral_id, d.id FROM referrals_referraldocument d LEFT JOIN referrals_submission s "
        "USING (referral_id) WHERE s.id IS NULL ORDER BY d.uploaded_at"
    ),
    ("referral_id", "paper_id", "number"): (
        "SELECT d.referral_id, d.id, 1 FROM referrals_referraldocument d LEFT JOIN referrals_submission s "
        "USING (referral_id) WHERE s.id IS NULL AND d.pages > 0 ORDER BY d.uploaded_at"
    ),
    ("forming_id",): "SELECT id FROM forming_run ORDER BY asked_at DESC",
    ("proposal_id",): "SELECT id FROM forming_proposal ORDER BY position",
    ("keep_clear_id",): "SELECT id FROM forming_keepclear WHERE withdrawn_at IS NULL ORDER BY at DESC",
    ("own_clear_id",): "SELECT id FROM forming_keepclear ORDER BY at DESC",
    ("exclusion_id",): "SELECT id FROM forming_exclusion ORDER BY at DESC",
    (
        "venue_id",
    ): "SELECT v.id FROM organisation_venue v JOIN organisation_area a ON a.id = v.area_id ORDER BY a.name, v.name",
    ("enquiry_id",): "SELECT id FROM referrals_enquiry ORDER BY taken_at DESC",
    ("form_id",): "SELECT id FROM accounts_heldform",
    ("goal_id",): "SELECT id FROM circles_goal ORDER BY (ended_at IS NULL) DESC, set_at DESC",
    ("kind",): "SELECT kind FROM organisation_kindstandard ORDER BY kind",
    ("mappa_meeting_id",): "SELECT id FROM received_mappameeting ORDER BY attendance = 'attended' DESC, held_on DESC",
    ("action_id",): "SELECT a.id FROM received_mappaaction a ORDER BY due_on DESC",
    ("onward_id",): "SELECT id FROM received_onward WHERE level = 'volunteers' ORDER BY recorded_at DESC",
    ("meeting_id",): "SELECT id FROM meetings_meeting ORDER BY abs(extract(epoch FROM starts_at - now()))",
    ("meeting_id", "number"): "SELECT meeting_id, number FROM meetings_minutesversion ORDER BY submitted_at DESC",
    ("meeting_id", "words"): "SELECT meeting_id, revision FROM meetings_draftrevision WHERE typed_over IS NOT NULL",
    ("opening_id",): "SELECT id FROM access_breakglass ORDER BY opened_at DESC",
    ("pack_id",): (
        "SELECT v.id FROM reviews_packversion v LEFT JOIN sharing_release r ON r.pack_id = v.id "
        "LEFT JOIN reviews_packapproval a ON a.version_id = v.id "
        "ORDER BY r.id IS NULL, a.version_id IS NULL, v.written_at DESC"
    ),
    ("invited_id",): "SELECT id FROM briefings_briefinginvitation ORDER BY invited_at DESC",
    ("briefing_id",): "SELECT id FROM briefings_briefing WHERE cancelled_at IS NULL ORDER BY starts_at DESC",
    ("pack_opening_id",): "SELECT id FROM briefings_packopening ORDER BY closes_at DESC",
    ("pack_page_id",): "SELECT id FROM briefings_packpage ORDER BY id",
    ("signed_id",): "SELECT id FROM briefings_agreement ORDER BY written_at DESC",
    ("signed_id", "seat_id"): (
        "SELECT a.id, s.id FROM briefings_agreement a JOIN circles_seat s USING (circle_id) "
        "WHERE s.part = 'core_member' ORDER BY a.written_at DESC"
    ),
    ("decision_id",): "SELECT id FROM reviews_decision ORDER BY recorded_at DESC",
    ("pause_id",): "SELECT id FROM circles_pause ORDER BY starts_at DESC",
    ("pk",): "SELECT id FROM mfa_authenticator WHERE type = 'webauthn'",
    ("professional_id",): "SELECT id FROM partners_professional ORDER BY name",
    ("referral_id",): "SELECT id FROM referrals_referral ORDER BY invited_at DESC",
    ("referral_id", "code"): (
        "SELECT referral_id, section FROM referrals_sectiondraft ORDER BY section = 'assessments' DESC, section"
    ),
    ("referral_id", "code", "entry_id"): (
        "SELECT referral_id, section, answers #>> '{entries,0,id}' FROM referrals_sectiondraft "
        "WHERE answers #>> '{entries,0,id}' IS NOT NULL"
    ),
    ("agreed_id",): "SELECT id FROM joining_agreement ORDER BY recorded_at DESC",
    ("audience", "style"): "SELECT 'adult', 'easy_read'",
    ("course_id",): "SELECT id FROM training_course WHERE ends_on IS NULL ORDER BY position",
    ("exercise_id",): "SELECT id FROM training_exercise WHERE ends_on IS NULL ORDER BY position",
    ("looked_for_id",): "SELECT id FROM training_criterion WHERE ends_on IS NULL ORDER BY position",
    ("interview_criterion_id",): (
        "SELECT id FROM recruiting_volunteercriterion WHERE ends_on IS NULL ORDER BY position"
    ),
    ("training_id",): "SELECT id FROM training_event ORDER BY first_on DESC",
    ("training_invitation_id",): (
        "SELECT i.id FROM training_invitation i JOIN training_event e ON e.id = i.event_id "
        "LEFT JOIN training_outcome o ON o.event_id = e.id AND o.volunteer_id = i.volunteer_id "
        "ORDER BY o.id IS NULL DESC, e.first_on DESC, i.id"
    ),
    ("assignment_id",): (
        "SELECT a.id FROM training_assignment a LEFT JOIN training_sheet s ON s.assignment_id = a.id "
        "WHERE s.id IS NULL ORDER BY a.id"
    ),
    ("certificate_id",): (
        "SELECT c.id FROM vetting_check c WHERE c.shows = 'something' AND c.on_update_service ORDER BY c.id"
    ),
    ("noted_paper_id",): "SELECT id FROM readiness_paper ORDER BY dated_on DESC",
    ("exception_id",): "SELECT id FROM readiness_datedexception ORDER BY ends_on DESC",
    ("resemblance_id",): "SELECT id FROM suitability_resemblance ORDER BY found_at, id",
    ("reference_id",): (
        "SELECT r.id FROM recruiting_reference r LEFT JOIN recruiting_referencecame c ON c.reference_id = r.id "
        "ORDER BY c.reference_id IS NULL DESC"
    ),
    ("release_id",): "SELECT id FROM sharing_release ORDER BY released_at DESC",
    ("remark_id",): "SELECT id FROM meetings_remark WHERE kind = 'question' ORDER BY said_at DESC",
    ("review_id",): (
        "SELECT r.id FROM reviews_review r LEFT JOIN reviews_holding h ON h.review_id = r.id "
        "WHERE r.cancelled_at IS NULL ORDER BY h.review_id IS NULL DESC, r.starts_at"
    ),
    ("review_id", "seat_id"): (
        "SELECT i.review_id, i.seat_id FROM reviews_invitation i JOIN circles_seat s ON s.id = i.seat_id "
        "JOIN reviews_review r ON r.id = i.review_id WHERE s.part <> 'coordinator' AND r.cancelled_at IS NULL"
    ),
    ("run_id",): "SELECT id FROM records_importrun",
    ("search_id",): "SELECT id FROM practice_search",
    ("seat_id",): "SELECT id FROM circles_seat ORDER BY (ends_at IS NULL) DESC, circle_id",
    ("session_id",): "SELECT id FROM accounts_session",
    ("shift_id",): "SELECT id FROM organisation_oncallshift ORDER BY starts_at DESC",
    ("slug",): "VALUES ('concerns'), ('minutes'), ('volunteer')",
    ("slot",): "VALUES ('overdue'), ('week')",
    ("step_id",): "SELECT id FROM circles_goalstep ORDER BY set_at DESC",
    ("token",): f"SELECT '{TOKEN}'",
    ("user_id",): "SELECT id FROM accounts_user ORDER BY persona = '', id",
    ("version_id",): "SELECT id FROM meetings_minutesversion ORDER BY submitted_at DESC",
    ("supervision_id",): (
        "SELECT s.id FROM support_supervision s LEFT JOIN support_supervisionnote n ON n.supervision_id = s.id "
        "WHERE s.cancelled_at IS NULL ORDER BY n.id IS NULL, s.starts_at"
    ),
    ("offer_id",): "SELECT id FROM support_counsellingoffer ORDER BY offered_on DESC",
    ("leaving_id",): "SELECT id FROM leaving_leaving ORDER BY ends_at DESC",
    ("exit_offer_id",): (
        "SELECT o.id FROM leaving_exitoffer o LEFT JOIN leaving_exitoutcome e ON e.offer_id = o.id "
        "LEFT JOIN leaving_exitreply r ON r.offer_id = o.id "
        "ORDER BY (e.id IS NULL) DESC, (r.id IS NULL) DESC, o.at DESC"
    ),
    ("given_reference_id",): (
        "SELECT r.id FROM leaving_givenreference r LEFT JOIN leaving_referenceanswer a ON a.reference_id = r.id "
        "LEFT JOIN volunteers_volunteer v ON v.id = r.volunteer_id LEFT JOIN accounts_user u ON u.id = v.user_id "
        "ORDER BY (a.id IS NULL) DESC, u.persona = 'vera' DESC NULLS LAST, r.at DESC"
    ),
    ("ended_seat_id",): (
        "SELECT s.id FROM circles_seat s LEFT JOIN leaving_endtalk t ON t.seat_id = s.id "
        "WHERE s.part = 'volunteer' AND s.ends_at < now() ORDER BY (t.id IS NULL) DESC, s.ends_at DESC"
    ),
    ("rest_id",): (
        "SELECT a.id FROM support_away a LEFT JOIN leaving_resttalk t ON t.away_id = a.id "
        "WHERE a.starts_on <= now() ORDER BY (t.id IS NULL) DESC, a.starts_on DESC"
    ),
    ("lent_id",): (
        "SELECT l.id FROM leaving_lent l LEFT JOIN leaving_lentover e ON e.lent_id = l.id "
        "ORDER BY (e.id IS NULL) DESC, l.lent_on DESC"
    ),
    ("claim_id",): (
        "SELECT c.id FROM expenses_claim c LEFT JOIN expenses_submission s ON s.claim_id = c.id "
        "LEFT JOIN expenses_decision d ON d.claim_id = c.id "
        "ORDER BY (s.id IS NULL) DESC, (d.id IS NULL) DESC, c.at"
    ),
    ("line_id",): (
        "SELECT l.id FROM expenses_line l LEFT JOIN expenses_submission s ON s.claim_id = l.claim_id "
        "ORDER BY (s.id IS NULL) DESC, l.kind"
    ),
    ("receipt_id",): "SELECT id FROM expenses_receipt ORDER BY uploaded_at",
    ("receipt_id", "number"): "SELECT id, 1 FROM expenses_receipt WHERE pages > 0 ORDER BY uploaded_at",
    ("other_hours_id",): "SELECT id FROM expenses_otherhours ORDER BY at DESC",
    ("payment_run_id",): "SELECT id FROM expenses_paymentrun ORDER BY made_at",
    ("payment_id",): "SELECT id FROM expenses_payment ORDER BY at",
    ("built_file_id",): "SELECT gen_random_uuid()",  # takes a press and shows no page
    ("away_id",): "SELECT id FROM support_away ORDER BY starts_on DESC",
    ("message_id",): (
        "SELECT m.id FROM messaging_message m LEFT JOIN messaging_withdrawal w ON w.message_id = m.id "
        "ORDER BY w.id IS NOT NULL, m.sent_at DESC"
    ),
    ("writing_id",): "SELECT id FROM messaging_draft ORDER BY saved_at DESC",
    ("supporter_id",): "SELECT id FROM messaging_supporter ORDER BY name",
    ("wellbeing_id",): "SELECT id FROM support_check WHERE answer = 'today' ORDER BY answered_at DESC",
    ("volunteer_id",): "SELECT id FROM volunteers_volunteer ORDER BY user_id",
}


@dataclass(frozen=True, order=True)
class Address:
    door: str
    name: str
    arguments: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return f"{self.door}:{self.name}" if self.door else self.name


def addresses() -> list[Address]:
    """Every named address of ours, once."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: Iterable[URLPattern | URLResolver], door: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, pattern.namespace or door)
        elif pattern.name:
            yield Address(door, pattern.name, tuple(pattern.pattern.converters))


@dataclass(frozen=True)
class Found:
    """What became of an address: a `page` with who opens it and where, or what else it is for."""

    kind: str  # page, pressed (takes a form only), file, nothing
    who: str = ""
    path: str = ""
    last: str = ""  # where nobody got in: what the last who asked was answered


class Finder:
    def __init__(self, site: Site, visitors: dict[str, BrowserContext]) -> None:
        self.site = site
        self.visitors = visitors

    def find(self, address: Address) -> Found:
        found = Found("nothing")
        paths = list(self._paths(address))
        for who in DOORS[address.door]:
            for path in paths:
                found = self._tried(who, path)
                if found.kind != "nothing":
                    return found
        return found

    def _tried(self, who: str, path: str) -> Found:
        answer = self.visitors[who].request.get(path, max_redirects=0)
        if answer.status == 405:
            return Found("pressed")
        if answer.status != 200:
            return Found("nothing", last=f"{who}: {answer.status} {answer.headers.get('location', '')}")
        kind = "page" if answer.headers["content-type"].startswith("text/html") else "file"
        return Found(kind, who, path)

    def _paths(self, address: Address) -> Iterator[str]:
        if not address.arguments:
            yield reverse(address.full_name)
            return
        with self.site.superuser() as raw:
            rows = raw.execute(OBJECTS[address.arguments] + " LIMIT 400").fetchall()
        for row in rows:
            yield reverse(address.full_name, kwargs=dict(zip(address.arguments, row, strict=True)))
