"""The breach log is the area's staff's and the data-protection lead's; what is walled stays walled here too."""

from encircle.foundations.access.policies import ACTOR, Table, add, change, holds, read, receipt, staff

from .importing.row_policies import TABLES as IMPORTING

_LEAD = holds("data_protection_lead")
_NOT_WALLED = "(release_id IS NULL OR NOT (release_id = ANY ((SELECT encircle.walled_releases())::uuid[])))"
_NOT_ABOUT_ME = "(release_id IS NULL OR NOT (release_id = ANY ((SELECT encircle.releases_about_me())::uuid[])))"
_OF_A_BREACH = "breach_id IN (SELECT b.id FROM public.records_breach b)"

TABLES = [
    Table(
        "records_breach",
        [
            read("staff", f"{staff()} AND {_NOT_WALLED}"),
            read("lead", f"{_LEAD} AND {_NOT_ABOUT_ME}"),
            add("staff", f"{staff()} AND {_NOT_WALLED} AND opened_by_id = {ACTOR} AND closed_at IS NULL"),
            change("lead", f"{_LEAD} AND {_NOT_ABOUT_ME}", f"{_LEAD} AND closed_by_id = {ACTOR}"),
        ],
        updates=["closed_by_id", "closed_at"],
    ),
    Table(
        "records_breachaccount",
        [
            # The breach itself is visible to those who may see it only; its words follow it.
            read("breach", _OF_A_BREACH),
            receipt("breach_id"),
            add("breach", f"{_OF_A_BREACH} AND written_by_id = {ACTOR}"),
        ],
    ),
    *IMPORTING,
]
