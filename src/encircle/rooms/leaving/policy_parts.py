"""What the row policies of leaving and staying share: staff of the area read and add, never about themselves."""

from encircle.foundations.access.policies import Policy, add, mine, read, staff
from encircle.rooms.volunteers.row_policies import ANOTHERS, OWN, in_area

STAFF_READ = read("staff", staff())
OWN_READ = read("own", OWN)


def of_row(parent: str, column: str, table: str, more: str = "") -> str:
    """The row is about the volunteer and the area of what it belongs to, which whoever adds it can see."""
    return (
        f"EXISTS (SELECT FROM public.{parent} p WHERE p.id = {table}.{column} "
        f"AND p.volunteer_id = {table}.volunteer_id AND p.area_id = {table}.area_id{more})"
    )


def by_staff(table: str, *more: str) -> Policy:
    return add("staff", " AND ".join([staff(), mine("by_id"), ANOTHERS, in_area(table), *more]))
