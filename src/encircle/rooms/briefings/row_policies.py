"""Staff of the area keep briefings, packs and agreements. Volunteers see the pack of their own Circle while it is
open, by the clock of the database, and never before or after; professionals see what they are asked, and nothing more.
"""

from encircle.foundations.access.policies import (
    ACTOR,
    ALL_AREAS,
    Definer,
    Policy,
    Table,
    add,
    change,
    glass,
    holds,
    mine,
    one_of,
    read,
    receipt,
    staff,
)
from encircle.rooms.circles.row_policies import VOLUNTEERS, done_by, of_a_circle
from encircle.rooms.partners.row_policies import STAFF_ANYWHERE

from .sql import BRIEFINGS_SQL

SQL = BRIEFINGS_SQL

OWN_SEAT = f"({one_of('seat_id', 'own_volunteer_seats')} OR {one_of('seat_id', 'outer_seats')})"
_SEE = [read("staff", staff()), read("glass", glass())]


def _under(table: str, parent: str, column: str) -> str:
    """The row hangs under a parent the writer sees, of the same Circle."""
    return f"{column} IN (SELECT o.id FROM public.{parent} o WHERE o.circle_id = briefings_{table}.circle_id)"


def _seat_of_circle(table: str) -> str:
    return _under(table, "circles_seat", "seat_id")


def _by_staff(table: str, who: str, *more: str, parent: str = "briefings_briefing", at: str = "briefing_id") -> Policy:
    return add("staff", " AND ".join([done_by(who) if who else staff(), _under(table, parent, at), *more]))


# In a colleague's name nobody signs: of the seats only one's own, and for those who do not sign in, on paper or with
# the coordinator.
_OWN_COORDINATOR = f"seat_id IN (SELECT s.id FROM public.circles_seat s WHERE s.coordinator_id = {ACTOR})"
_SIGNED = f"{mine('recorded_by_id')} AND {_under('signature', 'briefings_agreement', 'agreement_id')}"

