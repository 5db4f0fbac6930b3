"""Writing the index after the act: jobs stand in the act's own transaction and run in order.

A job carries only the key. It reads the thing as it is when it runs, so jobs may repeat or come late without
harm, and a job enqueued during a rebuild corrects what the rebuild read too early.
"""

import logging
import time
from collections.abc import Collection

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

from gongkai.jobs import RETRY
from gongkai.search.documents import Document
from gongkai.search.index import IndexBroken, the_index
from gongkai.search.sources import all_documents, source

log = logging.getLogger(__name__)
ORDER = "search"  # one worker at a time, in order
ASK_AGAIN = 60.0  # seconds before one process asks for a rebuild again
_asked = {"at": -ASK_AGAIN}


def _current(key: str) -> Document | None:
    kind, _, identity = key.partition(":")
    registered = source(kind)
    return registered.document(identity) if registered else None


def index_now(keys: Collection[str]) -> None:
    """Bring these keys ("kind:id") into line with the database at once, in one commit (imports, tests).

    A thing that may not be found any more leaves the index. A broken index is rebuilt, which includes them.
    """
    if not keys:
        return
    try:
        with the_index().writing() as writer:
            for key in keys:
                if document := _current(key):
                    writer.replace(document)
                else:
                    writer.delete(key)
    except IndexBroken as error:
        log.warning("search index cannot be written and is rebuilt: %s", error)
        reindex()


def reindex(progress: object = None) -> int:
    """Rebuild from all sources; returns the number of documents."""
    call = progress if callable(progress) else (lambda done: None)
    return the_index().reindex(all_documents(), call)


@app.task(name="search.index", queue="search", lock=ORDER, retry=RETRY)
def index(kind: str, id: str) -> None:
    """Bring one thing into line with the database."""
    index_now([f"{kind}:{id}"])


@app.task(name="search.remove", queue="search", lock=ORDER, retry=RETRY)
def remove(kind: str, id: str) -> None:
    """Take one thing out, whatever the database says."""
    try:
        the_index().delete(f"{kind}:{id}")
    except IndexBroken:
        reindex()


@app.task(name="search.rebuild", queue="search", lock=ORDER, queueing_lock="search.rebuild", retry=RETRY)
def rebuild() -> None:
    """Rebuild, unless another process has done so meanwhile."""
    if not the_index().healthy:
        reindex()


def touch(kind: str, id: object) -> None:
    """Say that a thing has changed, been published or been taken down; called inside the act's
    transaction.
    """
    index.defer(kind=kind, id=str(id))


def ask_for_rebuild() -> None:
    """Have the worker rebuild a lost index. Called while answering a reader, so it may fail only into the
    log.
    """
    if time.monotonic() - _asked["at"] < ASK_AGAIN:
        return
    _asked["at"] = time.monotonic()
    try:
        with transaction.atomic():
            rebuild.defer()
    except exceptions.AlreadyEnqueued:
        pass
    except Exception:
        log.exception("search rebuild could not be enqueued")
