"""Payments: made by the operations manager from claims that were approved; each volunteer sees their own."""

from encircle.foundations.access.policies import Definer, Table, add, holds, mine, read, remove, staff, system
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN

_PAYS = holds("operations_manager")
_MINE = mine("by_id")
# Nobody pays themselves, whoever approved it.
_PAYS_ANOTHER = f"{_PAYS} AND {_MINE} AND {ANOTHERS}"
_LIVE = f"{mine('user_id')} AND expires_at > (SELECT encircle.now())"

SQL = [
    """
    -- Whether a claim was approved to the end: by a second person where it needs one. For those who pay.
    CREATE OR REPLACE FUNCTION encircle.is_to_pay(wanted uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
        RETURN (SELECT encircle.holds('operations_manager')) AND EXISTS (
            SELECT FROM public.expenses_submission s JOIN public.expenses_decision d ON d.claim_id = s.claim_id
            WHERE s.claim_id = wanted AND d.verdict = 'approved' AND d.step = CASE WHEN s.needs_second THEN 2 ELSE 1 END
        );
    END
    $$;
    """,
]

TABLES = [
    Table(
        "expenses_paymentrun",
        [read("manager", _PAYS), add("manager", f"{_PAYS} AND {mine('made_by_id')}")],
        append_only=True,
    ),
    Table(
        "expenses_payment",
        [
            read("own", OWN),
            read("staff", staff()),
            add(
                "manager",
                f"{_PAYS_ANOTHER} AND run_id IN (SELECT r.id FROM public.expenses_paymentrun r WHERE "
                f"{mine('r.made_by_id')}) AND encircle.is_to_pay(claim_id) "
                "AND EXISTS (SELECT FROM public.expenses_submission s WHERE s.claim_id = expenses_payment.claim_id AND "
                "s.volunteer_id = expenses_payment.volunteer_id AND s.area_id = expenses_payment.area_id "
                "AND s.pence = expenses_payment.pence) AND (attempt = 1 OR EXISTS (SELECT FROM "
                "public.expenses_paymentfailed f WHERE f.claim_id = expenses_payment.claim_id "
                "AND f.attempt = expenses_payment.attempt - 1))",
            ),
        ],
        append_only=True,
    ),
    Table(
        "expenses_paymentfailed",
        [
            read("own", OWN),
            read("staff", staff()),
            add(
                "manager",
                f"{_PAYS_ANOTHER} AND EXISTS (SELECT FROM public.expenses_payment p WHERE p.id = payment_id "
                "AND p.claim_id = expenses_paymentfailed.claim_id AND p.attempt = expenses_paymentfailed.attempt "
                "AND p.volunteer_id = expenses_paymentfailed.volunteer_id "
                "AND p.area_id = expenses_paymentfailed.area_id)",
            ),
        ],
        append_only=True,
    ),
    Table(
        "expenses_builtfile",
        [
            read("own", _LIVE),
            read("clerk", system("clerk")),
            add("own", f"{mine('user_id')} AND {_PAYS}"),
            remove("own", mine("user_id")),
            remove("clerk", f"{system('clerk')} AND expires_at <= (SELECT encircle.now())"),
        ],
    ),
]

DEFINERS = [Definer("encircle.is_to_pay(uuid)", "encircle_scope")]
