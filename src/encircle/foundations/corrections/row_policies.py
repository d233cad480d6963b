"""A correction is seen by those who see the record: the staff of its area, and of the charity where it has none."""

from encircle.foundations.access.policies import ACTOR, Table, add, glass, holds, read, receipt, staff

_STAFF = f"(area_id IS NOT NULL AND {staff()})"
_ANYWHERE = f"(area_id IS NULL AND {holds('coordinator', 'senior_coordinator', 'operations_manager')})"

TABLES = [
    Table(
        "corrections_correction",
        [
            read("staff", _STAFF),
            read("anywhere", _ANYWHERE),
            read("glass", glass()),
            add("staff", f"by_id = {ACTOR} AND ({_STAFF} OR {_ANYWHERE})"),
        ],
        append_only=True,
    ),
    Table(
        "corrections_correctionwords",
        [
            read("staff", _STAFF),
            read("anywhere", _ANYWHERE),
            read("glass", glass()),
            receipt("item_id"),
            add(
                "author",
                f"correction_id IN (SELECT c.id FROM public.corrections_correction c WHERE c.by_id = {ACTOR} "
                "AND c.item_id = corrections_correctionwords.item_id "
                "AND c.area_id IS NOT DISTINCT FROM corrections_correctionwords.area_id "
                "AND c.circle_id IS NOT DISTINCT FROM corrections_correctionwords.circle_id)",
            ),
        ],
        append_only=True,
    ),
]
