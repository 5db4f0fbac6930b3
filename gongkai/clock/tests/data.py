"""The shipped year tables, read for tests of the pure clock without importing the app above it."""

from pathlib import Path

from gongkai import clock

DATA = Path(__file__).resolve().parents[2] / "calendars"
TABLES = clock.load_years(DATA / "years")
FIXED = clock.load_fixed_days(DATA / "fixed_solar.yaml")
CALENDAR = clock.Calendar(TABLES, FIXED)
