"""Which of the concerns there are already are open."""

from django.db import migrations

FIND = """
    INSERT INTO risk_openconcern (concern_id, circle_id, area_id, walled, about_user_id, urgency, raised_at, look_at)
    SELECT c.id, c.circle_id, c.area_id, c.walled, c.about_user_id, coalesce((
        SELECT s.urgency FROM risk_concernstep s WHERE s.concern_id = c.id AND s.urgency <> ''
        ORDER BY s.recorded_at DESC, s.at DESC LIMIT 1), c.urgency), c.raised_at, now()
    FROM risk_concern c WHERE 'closed' IS DISTINCT FROM (
        SELECT s.kind FROM risk_concernstep s WHERE s.concern_id = c.id AND s.kind IN ('closed', 'reopened')
        ORDER BY s.recorded_at DESC, s.at DESC LIMIT 1)
"""


class Migration(migrations.Migration):
    dependencies = [("risk", "0002_the_ladder")]

    operations = [migrations.RunSQL(FIND, migrations.RunSQL.noop)]