TABLES = [
    Table(
        "briefings_briefing",
        [
            *of_a_circle("planned_by_id"),
            read("volunteer", VOLUNTEERS),
            read("own", one_of("id", "invited_briefings")),
            change("staff", staff(), f"{staff()} AND (cancelled_by_id IS NULL OR {mine('cancelled_by_id')})"),
        ],
        updates=["starts_at", "ends_at", "venue_id", "cancelled_at", "cancelled_by_id", "cancel_reason"],
        readers=["encircle_scope"],
    ),
    Table("briefings_briefingmove", [*_SEE, _by_staff("briefingmove", "moved_by_id")], append_only=True),
    Table(
        "briefings_briefinginvitation",
        [
            *_SEE,
            read("own", OWN_SEAT),
            _by_staff("briefinginvitation", "invited_by_id", _seat_of_circle("briefinginvitation")),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "briefings_briefingreply",
        [
            *_SEE,
            read("own", OWN_SEAT),
            _by_staff("briefingreply", "by_id", "invitation_id IN (SELECT i.id FROM "
                      "public.briefings_briefinginvitation i WHERE i.seat_id = briefings_briefingreply.seat_id "
                      "AND i.briefing_id = briefings_briefingreply.briefing_id)"),
            add("own", f"{mine('by_id')} AND {OWN_SEAT} AND invitation_id IN (SELECT i.id FROM "
                "public.briefings_briefinginvitation i WHERE i.seat_id = briefings_briefingreply.seat_id "
                "AND i.briefing_id = briefings_briefingreply.briefing_id "
                "AND i.circle_id = briefings_briefingreply.circle_id)"),
        ],
        append_only=True,
    ),
    Table(
        "briefings_briefingheld",
        [
            *_SEE,
            read("volunteer", VOLUNTEERS),
            _by_staff("briefingheld", "recorded_by_id", "held_at <= (SELECT encircle.now())"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "briefings_briefingattendance",
        [
            *_SEE,
            _by_staff("briefingattendance", "recorded_by_id", f"(seat_id IS NULL OR "
                      f"{_seat_of_circle('briefingattendance')})"),
        ],
        append_only=True,
    ),
    Table(
        "briefings_packversion",
        [
            read("staff", staff()),
            read("volunteer", one_of("id", "open_packs")),
            _by_staff("packversion", "written_by_id"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "briefings_packtext",
        [
            read("staff", staff()),
            read("volunteer", one_of("version_id", "open_packs")),
            receipt("version_id"),
            add("staff", f"{staff()} AND {_under('packtext', 'briefings_packversion', 'version_id')}"),
        ],
        append_only=True,
    ),
    Table(
        "briefings_packpage",
        [
            read("staff", staff()),
            # Without the permission of its agency a page is not among those of the pack.
            read("volunteer", f"{one_of('version_id', 'open_packs')} AND {one_of('document_id', 'pack_documents')}"),
            add(
                "staff",
                f"{staff()} AND {_under('packpage', 'briefings_packversion', 'version_id')} "
                "AND document_id IN (SELECT p.document_id FROM public.people_onwardpermission p "
                "WHERE NOT EXISTS (SELECT FROM public.people_onwardwithdrawal w WHERE w.permission_id = p.id)) "
                "AND document_id IN (SELECT d.id FROM public.people_persondocument d JOIN public.circles_seat s "
                "ON s.core_member_id = d.subject_id WHERE s.circle_id = briefings_packpage.circle_id)",
            ),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "briefings_packopening",
        [
            *_SEE,
            read("volunteer", f"{VOLUNTEERS} AND (seat_id IS NULL OR {one_of('seat_id', 'own_volunteer_seats')})"),
            _by_staff("packopening", "opened_by_id", f"(seat_id IS NULL OR {_seat_of_circle('packopening')})"),
            change("staff", staff(), f"{staff()} AND (closed_by_id IS NULL OR {mine('closed_by_id')})"),
        ],
        updates=["opens_at", "closes_at", "closed_by_id"],
        readers=["encircle_scope"],
    ),
    Table(
        "briefings_startexception",
        [*_SEE, read("volunteer", VOLUNTEERS), add("senior", f"{ALL_AREAS} AND {mine('decided_by_id')}")],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "briefings_startexceptionwords",
        [
            *_SEE,
            receipt("circle_id"),
            add(
                "senior",
                f"{ALL_AREAS} AND exception_id = circle_id AND exception_id IN (SELECT e.circle_id "
                f"FROM public.briefings_startexception e WHERE e.decided_by_id = {ACTOR})",
            ),
        ],
        append_only=True,
    ),
    Table(
        "briefings_agreementtemplate",
        [read("staff", STAFF_ANYWHERE), add("set", f"{holds('operations_manager')} AND {mine('set_by_id')}")],
        append_only=True,
    ),
    Table(
        "briefings_agreement",
        [
            *of_a_circle("written_by_id"),
            read("volunteer", VOLUNTEERS),
            read("own", one_of("id", "asked_agreements")),
        ],
        append_only=True,
    ),
    Table(
        "briefings_agreementtext",
        [
            read("staff", staff()),
            read("volunteer", VOLUNTEERS),
            read("own", one_of("agreement_id", "asked_agreements")),
            receipt("agreement_id"),
            _by_staff("agreementtext", "", parent="briefings_agreement", at="agreement_id"),
        ],
        append_only=True,
    ),
    Table(
        "briefings_agreementasked",
        [
            *_SEE,
            read("volunteer", VOLUNTEERS),
            read("own", one_of("seat_id", "outer_seats")),
            _by_staff("agreementasked", "", _seat_of_circle("agreementasked"),
                      parent="briefings_agreement", at="agreement_id"),
        ],
        readers=["encircle_scope"],
        append_only=True,
    ),
    Table(
        "briefings_signature",
        [
            *_SEE,
            read("volunteer", VOLUNTEERS),
            read("own", one_of("seat_id", "outer_seats")),
            add("staff", f"{staff()} AND {_SIGNED} AND {_seat_of_circle('signature')} "
                f"AND (how <> 'own_screen' OR {_OWN_COORDINATOR}) AND (document_id IS NULL OR document_id IN "
                "(SELECT d.id FROM public.people_persondocument d))"),
            add("own", f"{_SIGNED} AND {OWN_SEAT} AND {_seat_of_circle('signature')} AND how = 'own_screen' "
                "AND document_id IS NULL"),
        ],
        append_only=True,
    ),
]  # fmt: skip

DEFINERS = [
    Definer("encircle.own_volunteer_seats()", "encircle_scope"),
    Definer("encircle.invited_briefings()", "encircle_scope"),
    Definer("encircle.asked_agreements()", "encircle_scope"),
    Definer("encircle.open_packs()", "encircle_scope"),
    Definer("encircle.pack_documents()", "encircle_scope"),
    Definer("encircle.may_start(uuid)", "encircle_scope", for_owner=True),
]
