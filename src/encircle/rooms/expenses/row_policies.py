"""Hours, claims and receipts are their volunteer's, and from the moment a claim is sent the staff's of the area; never
another volunteer's, never a professional's. Nobody decides about their own."""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    ANYONE,
    Definer,
    Table,
    add,
    change,
    holds,
    mine,
    one_of,
    read,
    receipt,
    remove,
    staff,
    system,
)
from encircle.foundations.files.row_policies import SCANNER, locked
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, PRESENT, in_area, with_area

from . import paying_policies, sql_hours

OF_PEOPLE = (
    "otherhours",
    "hourstakenback",
    "claim",
    "line",
    "submission",
    "takenback",
    "decision",
    "decisionwords",
    "receipt",
    "receiptlock",
    "receiptscan",
    "payment",
    "paymentfailed",
)
_SCANNER = system(SCANNER)
_MINE = mine("by_id")
_OPEN = one_of("claim_id", "open_claims")
_OWN_RECEIPT = f"(receipt_id IS NULL OR {one_of('receipt_id', 'own_receipts')})"
_SENT = "SELECT s.claim_id FROM public.expenses_submission s"


def _of_claim(table: str) -> str:
    """The row carries the volunteer and the area of its claim, which was sent and not by who acts."""
    return (
        f"EXISTS (SELECT FROM public.expenses_submission s WHERE s.claim_id = {table}.claim_id "
        f"AND s.volunteer_id = {table}.volunteer_id AND s.area_id = {table}.area_id AND s.by_id <> {ACTOR})"
    )


def _of_hours() -> str:
    return (
        "EXISTS (SELECT FROM public.expenses_otherhours h WHERE h.id = hours_id "
        "AND h.volunteer_id = expenses_hourstakenback.volunteer_id AND h.area_id = expenses_hourstakenback.area_id)"
    )


def _own_function(name: str, says: str, body: str, *, argument: str = "", returns: str = "uuid[]") -> str:
    return f"""
    -- {says}
    CREATE OR REPLACE FUNCTION encircle.{name}({argument}) RETURNS {returns}
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN ({body});
    END
    $$;
    """


SQL = [
    *(with_area(f"expenses_{name}") for name in OF_PEOPLE),
    _own_function(
        "open_claims",
        "The acting volunteer’s own claims that were not sent yet.",
        "SELECT coalesce(array_agg(c.id), '{}') FROM public.volunteers_volunteer v "
        "JOIN public.expenses_claim c ON c.volunteer_id = v.id "
        f"WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT} "
        "AND NOT EXISTS (SELECT FROM public.expenses_submission s WHERE s.claim_id = c.id)",
    ),
    _own_function(
        "own_subjects",
        "The acting volunteer, as the person whose receipts are locked with a key of their own.",
        "SELECT coalesce(array_agg(v.id), '{}') FROM public.volunteers_volunteer v "
        f"WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}",
    ),
    _own_function(
        "own_receipts",
        "The acting volunteer’s own receipts: no other goes with a line of theirs.",
        "SELECT coalesce(array_agg(r.id), '{}') FROM public.volunteers_volunteer v "
        "JOIN public.expenses_receipt r ON r.volunteer_id = v.id "
        f"WHERE v.user_id = (SELECT encircle.actor()) AND {PRESENT}",
    ),
    _own_function(
        "awaits_second",
        "Whether a claim was approved once, by somebody else, and needs a second one. NULL to others.",
        "SELECT CASE WHEN (SELECT encircle.all_areas()) THEN EXISTS ("
        "SELECT FROM public.expenses_decision d JOIN public.expenses_submission s "
        "ON s.claim_id = d.claim_id AND s.needs_second WHERE d.claim_id = wanted AND d.step = 1 "
        "AND d.verdict = 'approved' AND d.by_id <> (SELECT encircle.actor())) END",
        argument="wanted uuid",
        returns="boolean",
    ),
    """
    -- A receipt on no line any more, of the acting volunteer: its only key goes, its bytes lie locked for good.
    CREATE OR REPLACE FUNCTION encircle.clear_expense_receipt(wanted uuid) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        own uuid[] := (SELECT encircle.own_subjects());
        cleared integer := 0;
    BEGIN
        IF NOT EXISTS (SELECT FROM public.expenses_line l WHERE l.receipt_id = wanted) THEN
            DELETE FROM public.expenses_receiptscan s WHERE s.document_id = wanted AND s.volunteer_id = ANY (own);
            DELETE FROM public.expenses_receiptlock l WHERE l.document_id = wanted AND l.volunteer_id = ANY (own);
            DELETE FROM public.expenses_receipt d WHERE d.id = wanted AND d.volunteer_id = ANY (own);
            GET DIAGNOSTICS cleared = ROW_COUNT;
        END IF;
        RETURN cleared;
    END
    $$;
    """,
    *paying_policies.SQL,
    *sql_hours.SQL,
]
_KEPT = {"encircle_scope": "SELECT, DELETE"}
_SEEN_RECEIPT = (
    f"{staff()} AND {{column}} IN (SELECT l.receipt_id FROM public.expenses_line l WHERE l.claim_id IN ({_SENT}))"
)
_MANAGER = holds("operations_manager")

