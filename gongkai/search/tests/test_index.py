"""The life of the index: lost, damaged, of another version, written and read by many."""

import multiprocessing
import shutil
import threading
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai import search
from gongkai.search import Document, Index, IndexBroken, documents, tasks
from gongkai.search.tests.conftest import Notes
from gongkai.search.tests.other_process import write


def note(number: int) -> Document:
    return Document(key=f"note:{number}", title=f"公告 {number}")


def count(index: Index) -> int:
    return index.read(lambda _, searcher: int(searcher.num_docs))


def delete(index: Index) -> None:
    shutil.rmtree(index.path)


def lose_generation(index: Index) -> None:
    shutil.rmtree(next(path for path in index.path.iterdir() if path.is_dir()))


def garble_meta(index: Index) -> None:
    next(index.path.glob("v*/meta.json")).write_text("{")


def lose_segment(index: Index) -> None:
    for path in index.path.glob("v*/*.store"):
        path.unlink()
    (next(index.path.glob("v*/meta.json"))).touch()


def garble_pointer(index: Index) -> None:
    (index.path / "CURRENT").write_bytes(b"\xff\xfe../../etc")


def older_version(index: Index) -> None:
    (index.path / "CURRENT").write_text(f"v{documents.VERSION - 1}-0123456789ab")


DAMAGE = [delete, lose_generation, garble_meta, lose_segment, garble_pointer, older_version]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_answers_from_the_database_and_is_rebuilt(notes: Notes, damage) -> None:  # type: ignore[no-untyped-def]
    damage(search.the_index())
    search.the_index()._open = None  # a process that starts now; one that has the index open may go on answering
    notes.from_database = ["note:2", "note:1", "note:404"]
    answer = search.find("公开")
    assert answer.degraded and [hit.key for hit in answer.results] == ["note:2", "note:1"]
    assert ProcrastinateJob.objects.filter(task_name="search.rebuild").count() == 1
    tasks.rebuild()
    answer = search.find("政务公开")
    assert not answer.degraded and [hit.key for hit in answer.results] == ["note:1"]


@pytest.mark.parametrize("damage", DAMAGE[:3] + DAMAGE[4:])
def test_writing_to_a_damaged_index_rebuilds_it(notes: Notes, damage) -> None:  # type: ignore[no-untyped-def]
    damage(search.the_index())
    search.index_now(["note:1"])
    assert count(search.the_index()) == 3


@pytest.mark.django_db
def test_a_rebuild_is_asked_for_once(notes: Notes) -> None:
    delete(search.the_index())
    search.find("公开")
    tasks._asked["at"] = -tasks.ASK_AGAIN  # as another process would
    search.find("公开")
    assert ProcrastinateJob.objects.filter(task_name="search.rebuild").count() == 1


@pytest.mark.django_db
def test_touching_enqueues_and_the_job_follows_the_database(notes: Notes) -> None:
    notes.add(7, title="新发布的公告")
    search.touch("note", 7)
    job = ProcrastinateJob.objects.get(task_name="search.index")
    assert (job.args, job.queue_name) == ({"kind": "note", "id": "7"}, "search")
    tasks.index(**job.args)
    assert search.find("新发布的公告").total == 1
    notes.hidden.add("note:7")
    tasks.index(**job.args)
    assert search.query("新发布的公告").total == 0


@pytest.mark.django_db
def test_a_job_of_an_act_that_failed_is_not_left_behind(notes: Notes) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        search.touch("note", 7)
        raise RuntimeError
    assert not ProcrastinateJob.objects.exists()


def test_removing(notes: Notes) -> None:
    tasks.remove("note", "1")
    tasks.remove("note", "404")
    assert count(search.the_index()) == 2


def test_replacing_keeps_one(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.reindex([note(1)])
    index.replace(note(1), note(2))
    index.delete("note:2")
    assert count(index) == 1


def test_a_failed_rebuild_keeps_the_old_index(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.reindex([note(1)])

    def broken():  # type: ignore[no-untyped-def]
        yield note(2)
        raise RuntimeError("database away")

    with pytest.raises(RuntimeError):
        index.reindex(broken())
    assert count(index) == 1
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_a_failed_batch_leaves_nothing_and_no_lock(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.reindex([note(1)])
    with pytest.raises(RuntimeError), index.writing() as writer:
        writer.replace(note(2))
        raise RuntimeError
    index.replace(note(3))
    assert count(index) == 2


def test_the_old_generation_answers_while_the_new_one_is_built(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.reindex([note(1)])
    seen = []

    def slowly():  # type: ignore[no-untyped-def]
        yield note(1)
        seen.append(count(index))
        yield note(2)

    index.reindex(slowly())
    assert seen == [1] and count(index) == 2


def test_reading_never_creates_a_folder(tmp_path: Path) -> None:
    index = Index(tmp_path / "none")
    with pytest.raises(IndexBroken):
        count(index)
    assert not index.healthy and not (tmp_path / "none").exists()


def test_several_processes_write_and_this_one_reads(tmp_path: Path) -> None:
    index = Index(tmp_path)
    index.reindex([note(0)])
    assert count(index) == 1
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write, args=(tmp_path, start)) for start in (100, 200)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert count(index) == 11


def test_readers_go_on_while_generations_are_swapped(tmp_path: Path) -> None:
    index, other = Index(tmp_path), Index(tmp_path)
    index.reindex([note(0)])
    stop, failures = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            try:
                count(other)
            except IndexBroken as error:
                failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for size in range(1, 12):
        index.reindex([note(number) for number in range(size)])
    stop.set()
    thread.join()
    assert not failures and count(other) == 11


def test_a_source_that_cannot_be_asked_for_one_is_refused_at_start() -> None:
    def nothing() -> list[search.Document]:
        return []

    with pytest.raises(TypeError, match="ids or None"):
        search.register_source("bad", documents=nothing, visible=lambda person, keys: {})  # type: ignore[arg-type]
