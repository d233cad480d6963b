"""Which facts make something wait, list by list, and the two statements made of them: the lists, and their ages.

One statement for all lists: the database plans the row policies of every table once, and keeps that plan. Each list
says what it shows, where it comes from, and what stands first. `%(now)s` and its like are bound, never written in.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A list of what waits; its value is the last part of its address."""

    NEWS = "news"
    DID_NOT_COME = "did-not-come"
    TO_READ = "to-read"
    TO_RELEASE = "to-release"
    MISSING = "missing"
    UNOPENED = "unopened"
    CONSENTS = "consents"


@dataclass(frozen=True)
class Branch:
    """`at` is the moment by which it is old. The rest is empty where a list has no use for it."""

    source: str  # what follows FROM
    where: str
    item: str
    at: str
    area: str
    circle: str
    meeting: str = "NULL::uuid"
    agency: str = "NULL::uuid"
    about: str = "NULL::uuid"  # a professional, or a core member
    code: str = "''"
    flag: str = "false"
    later_flag: str = ""  # asked of the lines that are shown (`x`), and of no other
    first: str = ""  # what stands before older things


def _now(row: str) -> str:
    return f"{row}.starts_at <= %(now)s AND ({row}.ends_at IS NULL OR {row}.ends_at > %(now)s)"


# An area of the asker's own work, not everything she may see: what was opened in an emergency is nobody's work list.
_AREAS = "(COALESCE(%(areas)s::uuid[], ARRAY(SELECT id FROM organisation_area)))"


def _waits(kind: str) -> str:
    return f"w.kind = '{kind}' AND w.area_id = ANY {_AREAS}"


BRANCHES = {
    # From professionals, and nobody here has read it.
    Kind.NEWS: Branch(
        source="practice_waiting w JOIN received_development d ON d.id = w.item_id",
        where=_waits("news"),
        item="w.item_id", at="w.at", area="w.area_id", circle="w.circle_id", agency="d.agency_id", code="d.kind",
        flag="d.urgent", first="d.urgent DESC, ",
    ),
    # Missed by the core member in the last days, from the hour it was recorded.
    Kind.DID_NOT_COME: Branch(
        source="meetings_meeting m",
        where=f"""m.area_id = ANY {_AREAS} AND m.outcome = 'not_attended'
            AND m.starts_at > %(missed_since)s AND m.cancelled_at IS NULL
            AND NOT EXISTS (SELECT FROM meetings_approval a WHERE a.meeting_id = m.id)""",
        item="m.id", at="m.starts_at", area="m.area_id", circle="m.circle_id", meeting="m.id",
    ),
    # Submitted, and neither returned nor approved. `flag`: the asker has opened them.
    Kind.TO_READ: Branch(
        source="practice_waiting w",
        where=_waits("read"),
        item="w.item_id", at="w.at", area="w.area_id", circle="w.circle_id", meeting="w.meeting_id",
        later_flag="""EXISTS (SELECT FROM audit_entry e
                      WHERE e.item_id = x.item_id AND e.verb = 'opened' AND e.actor_id = %(user)s)""",
    ),
    # Approved, nothing of it released yet, in a Circle whose outer circle has somebody.
    Kind.TO_RELEASE: Branch(
        source="practice_waiting w",
        where=f"""{_waits("release")}
            AND EXISTS (SELECT FROM circles_seat s WHERE s.circle_id = w.circle_id AND s.part = 'outer_circle'
                        AND {_now("s")})""",
        item="w.item_id", at="w.at", area="w.area_id", circle="w.circle_id", meeting="w.meeting_id",
    ),
    # Over, with no minutes but returned ones; a Circle's clocks stand still while it is paused. `flag`: returned.
    Kind.MISSING: Branch(
        source="practice_waiting w JOIN meetings_meeting m ON m.id = w.meeting_id",
        where=f"""{_waits("minutes")} AND w.at <= %(now)s
            AND NOT EXISTS (SELECT FROM circles_pause p WHERE p.circle_id = m.circle_id AND p.starts_at <= m.starts_at
                            AND (p.ends_at IS NULL OR p.ends_at > m.starts_at))""",
        item="w.item_id", at="w.at", area="w.area_id", circle="w.circle_id", meeting="w.meeting_id",
        later_flag="EXISTS (SELECT FROM meetings_minutesversion v WHERE v.meeting_id = x.meeting_id)",
    ),
    # Released online some days ago, to somebody who can still open it, and not opened.
    Kind.UNOPENED: Branch(
        source="practice_waiting w JOIN sharing_release r ON r.id = w.item_id",
        where=f"""{_waits("unopened")} AND w.at <= %(unopened_before)s AND w.at > %(unopened_since)s
            AND (r.open_until > %(now)s OR EXISTS (SELECT FROM circles_seat s WHERE s.id = r.seat_id AND {_now("s")}))""",
        item="w.item_id", at="w.at", area="w.area_id", circle="w.circle_id", agency="r.agency_id",
        about="r.professional_id", code="r.kind || ' ' || r.about_on",
    ),
    # About to end and not withdrawn whole, with the Circle at whose centre the person stands.
    Kind.CONSENTS: Branch(
        source=f"""sharing_consent c LEFT JOIN LATERAL (
                SELECT s.circle_id FROM circles_seat s WHERE s.core_member_id = c.core_member_id
                AND s.part = 'core_member' AND {_now("s")} ORDER BY s.starts_at DESC LIMIT 1) s ON true""",
        where=f"""c.area_id = ANY {_AREAS} AND c.ends_at > %(now)s AND c.ends_at <= %(ends_until)s
            AND EXISTS (SELECT FROM sharing_consentsubject b LEFT JOIN sharing_withdrawal w ON w.subject_id = b.id
                        WHERE b.consent_id = c.id AND w.subject_id IS NULL)""",
        item="c.id", at="c.ends_at", area="c.area_id", circle="s.circle_id", agency="c.agency_id",
        about="c.core_member_id",
    ),
}  # fmt: skip


