"""The coded facts of a volunteer: of the gate, of their seats, of looking after them."""

from .sql_pieces import rows

VOLUNTEER = {
    "joined_on": "v.joined_on",
    "left_on": "v.left_on",
    "seats": rows(
        "SELECT s.circle_id, i.kind, s.starts_at, s.ends_at, s.area_id, (SELECT min(h.starts_at) FROM public.circles_phase h "
        "WHERE h.circle_id = s.circle_id AND h.name NOT IN ('forming', 'prison') AND NOT EXISTS (SELECT FROM "
        "public.circles_phase b WHERE b.circle_id = h.circle_id AND b.name IN ('forming', 'prison') "
        "AND b.starts_at > h.starts_at)) AS out_at FROM public.circles_seat s "
        "JOIN public.circles_circle i ON i.id = s.circle_id WHERE s.volunteer_id = v.id"
    ),
    "checks": rows(
        "SELECT k.id, k.level, k.workforce, k.issued_on, k.at, k.shows, "
        + rows("SELECT u.checked_on, u.outcome, u.at FROM public.vetting_updatecheck u WHERE u.seen_id = k.id")
        + " AS updates, "
        + rows("SELECT d.outcome, d.at FROM public.vetting_checkdecision d WHERE d.seen_id = k.id")
        + " AS decided FROM public.vetting_check k WHERE k.volunteer_id = v.id"
    ),
    "clearances": rows(
        "SELECT c.id, c.prison_id, c.outcome, c.decided_on, c.at, c.ends_on FROM public.vetting_clearance c "
        "WHERE c.volunteer_id = v.id"
    ),
    "establishments": rows(
        "SELECT DISTINCT e.circle_id, e.prison_id, e.recorded_at AS at FROM public.circles_establishment e "
        "JOIN public.circles_seat s ON s.circle_id = e.circle_id WHERE s.volunteer_id = v.id"
    ),
    # What was set last of what has begun; everything is asked where nothing was ever said.
    "asks_clearance": "COALESCE((SELECT 'prison' = ANY (r.conditions) FROM public.readiness_requirement r "
    "WHERE r.kind = 'prison' AND r.in_force_from <= (encircle.now() AT TIME ZONE 'Europe/London')::date "
    "ORDER BY r.in_force_from DESC LIMIT 1), true)",
    "courses": rows(
        "SELECT r.id, r.course_id, to_jsonb(c.needed_for) AS needed_for, r.done_on, r.at, r.renew_on, "
        "c.ends_on AS ended_on "
        "FROM public.training_courserecord r JOIN public.training_course c ON c.id = r.course_id "
        "WHERE r.volunteer_id = v.id"
    ),
    "wordings": rows(
        "SELECT w.id, w.in_force_from, w.sign_by, (SELECT min(s.at) FROM public.readiness_signing s "
        "WHERE s.wording_id = w.id AND s.volunteer_id = v.id) AS signed_at FROM public.readiness_wording w"
    ),
    "exceptions": rows(
        "SELECT x.id, x.kind, x.condition, x.starts_on, x.ends_on, x.at FROM public.readiness_datedexception x "
        "WHERE x.volunteer_id = v.id"
    ),
    # When something came that a condition asks for. A certificate that has to be weighed counts once it is accepted.
    "met": rows(
        "SELECT 'check' AS condition, k.at FROM public.vetting_check k WHERE k.volunteer_id = v.id "
        "AND k.shows = 'nothing' UNION ALL SELECT 'check', d.at FROM public.vetting_checkdecision d "
        "WHERE d.volunteer_id = v.id AND d.outcome = 'accepted' "
        "UNION ALL SELECT 'check', u.at FROM public.vetting_updatecheck u WHERE u.volunteer_id = v.id "
        "AND u.outcome = 'unchanged' "
        "UNION ALL SELECT 'prison', c.at FROM public.vetting_clearance c WHERE c.volunteer_id = v.id "
        "AND c.outcome = 'granted' "
        "UNION ALL SELECT 'training', t.at FROM public.training_completion t WHERE t.volunteer_id = v.id "
        "UNION ALL SELECT 'assessment', o.at FROM public.training_outcome o WHERE o.volunteer_id = v.id "
        "AND o.result = 'pass' "
        "UNION ALL SELECT 'courses', r.at FROM public.training_courserecord r WHERE r.volunteer_id = v.id "
        "UNION ALL SELECT 'agreement', s.at FROM public.readiness_signing s WHERE s.volunteer_id = v.id "
        "UNION ALL SELECT p.condition, p.at FROM public.readiness_paper p WHERE p.volunteer_id = v.id "
        "AND NOT EXISTS (SELECT FROM public.readiness_papertakenback b WHERE b.paper_id = p.id) "
        "UNION ALL SELECT 'interview', i.at FROM public.recruiting_application a JOIN public.recruiting_interview i "
        "ON i.applicant_id = a.applicant_id AND i.goes_on WHERE a.volunteer_id = v.id"
    ),
    "ends_at": "v.ends_at",
    "ended_seats": rows(
        "SELECT s.id, s.ends_at, (SELECT e.at FROM public.leaving_endtalk e WHERE e.seat_id = s.id) AS talked_at "
        "FROM public.circles_seat s WHERE s.volunteer_id = v.id AND s.ends_at IS NOT NULL"
    ),
    "rests": rows(
        "SELECT a.id, a.starts_on, a.said_at, a.until, a.back_on, "
        "(SELECT t.at FROM public.leaving_resttalk t WHERE t.away_id = a.id) AS talked_at "
        "FROM public.support_away a WHERE a.volunteer_id = v.id"
    ),
    "wishes": rows("SELECT w.id, w.at, w.withdrawn_at FROM public.leaving_wish w WHERE w.volunteer_id = v.id"),
    "keeps_clear": rows(
        "SELECT k.id, k.at, k.withdrawn_at, (SELECT min(l.at) FROM public.forming_clearlook l "
        "WHERE l.keep_clear_id = k.id) AS looked_at FROM public.forming_keepclear k WHERE k.volunteer_id = v.id"
    ),
    "leavings": rows(
        "SELECT l.at, (SELECT o.at FROM public.leaving_calledoff o WHERE o.leaving_id = l.id) AS called_off_at "
        "FROM public.leaving_leaving l WHERE l.volunteer_id = v.id"
    ),
    "asked": rows(
        "SELECT c.id, c.area_id, c.answer, c.answered_at, "
        + rows("SELECT b.called_at, b.outcome FROM public.support_callback b WHERE b.check_of_id = c.id")
        + " AS calls FROM public.support_check c WHERE c.volunteer_id = v.id AND c.answer <> 'fine'"
    ),
    "supervisions": rows(
        "SELECT s.kind, s.starts_at, p.presence FROM public.support_supervisionplace p JOIN public.support_supervision s "
        "ON s.id = p.supervision_id WHERE p.volunteer_id = v.id AND s.cancelled_at IS NULL"
    ),
    "claims": rows(
        "SELECT s.claim_id AS id, s.area_id, s.at AS sent_at, s.needs_second, "
        "COALESCE((SELECT m.decide_days FROM public.expenses_terms m WHERE m.starts_on <= "
        "(s.at AT TIME ZONE 'Europe/London')::date ORDER BY m.starts_on DESC LIMIT 1), "
        "(SELECT m.decide_days FROM public.expenses_terms m ORDER BY m.starts_on LIMIT 1)) AS decide_days, "
        "(SELECT t.at FROM public.expenses_takenback t WHERE t.claim_id = s.claim_id) AS taken_back_at, "
        + rows("SELECT d.step, d.verdict, d.at FROM public.expenses_decision d WHERE d.claim_id = s.claim_id")
        + " AS decisions FROM public.expenses_submission s WHERE s.volunteer_id = v.id"
    ),
    "lent": rows(
        "SELECT l.id, l.at, (SELECT o.at FROM public.leaving_lentover o WHERE o.lent_id = l.id) AS over_at "
        "FROM public.leaving_lent l WHERE l.volunteer_id = v.id"
    ),
}
