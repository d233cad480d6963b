"""A professional sees what they sent; the staff of the area read it; volunteers and other professionals never."""

from encircle.foundations.access.policies import (
    ACTOR,
    Table,
    add,
    glass,
    mine,
    one_of,
    read,
    receipt,
    staff,
    system,
)

_SENDS = f"sent_by_id = {ACTOR} AND {one_of('seat_id', 'outer_seats')}"

TABLES = [
    Table(
        "received_development",
        [
            read("staff", staff()),
            read("sender", mine("sent_by_id")),
            read("glass", glass()),
            read("system", system("escalator")),
            add("sender", _SENDS),
        ],
    ),
    Table(
        "received_developmenttext",
        [
            read("staff", staff()),
            read("sender", mine("sent_by_id")),
            read("glass", glass()),
            receipt("development_id"),
            add(
                "sender",
                f"sent_by_id = {ACTOR} AND development_id IN (SELECT d.id FROM public.received_development d)",
            ),
        ],
    ),
    Table(
        "received_developmentread",
        [
            read("staff", staff()),
            read("sender", "development_id IN (SELECT d.id FROM public.received_development d)"),
            add("staff", f"{staff()} AND read_by_id = {ACTOR}"),
        ],
    ),
]
