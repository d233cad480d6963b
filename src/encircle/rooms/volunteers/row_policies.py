"""A volunteer's record is theirs and their area's staff's."""

from encircle.foundations.access.policies import ACTOR, Policy, Table, add, change, mine, read, staff, system

# Whoever has left has no record of their own any more, from that instant: also where their login lives on because they
# work here too.
PRESENT = (
    "(v.ends_at IS NULL OR v.ends_at > (SELECT encircle.now())) AND "
    "(v.left_on IS NULL OR v.left_on >= ((SELECT encircle.now()) AT TIME ZONE 'Europe/London')::date)"
)
_PRESENT = PRESENT.replace("v.", "")
OWN = f"volunteer_id IN (SELECT v.id FROM public.volunteers_volunteer v WHERE v.user_id = {ACTOR})"
# Nobody decides about themselves.
ANOTHERS = f"NOT EXISTS (SELECT FROM public.volunteers_volunteer v WHERE v.id = volunteer_id AND v.user_id = {ACTOR})"


def in_area(table: str) -> str:
    """In a row policy: the row carries the area of its volunteer, so that whoever writes it reaches them."""
    return (
        "EXISTS (SELECT FROM public.volunteers_volunteer v "
        f"WHERE v.id = {table}.volunteer_id AND v.area_id = {table}.area_id)"
    )


def with_area(table: str) -> str:
    """A row about somebody carries their area, so that whoever writes it must reach them; it moves with them."""
    name = f"{table}_in_area"
    return f"""
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{name}') THEN
            ALTER TABLE public.{table} ADD CONSTRAINT {name} FOREIGN KEY (volunteer_id, area_id)
                REFERENCES public.volunteers_volunteer (id, area_id) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
        END IF;
    END $$;
    """


SQL = [with_area(f"volunteers_{name}") for name in ("matching", "availability")]


def _said() -> list[Policy]:
    """By themselves, or noted by the staff of their area."""
    by_me = mine("said_by_id")
    return [
        read("own", OWN),
        read("staff", staff()),
        add("own", f"{OWN} AND {by_me}"),
        add("staff", f"{staff()} AND {by_me}"),
    ]


TABLES = [
    Table(
        "volunteers_volunteer",
        [
            read("own", f"{mine('user_id')} AND {_PRESENT}"),
            read("staff", staff()),
            read("system", system("postman", "escalator")),
            add("staff", staff()),
            change("staff", staff()),
        ],
        updates=[
            "given_name",
            "family_name",
            "email",
            "phone",
            "user_id",
            "joined_on",
            "left_on",
            "ends_at",
            "returned_at",
            "area_id",
        ],
        readers=["encircle_scope", "encircle_searcher"],
    ),
    Table("volunteers_matching", _said()),
    Table("volunteers_availability", _said()),
]
