"""Who agreed is known to the staff of the area; volunteers read of it the words that are meant for them."""

from encircle.foundations.access.policies import (
    ANYONE,
    Definer,
    Table,
    add,
    holds,
    mine,
    one_of,
    read,
    receipt,
    staff,
)
from encircle.rooms.circles.sql_scope import IN_PERIOD

SQL = [
    f"""
    -- Core members in whose Circle the acting person is a volunteer now.
    CREATE OR REPLACE FUNCTION encircle.volunteer_core_members() RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (
            SELECT coalesce(array_agg(DISTINCT s.core_member_id), '{{}}') FROM public.circles_seat s
        WHERE s.circle_id = ANY ((SELECT encircle.volunteer_circles())::uuid[]) AND s.part = 'core_member'
          AND {IN_PERIOD}
        );
    END
    $$;
    """,
]

_VOLUNTEER = one_of("core_member_id", "volunteer_core_members")


def _theirs(table: str) -> str:
    """Whoever writes reaches the person, and writes their area beside them."""
    return (
        f"{staff()} AND EXISTS (SELECT FROM public.people_coremember c "
        f"WHERE c.id = core_member_id AND c.area_id = {table}.area_id)"
    )


def _words_of(table: str, parent: str, link: str, author: str) -> str:
    """Of a row about the same person that the acting person wrote."""
    return (
        f"{_theirs(table)} AND EXISTS (SELECT FROM public.{parent} p "
        f"WHERE p.id = {link} AND p.core_member_id = {table}.core_member_id AND {mine('p.' + author)})"
    )


_STAFF = read("staff", staff())
_SETS = f"{holds('operations_manager')} AND {mine('set_by_id')}"

TABLES = [
    Table(
        "joining_formofwords",
        [
            # The charity's own words, about nobody.
            read("anyone", ANYONE),
            add("sets", _SETS),
        ],
        append_only=True,
    ),
    Table(
        "joining_agreement",
        [
            _STAFF,
            add(
                "staff",
                f"{_theirs('joining_agreement')} AND {mine('taken_by_id')} "
                "AND (carer_id IS NULL OR EXISTS (SELECT FROM public.people_carer k "
                "WHERE k.id = carer_id AND k.core_member_id = joining_agreement.core_member_id)) "
                "AND (document_id IS NULL OR EXISTS (SELECT FROM public.people_persondocument d "
                "WHERE d.id = document_id AND d.subject_id = joining_agreement.core_member_id))",
            ),
        ],
        append_only=True,
    ),
    Table(
        "joining_agreementwords",
        [
            _STAFF,
            receipt("core_member_id"),
            add("staff", _words_of("joining_agreementwords", "joining_agreement", "agreement_id", "taken_by_id")),
        ],
        append_only=True,
    ),
    Table(
        "joining_agreementwithdrawn",
        [
            _STAFF,
            add(
                "staff",
                f"{_theirs('joining_agreementwithdrawn')} AND {mine('by_id')} "
                "AND EXISTS (SELECT FROM public.joining_agreement p WHERE p.id = agreement_id "
                "AND p.core_member_id = joining_agreementwithdrawn.core_member_id)",
            ),
        ],
        append_only=True,
    ),
    Table(
        "joining_capacityrecord",
        [_STAFF, add("staff", f"{_theirs('joining_capacityrecord')} AND {mine('by_id')}")],
        append_only=True,
    ),
    Table(
        "joining_capacitywords",
        [
            _STAFF,
            receipt("core_member_id"),
            add("staff", _words_of("joining_capacitywords", "joining_capacityrecord", "record_id", "by_id")),
        ],
        append_only=True,
    ),
    Table(
        "joining_disclosurescope",
        [
            _STAFF,
            read("volunteer", _VOLUNTEER),
            add("staff", f"{_theirs('joining_disclosurescope')} AND {mine('by_id')}"),
        ],
        append_only=True,
    ),
    Table(
        "joining_scopewords",
        [
            _STAFF,
            receipt("core_member_id"),
            add("staff", _words_of("joining_scopewords", "joining_disclosurescope", "scope_id", "by_id")),
        ],
        append_only=True,
    ),
    Table(
        "joining_scopeforvolunteers",
        [
            _STAFF,
            read("volunteer", _VOLUNTEER),
            receipt("scope_id"),
            add("staff", _words_of("joining_scopeforvolunteers", "joining_disclosurescope", "scope_id", "by_id")),
        ],
        append_only=True,
    ),
]

DEFINERS = [Definer("encircle.volunteer_core_members()", "encircle_scope")]