def _line(kind: Kind, branch: Branch) -> str:
    """The first of a list, and how many there are. Nothing of it is read where it was not asked for."""
    order = f"ORDER BY {branch.first}{branch.at}, {branch.item}"
    flag = branch.later_flag or "x.flag"
    return f"""(SELECT x.kind, x.item_id, x.area_id, x.circle_id, x.meeting_id, x.agency_id, x.about_id, x.at, x.code,
        {flag} AS flag, x.total, x.position FROM (SELECT '{kind}' AS kind, {branch.item} AS item_id,
        {branch.area} AS area_id, {branch.circle} AS circle_id, {branch.meeting} AS meeting_id,
        {branch.agency} AS agency_id, {branch.about} AS about_id, {branch.at} AS at, {branch.code} AS code,
        {branch.flag} AS flag, count(*) OVER () AS total, row_number() OVER ({order}) AS position
        FROM {branch.source} WHERE '{kind}' = ANY (%(kinds)s) AND {branch.where} {order} LIMIT %(count)s) x)"""


def _age(kind: Kind, branch: Branch) -> str:
    return f"""SELECT '{kind}' AS kind, {branch.area} AS area_id, count(*) AS waiting, min({branch.at}) AS oldest
        FROM {branch.source} WHERE {branch.where} GROUP BY 2"""


AGED = (Kind.NEWS, Kind.TO_READ, Kind.TO_RELEASE, Kind.MISSING)

LISTS_SQL = f"""
    SELECT w.kind, w.item_id, w.area_id, a.name, w.circle_id, COALESCE(c.name, ''), COALESCE(g.name, ''),
           w.about_id, COALESCE(p.name, ''), w.at, m.starts_at, m.held_until, w.code, w.flag, w.total
    FROM ({" UNION ALL ".join(_line(kind, branch) for kind, branch in BRANCHES.items())}) w
    JOIN organisation_area a ON a.id = w.area_id
    LEFT JOIN circles_circle c ON c.id = w.circle_id
    LEFT JOIN meetings_meeting m ON m.id = w.meeting_id
    LEFT JOIN partners_agency g ON g.id = w.agency_id
    LEFT JOIN partners_professional p ON p.id = w.about_id
    ORDER BY w.kind, w.position
"""
AGES_SQL = f"""
    SELECT 'concerns' AS kind, area_id, count(*), min(raised_at) FROM risk_openconcern
    WHERE area_id IS NOT NULL GROUP BY 2
    UNION ALL {" UNION ALL ".join(_age(kind, BRANCHES[kind]) for kind in AGED)}
"""
