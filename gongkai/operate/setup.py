"""`gongkai setup`: bring an instance to the state of the installed program. May be repeated at any time."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.management import call_command

from gongkai.organisations import limits


def set_up() -> list[str]:
    """Migrate, collect static files, and let each app lay its ground.

    An app that needs first facts (years of the calendar, the catalogue …) has a module `seed` with `run()`, which
    may be called any number of times. Answers the labels of the apps that did.
    """
    call_command("migrate", interactive=False, verbosity=0)
    limits.make_table()
    call_command("collectstatic", interactive=False, verbosity=0)
    seeded = []
    for app in apps.get_app_configs():
        if app.name.startswith("gongkai.") and find_spec(f"{app.name}.seed"):
            import_module(f"{app.name}.seed").run()
            seeded.append(app.label)
    _mend()
    return seeded


def _mend() -> None:
    """Make what is derived agree with the database again, after an upgrade, a crash or a restore."""
    from gongkai.files.settling import settle_all, sweep
    from gongkai.search import tasks
    from gongkai.search.index import the_index

    settle_all()
    sweep()
    if not the_index().healthy:
        tasks.ask_for_rebuild()
