"""Circles that run already keep running: each gets a dated exception from the rule that a briefing comes first."""

from django.db import migrations

SQL = """
    INSERT INTO briefings_startexception (circle_id, area_id, reason, decided_by_id, decided_at)
    SELECT c.id, c.area_id, 'before', NULL, now() FROM circles_circle c
    WHERE EXISTS (SELECT FROM circles_phase p WHERE p.circle_id = c.id AND p.name <> 'forming')
"""


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
