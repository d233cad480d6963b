"""References are the operations manager's; a workbook and its answer are the sender's alone, for an hour."""

from encircle.foundations.access.policies import ACTOR, Table, add, change, holds, mine, read, remove, system

_IMPORTS = holds("operations_manager")
_LIVE = f"{mine('user_id')} AND expires_at > (SELECT encircle.now())"

TABLES = [
    Table(
        "records_externalreference",
        [
            read("import", _IMPORTS),
            add("import", f"{_IMPORTS} AND imported_by_id = {ACTOR}"),
            change("import", _IMPORTS, f"{_IMPORTS} AND imported_by_id = {ACTOR}"),
        ],
        updates=["said", "imported_by_id", "imported_at"],
    ),
    Table(
        "records_importrun",
        [
            read("own", _LIVE),
            # The clerk learns whose run a task is for, and sweeps what has expired.
            read("clerk", system("clerk")),
            add("own", f"{mine('user_id')} AND {_IMPORTS}"),
            change("own", _LIVE, mine("user_id")),
            remove("own", mine("user_id")),
            remove("clerk", f"{system('clerk')} AND expires_at <= (SELECT encircle.now())"),
        ],
        updates=["expires_at", "report", "answer", "checked_at", "confirmed_at", "done_at", "failed_at"],
    ),
]
