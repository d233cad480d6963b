from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

# Every page of one door is about forty statements; psycopg keeps a hundred unless told.
PREPARED_STATEMENTS = 500


class AccessConfig(AppConfig):
    name = "encircle.foundations.access"
    label = "access"

    def ready(self) -> None:
        connection_created.connect(_keep_plans, dispatch_uid="encircle.keep_plans")


def _keep_plans(connection: Any, **_: Any) -> None:
    """The database keeps the plans of this many statements for each connection (about 30 kB each)."""
    connection.connection.prepared_max = PREPARED_STATEMENTS
