"""The breach log is the area's staff's and the data-protection lead's."""

from encircle.foundations.access.policies import ACTOR, Table, add, change, holds, read, receipt, staff

_LEAD = holds("data_protection_lead")
_SEES = f"({staff()} OR {_LEAD})"

TABLES = [
    Table(
        "records_breach",
        [
            read("staff", _SEES),
            add("staff", f"{staff()} AND opened_by_id = {ACTOR}"),
            change("lead", _LEAD, f"{_LEAD} AND closed_by_id = {ACTOR}"),
        ],
        updates=["closed_by_id", "closed_at"],
    ),
    Table(
        "records_breachaccount",
        [read("staff", _SEES), receipt("breach_id"), add("staff", f"{_SEES} AND written_by_id = {ACTOR}")],
    ),
]
