"""Agencies and professionals are known to those who work with cases or with concerns; a professional sees their own
entry."""

from encircle.foundations.access.policies import (
    Definer,
    Table,
    add,
    change,
    holds,
    mine,
    read,
    remove,
    staff,
    system,
)
from encircle.foundations.files.row_policies import SCANNER, locked

_SCANNER = system(SCANNER)
STAFF_ANYWHERE = holds("coordinator", "senior_coordinator", "operations_manager")
# A safeguarding lead who is nothing else tells agencies of the concerns she handles, and rings them.
KNOWS_THEM = holds("coordinator", "senior_coordinator", "operations_manager", "safeguarding_lead")

SQL = [
    """
    -- Where the post may write to a person: a verified address; an invitation goes to the address it was made for, so
    -- that a new address is proved before it replaces the old one. To a professional only at a domain recorded for
    -- their agency. NULL when there is none.
    CREATE OR REPLACE FUNCTION encircle.postal_address(person uuid, invited boolean) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT t.email FROM public.accounts_user u
        CROSS JOIN LATERAL (SELECT coalesce(
            (SELECT i.email FROM public.accounts_invitation i
             WHERE invited AND i.user_id = u.id AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL
             ORDER BY i.created_at DESC LIMIT 1), u.email)::text) AS t(email)
        WHERE u.id = person AND u.suspended_at IS NULL AND (SELECT encircle.system()) = 'postman'
          AND (u.ends_at IS NULL OR u.ends_at > encircle.now())
          AND (invited OR EXISTS (
              SELECT FROM public.account_emailaddress e
              WHERE e.user_id = u.id AND e.verified AND lower(e.email) = lower(u.email)))
          AND NOT EXISTS (
              SELECT FROM public.partners_professional p JOIN public.partners_agency a ON a.id = p.agency_id
              WHERE p.user_id = u.id AND (p.ends_at IS NULL OR p.ends_at > (SELECT encircle.now()))
                AND NOT (lower(split_part(t.email, '@', 2)) = ANY (a.email_domains)))
        );
    END
    $$;
    """
]

TABLES = [
    Table(
        "partners_agency",
        [
            read("staff", KNOWS_THEM),
            read("own", "id = ANY ((SELECT encircle.own_agencies())::uuid[])"),
            read("system", system("postman", "escalator")),
            add("staff", STAFF_ANYWHERE),
            change("staff", STAFF_ANYWHERE),
        ],
        updates=["name", "kind", "email_domains"],
        readers=["encircle_scope"],
    ),
    Table(
        "partners_agencyagreement",
        [
            read("staff", STAFF_ANYWHERE),
            add("staff", f"{STAFF_ANYWHERE} AND {mine('recorded_by_id')}"),
            change("staff", STAFF_ANYWHERE),
        ],
        updates=["ends_on", "review_on"],
    ),
    Table(
        "partners_agencyarea",
        [read("staff", KNOWS_THEM), add("staff", STAFF_ANYWHERE), remove("staff", STAFF_ANYWHERE)],
    ),
    Table(
        "partners_signedcopy",
        [
            read("staff", STAFF_ANYWHERE),
            read("scanner", _SCANNER),
            add(
                "staff",
                f"{STAFF_ANYWHERE} AND {mine('uploaded_by_id')} AND agreement_id IN (SELECT a.id "
                "FROM public.partners_agencyagreement a WHERE a.agency_id = partners_signedcopy.subject_id)",
            ),
        ],
        append_only=True,
    ),
    Table(
        "partners_signedcopylock",
        [
            read("staff", STAFF_ANYWHERE),
            read("scanner", _SCANNER),
            *locked("document_id", "partners_signedcopyscan"),
            add("staff", f"{STAFF_ANYWHERE} AND document_id IN (SELECT d.id FROM public.partners_signedcopy d)"),
        ],
        append_only=True,
    ),
    Table(
        "partners_signedcopyscan",
        [read("staff", STAFF_ANYWHERE), read("scanner", _SCANNER), add("scanner", _SCANNER)],
        append_only=True,
    ),
    Table(
        "partners_partnercontact",
        [read("staff", staff()), add("staff", f"{staff()} AND {mine('recorded_by_id')}")],
        append_only=True,
    ),
    Table(
        "partners_professional",
        [
            read("staff", KNOWS_THEM),
            read("own", mine("user_id")),
            read("system", system("postman", "escalator")),
            add("staff", STAFF_ANYWHERE),
            change("staff", STAFF_ANYWHERE),
        ],
        updates=["name", "job_title", "phone", "user_id", "ends_at"],
        readers=["encircle_scope"],
    ),
]

DEFINERS = [Definer("encircle.postal_address(uuid,boolean)", "encircle_scope")]
