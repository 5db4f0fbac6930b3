"""Joint issuers and related records of a publication, prolonged terms; the steps of validity, never changed.

What was said of validity before there were steps becomes the first step of its record.
"""

from django.db import migrations, models

BACKFILL = """
INSERT INTO records_validitychange (record_id, validity, "on", note, made_at)
SELECT id, validity, coalesce(validity_on, issued_on, created_at::date), validity_note, now()
  FROM records_record WHERE validity IN ('amended', 'repealed', 'expired');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
FORWARD = """
CREATE INDEX records_pub_joint ON records_publication USING gin (joint jsonb_path_ops);
CREATE INDEX records_pub_relates ON records_publication USING gin (relates_to jsonb_path_ops);
CREATE TRIGGER records_validity_immutable BEFORE UPDATE OR DELETE ON records_validitychange
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
BACKWARD = """
DROP TRIGGER records_validity_immutable ON records_validitychange;
DROP INDEX records_pub_joint;
DROP INDEX records_pub_relates;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0005_withheld_record"), ("ledger", "0002_append_only")]
    operations = [
        migrations.AddField("publication", "joint", models.JSONField(default=list)),
        migrations.AddField("publication", "relates_to", models.JSONField(default=list)),
        migrations.AddField("validitychange", "until", models.DateField(null=True, verbose_name="有效期延长至")),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