TABLES = [
    Table(
        "expenses_terms",
        [read("anyone", ANYONE), add("manager", f"{_MANAGER} AND {mine('set_by_id')}")],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_otherhours",
        [
            read("own", OWN),
            read("staff", staff()),
            add("own", f"{OWN} AND {_MINE} AND (circle_id IS NULL OR {one_of('circle_id', 'volunteer_circles')})"),
            add("staff", f"{staff()} AND {_MINE} AND {in_area('expenses_otherhours')} AND circle_id IS NULL"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_hourstakenback",
        [
            read("own", OWN),
            read("staff", staff()),
            add("own", f"{OWN} AND {_MINE} AND {_of_hours()}"),
            add("staff", f"{staff()} AND {_MINE} AND {_of_hours()}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_claim",
        [
            read("own", OWN),
            read("staff", f"{staff()} AND id IN ({_SENT})"),
            add("own", f"{OWN} AND {_MINE} AND {in_area('expenses_claim')}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_line",
        [
            read("own", OWN),
            read("staff", f"{staff()} AND claim_id IN ({_SENT})"),
            add(
                "own",
                f"{OWN} AND {_OPEN} AND (meeting_id IS NULL OR {one_of('meeting_id', 'volunteer_meetings')}) "
                f"AND (event_id IS NULL OR {one_of('event_id', 'own_training_events')}) "
                f"AND (supervision_id IS NULL OR {one_of('supervision_id', 'own_places')}) "
                f"AND {_OWN_RECEIPT}",
            ),
            change(
                "own",
                f"{OWN} AND {_OPEN}",
                f"{OWN} AND {_OPEN} AND {_OWN_RECEIPT}",
            ),
            remove("own", f"{OWN} AND {_OPEN}"),
        ],
        updates=["pence", "receipt_id"],
        readers=["encircle_scope"],
    ),
    Table(
        "expenses_submission",
        [
            read("own", OWN),
            read("staff", staff()),
            add("own", f"{OWN} AND {_MINE} AND {_OPEN}"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_takenback",
        [
            read("own", OWN),
            read("staff", staff()),
            add(
                "own",
                f"{OWN} AND {_MINE} AND claim_id IN ({_SENT}) AND NOT EXISTS (SELECT FROM public.expenses_decision d "
                "WHERE d.claim_id = expenses_takenback.claim_id)",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_decision",
        [
            read("own", OWN),
            read("staff", staff()),
            add(
                "staff",
                f"{staff()} AND {_MINE} AND {ANOTHERS} AND {_of_claim('expenses_decision')} "
                "AND NOT EXISTS (SELECT FROM public.expenses_takenback t WHERE t.claim_id = expenses_decision.claim_id)"
                f" AND (step = 1 OR ({ALL_AREAS} AND encircle.awaits_second(claim_id)))",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "expenses_decisionwords",
        [
            read("own", OWN),
            read("staff", staff()),
            receipt("claim_id"),
            add(
                "decider",
                "EXISTS (SELECT FROM public.expenses_decision d WHERE d.id = decision_id AND "
                f"d.by_id = {ACTOR} AND d.claim_id = expenses_decisionwords.claim_id AND "
                "d.volunteer_id = expenses_decisionwords.volunteer_id AND d.area_id = expenses_decisionwords.area_id)",
            ),
        ],
        append_only=True,
    ),
    Table(
        "expenses_receipt",
        [
            read("own", OWN),
            read("staff", _SEEN_RECEIPT.format(column="id")),
            read("scanner", _SCANNER),
            add(
                "own",
                f"{OWN} AND {mine('uploaded_by_id')} AND subject_id = volunteer_id AND {in_area('expenses_receipt')}",
            ),
        ],
        keepers=_KEPT,
    ),
    Table(
        "expenses_receiptlock",
        [
            read("own", OWN),
            read("staff", _SEEN_RECEIPT.format(column="document_id")),
            read("scanner", _SCANNER),
            *locked("document_id", "expenses_receiptscan"),
            add(
                "own",
                f"{OWN} AND document_id IN (SELECT d.id FROM public.expenses_receipt d WHERE "
                f"d.volunteer_id = expenses_receiptlock.volunteer_id AND d.uploaded_by_id = {ACTOR})",
            ),
        ],
        keepers=_KEPT,
    ),
    Table(
        "expenses_receiptscan",
        [
            read("own", OWN),
            read("staff", _SEEN_RECEIPT.format(column="document_id")),
            read("scanner", _SCANNER),
            add("scanner", _SCANNER),
        ],
        keepers=_KEPT,
    ),
    *paying_policies.TABLES,
]

DEFINERS = [
    Definer("encircle.open_claims()", "encircle_scope"),
    Definer("encircle.own_subjects()", "encircle_scope"),
    Definer("encircle.own_receipts()", "encircle_scope"),
    Definer("encircle.awaits_second(uuid)", "encircle_scope"),
    Definer("encircle.clear_expense_receipt(uuid)", "encircle_scope"),
    Definer("encircle.hours_of(uuid,date,date)", "encircle_scope"),
    Definer("encircle.hours_by_area(date,date,text)", "encircle_scope"),
    *paying_policies.DEFINERS,
]
