"""Records: what is told, what is chosen, pages that nothing shifts, what was taken down, what changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime

from gongkai import ledger
from gongkai.api import queries
from gongkai.api.tests.conftest import again
from gongkai.files import actions as file_actions
from gongkai.ledger.models import Entry
from gongkai.organisations.models import Agency
from gongkai.organisations.queries import today
from gongkai.records import actions, standing
from gongkai.records.actions.relating import Claim
from gongkai.records.models import Publication, Record, ValidityChange
from gongkai.records.tests.documents import public
from gongkai.testing import County, approved, complete_draft, published, sign_all

Get = Callable[..., Any]


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [one["title"] for one in answer.json()["records"]]


def test_a_record_is_told_with_its_header(get: Get, county: County, settings: Any) -> None:
    record = complete_draft(county, keywords="预算 管理", summary="概述", effective_on="2026-07-01")
    file = file_actions.store("附表".encode(), "附表 一.txt", None)
    actions.attach(record=record, by=county["drafter"], file=file)
    sign_all(county, actions.submit(record=Record.objects.get(pk=record.pk), by=county["drafter"]))
    officer = county["disclosure_officer"]
    actions.issue(
        record=Record.objects.get(pk=record.pk), by=officer, number="示财〔2026〕1号", issued_on=dt.date(2026, 6, 2)
    )
    actions.publish(record=Record.objects.get(pk=record.pk), by=officer)
    (told,) = get("/records").json()["records"]
    public = Publication.objects.get(record=record)
    assert told["id"] == record.pk and told["url"] == f"{settings.PUBLIC_URL}/records/{record.pk}/"
    assert (told["number"], told["index_number"]) == ("示财〔2026〕1号", public.index_number)
    assert told["agency"] == {"id": county.department.pk, "name": "示范县财政局"}
    assert told["item"] == {"code": county.item.code, "name": county.item.name}
    assert told["genre"] == {"code": "notice", "label": "通知"} and told["validity"] is None
    assert (told["date_made"], told["effective_on"], told["expires_on"]) == ("2026-06-01", "2026-07-01", None)
    assert (told["keywords"], told["summary"], told["version"], told["correction"]) == ("预算 管理", "概述", 1, "")
    (one,) = told["attachments"]
    assert one["sha256"] == file.sha256 and one["size"] == file.size and one["name"] == "附表 一.txt"
    assert one["url"] == settings.PUBLIC_URL + file_actions.address(file, "附表 一.txt")
    whole = get(f"/records/{record.pk}").json()
    assert "严格执行预算" in whole["html"] and "严格执行预算" in whole["text"] and "<" not in whole["text"]
    assert {name: whole[name] for name in told} == told
    assert "html" not in told


def test_records_are_chosen(get: Get, county: County) -> None:
    first = published(county, "示财〔2026〕11号", title="第一件")
    published(county, "示财〔2026〕12号", title="第二件", date_made="2025-12-01")
    code, column = county.item.code, county.item.level1
    chosen = {
        "agency": (county.department.pk, 2), "item": (code, 2), "column": (column, 2), "year": (2025, 1),
        "normative": ("false", 2), "validity": ("none", 2), "published_from": ("2026-01-01", 2),
        "published_to": ("2026-01-01", 0), "updated_since": ("2099-01-01", 0),
    }  # fmt: skip
    for name, (value, count) in chosen.items():
        assert len(titles(get("/records", {name: value}))) == count, name
    for name, value in {"agency": county.other.pk, "item": "XX-999", "column": "没有", "normative": "true",
                        "validity": "in_force", "number": "——"}.items():  # fmt: skip
        assert titles(get("/records", {name: value})) == [], name
    index_number = Publication.objects.get(record=first).index_number
    for text in ("示财〔2026〕11号", "示财[2026]011号", "示财(2026)11号", "示财 2026 11号", index_number):
        assert titles(get("/records", {"number": text})) == ["第一件"], text
    for day in ("0001-01-01", "9999-12-31"):
        for name in ("published_from", "published_to", "updated_since"):
            assert get("/records", {name: day}).status_code == 200, (name, day)


@pytest.mark.parametrize("order", ["newest", "entered"])
def test_pages_meet_every_record_once_whatever_comes_meanwhile(
    get: Get, county: County, many: list[Any], order: str
) -> None:
    query = {"limit": 2, "order": order}
    answer = get("/records", query)
    seen = titles(answer)
    published(county, "示财〔2026〕99号", title="后来的")
    corrected = again(county, many[4], summary="改过") if order == "newest" else None
    while (following := answer.json()["next"]) is not None:
        assert answer.headers["Link"] == f'<{following}>; rel="next"'
        assert f"cursor={answer.json()['next_cursor']}" in following and "limit=2" in following
        answer = get(following.partition("/api/v1")[2])
        seen += titles(answer)
    old = [f"第{number}件" for number in range(11, 16)]
    if order == "newest":
        assert seen == old[::-1] and corrected
    else:
        assert seen == [*old, "后来的"]
    assert answer.json()["next_cursor"] is None and "Link" not in answer.headers


def test_a_cursor_brings_its_order(get: Get, many: list[Any]) -> None:
    cursor = get("/records", {"limit": 2, "order": "entered"}).json()["next_cursor"]
    assert titles(get("/records", {"limit": 1, "cursor": cursor})) == ["第13件"]


def test_records_of_one_moment_are_not_lost_between_pages(get: Get, many: list[Any]) -> None:
    at = Publication.objects.earliest("pk").first_published_at
    Publication.objects.update(first_published_at=at)
    seen, query = [], {"limit": 1}
    for _ in many:
        answer = get("/records", query).json()
        seen += [one["id"] for one in answer["records"]]
        query = {"limit": 1, "cursor": answer["next_cursor"]}
    assert seen == sorted((record.pk for record in many), reverse=True)


def test_validity_is_that_of_the_pages(get: Get, county: County, many: list[Any]) -> None:
    """One database expression says for many what `records.standing` says for one."""
    now = today()
    tomorrow, yesterday, before = (now + dt.timedelta(days=days) for days in (1, -1, -2))
    cases: list[tuple[dict[str, Any], list[tuple[Any, ...]]]] = [
        ({"normative": True, "effective_on": tomorrow.isoformat()}, []),
        ({"normative": True, "expires_on": now.isoformat()}, [("in_force", yesterday, tomorrow)]),
        ({"normative": True, "expires_on": now.isoformat()}, [("repealed", tomorrow, None)]),
        ({}, [("in_force", before, None), ("amended", yesterday, None)]),
        ({}, [("amended", yesterday, None), ("repealed", now, None)]),
    ]
    for record, (dates, steps) in zip(many, cases, strict=True):
        live = Publication.objects.get(record=record)
        version = live.version
        version.pk, version.number, version.metadata = None, 9, version.metadata | dates
        version.save()
        Publication.objects.filter(pk=live.pk).update(version=version)
        for validity, on, until in steps:
            ValidityChange.objects.create(
                record=record, validity=validity, on=on, until=until, note="依据", made_at=live.published_at
            )
    rows = Publication.objects.annotate(held=standing.held_on(now)).select_related("record", "version")
    held = {one.record_id: one.held for one in rows}
    assert held == {one.record_id: standing.of_publication(one, now).validity for one in rows}
    assert [held[record.pk] for record in many] == ["not_yet", "in_force", "expired", "amended", "repealed"]
    assert titles(get("/records", {"validity": "amended"})) == ["第14件"]
    told = get(f"/records/{many[3].pk}").json()["validity"]
    assert told == {"code": "amended", "label": "已修改", "since": yesterday.isoformat(), "note": "依据", "by": None}
    assert get(f"/records/{many[1].pk}").json()["expires_on"] == tomorrow.isoformat()


def test_what_never_was_public_is_not_found(get: Get, county: County, draft: Any) -> None:
    for key in (draft.pk, approved(county).pk, 10**12):
        for path in (f"/records/{key}", f"/records/{key}/versions"):
            answer = get(path)
            assert answer.status_code == 404 and answer.json()["code"] == "not_found", path
    assert titles(get("/records")) == []


def test_what_was_taken_down_is_gone(get: Get, withdrawn: Any) -> None:
    for path in (f"/records/{withdrawn.pk}", f"/records/{withdrawn.pk}/versions"):
        answer = get(path)
        assert answer.status_code == 410 and answer.json()["code"] == "gone"
        at = Publication.objects.get(record=withdrawn).withdrawn_at
        assert parse_datetime(answer.json()["facts"]["withdrawn_at"]) == at
        assert "不再公开" in answer.json()["message"] and answer.headers["Cache-Control"] == "no-store"
    assert titles(get("/records")) == []


def test_versions_tell_times_and_notes(get: Get, county: County) -> None:
    record = again(county, published(county, html="<p>旧文</p>"), html="<p>新文</p>")
    answer = get(f"/records/{record.pk}/versions")
    first, second = answer.json()["versions"]
    assert (first["version"], first["ended_by"], second["ended_by"]) == (1, "corrected", None)
    assert second["note"] == "更正第三条的日期" and first["ended_at"] == second["published_at"]
    assert "旧文" not in answer.content.decode()
    assert get(f"/records/{record.pk}").json()["correction"] == "更正第三条的日期"


def test_changes_are_followed_from_where_one_stopped(get: Get, county: County) -> None:
    start = get("/changes").json()
    assert start["changes"] == [] and start["more"] is False
    record = published(county)
    complete_draft(county, title="草稿")
    actions.set_validity(record=record, by=county["disclosure_officer"], validity="expired", on=today())
    again(county, Record.objects.get(pk=record.pk), summary="改过")
    actions.withdraw(record=Record.objects.get(pk=record.pk), by=county["disclosure_officer"], reason="内容有误")
    seen, cursor, more = [], start["next_cursor"], True
    while more:
        page = get("/changes", {"cursor": cursor, "limit": 1}).json()
        seen += [(one["id"], one["what"]) for one in page["changes"]]
        cursor, more = page["next_cursor"], page["more"]
    assert seen == [(record.pk, what) for what in ("published", "validity", "corrected", "withdrawn")]
    assert set(get("/changes").json()["changes"][0]) == {"id", "what", "at", "self"}
    last = get("/changes", {"cursor": cursor}).json()
    assert last["changes"] == [] and last["next_cursor"] == cursor


def test_changes_wait_until_nothing_can_come_before_them(get: Get, county: County, monkeypatch: Any) -> None:
    published(county)
    monkeypatch.setattr(queries, "SETTLED", dt.timedelta(days=1))
    assert get("/changes").json()["changes"] == []


def test_an_imported_record_is_a_change(get: Get, county: County) -> None:
    found = actions.take_over(
        agency=county.department, by=ledger.SYSTEM, key="a" * 64,
        changes={"title": "旧网站的文件", "html": "<p>文</p>"}, origin="旧.jsonl 第1行",
        published_at=dt.datetime(2012, 3, 4, tzinfo=dt.UTC),
    )  # fmt: skip
    assert found is not None
    assert [(one["id"], one["what"]) for one in get("/changes").json()["changes"]] == [(found.pk, "published")]


def test_the_name_of_the_time_stays(get: Get, county: County) -> None:
    published(county)
    Agency.objects.filter(pk=county.department.pk).update(name="示范县财政和国资局")
    assert get("/records").json()["records"][0]["agency"]["name"] == "示范县财政局"


def test_a_cursor_of_another_list_is_refused(get: Get, many: list[Any]) -> None:
    cursor = get("/records", {"limit": 1}).json()["next_cursor"]
    for path in ("/changes?", "/agencies?", "/catalogue/items?", "/rules?"):
        answer = get(f"{path}cursor={cursor}")
        assert answer.status_code == 422 and answer.json()["code"] == "bad_cursor", path
        assert "游标" in answer.json()["message"]


@pytest.mark.requirement("CD-WEB-03")
def test_another_site_keeps_in_step(get: Get, county: County, many: list[Any]) -> None:
    """A portal that fetches from here holds what is public here, by following the changes alone."""
    copy: dict[int, dict[str, Any]] = {}

    def follow(cursor: str) -> str:
        page = get("/changes", {"cursor": cursor, "limit": 2}).json()
        for one in page["changes"]:
            answer = get(one["self"].partition("/api/v1")[2])
            assert answer.status_code in (200, 410)
            if answer.status_code == 410:
                copy.pop(one["id"], None)
            else:
                copy[one["id"]] = answer.json()
        return follow(page["next_cursor"]) if page["more"] else str(page["next_cursor"])

    cursor = follow("")
    assert set(copy) == {record.pk for record in many}
    again(county, many[0], html="<p>改后的正文</p>")
    actions.withdraw(record=many[1], by=county["disclosure_officer"], reason="内容有误")
    newest = published(county, "示财〔2026〕98号", title="新的")
    follow(cursor)
    assert set(copy) == {newest.pk, *(record.pk for record in many)} - {many[1].pk}
    assert copy == {key: get(f"/records/{key}").json() for key in copy}
    assert "改后的正文" in copy[many[0].pk]["html"]


def test_a_record_tells_of_others_only_what_is_public(get: Get, county: County) -> None:
    """Relations in both directions, the document behind the validity, the issuers: while each is public itself."""
    old = public(county, "示财〔2026〕21号", "旧办法")
    claims = [Claim("replaces", target=old)]
    record = public(county, "示财〔2026〕22号", "新办法", claims=claims, joint=[county.other], names=["省局"])
    new, before = get(f"/records/{record.pk}").json(), get(f"/records/{old.pk}")
    assert new["joint"] == [{"id": county.other.pk, "name": "示范县民政局"}, {"id": None, "name": "省局"}]
    (forward,) = new["relations"]
    assert (forward["code"], forward["direction"], forward["record"]["id"]) == ("replaces", "this_to_other", old.pk)
    (back,) = before.json()["relations"]
    assert (back["direction"], back["record"]["title"]) == ("other_to_this", "新办法")
    held = before.json()["validity"]
    assert held["code"] == "repealed" and held["by"]["id"] == record.pk
    assert titles(get("/records", {"agency": county.other.pk})) == ["新办法"]
    actions.withdraw(record=Record.objects.get(pk=record.pk), by=county["disclosure_officer"], reason="内容有误")
    after = get(f"/records/{old.pk}")
    assert after.json()["relations"] == [] and after.json()["validity"]["by"] is None
    listed = get("/records", {"validity": "repealed"})
    for answer in (after, listed, get("/records.csv")):
        assert "新办法" not in answer.content.decode()
    # What was taken down beside it is a change of it: a visitor who asks by day is told.
    taken = Entry.objects.get(act="records.withdrawn").recorded_at
    assert queries.last_act(Publication.objects.get(record=old)) == taken


def test_a_reading_version_has_an_address(get: Get, county: County) -> None:
    record = published(county)
    live = Publication.objects.get(record=record)
    version = live.version
    file = {"sha256": "a" * 64, "name": "附表.docx", "size": 3, "media_type": "", "reading": "<p>表</p>"}
    version.pk, version.number, version.attachments = None, 9, [file, file | {"inline": True, "reading": ""}]
    version.save()
    Publication.objects.filter(pk=live.pk).update(version=version)
    first, second = get(f"/records/{record.pk}").json()["attachments"]
    assert first["reading_url"].endswith(f"/records/{record.pk}/attachments/1/") and not first["inline"]
    assert second["reading_url"] is None and second["inline"]
    assert "<p>表</p>" not in get("/records").content.decode()
