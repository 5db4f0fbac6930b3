"""Versions are what was approved: the database refuses to change them (function from ledger.0002)."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER records_version_immutable BEFORE UPDATE OR DELETE ON records_version
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""
BACKWARD = "DROP TRIGGER records_version_immutable ON records_version;"


class Migration(migrations.Migration):
    dependencies = [("records", "0001_records"), ("ledger", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
