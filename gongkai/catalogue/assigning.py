"""Which agencies an item's `responsible` words name: kinds of agencies, functions, names, or everybody."""

from collections.abc import Iterable

from gongkai.files.chinese import plain
from gongkai.organisations.models import Agency

EVERYBODY = {"all", "every", "各级行政机关", "各单位", "各地各部门", "公开责任主体", "各行政机关", "行政机关", "本机关"}
# Words of catalogues for kinds of agencies, beside the kinds' own names and labels.
WORDS: dict[str, set[str]] = {
    "各部门": {Agency.Kind.DEPARTMENT, Agency.Kind.OFFICE},
    "部门": {Agency.Kind.DEPARTMENT},
    "市政府部门": {Agency.Kind.DEPARTMENT},
    "县政府部门": {Agency.Kind.DEPARTMENT},
    "各乡镇(街道)": {Agency.Kind.TOWNSHIP, Agency.Kind.SUBDISTRICT},
    "乡镇(街道)": {Agency.Kind.TOWNSHIP, Agency.Kind.SUBDISTRICT},
    "乡镇": {Agency.Kind.TOWNSHIP},
    "街道": {Agency.Kind.SUBDISTRICT},
    "市政府办公室": {Agency.Kind.OFFICE},
    "县政府办公室": {Agency.Kind.OFFICE},
    "公共企事业单位": {Agency.Kind.UTILITY},
}


def named(word: str, agency: Agency) -> bool:
    """Whether `word` names `agency`. Public utilities follow rules of their own (条例 Art. 55) unless named."""
    word = plain(word).strip()
    if word in EVERYBODY:
        return agency.kind != Agency.Kind.UTILITY
    if word == agency.kind or word == Agency.Kind(agency.kind).label or agency.kind in WORDS.get(word, ()):
        return True
    return word in agency.functions or word in (agency.name, agency.short_name)


def agencies_named(words: Iterable[str], agencies: Iterable[Agency]) -> list[Agency]:
    """Those of `agencies` that any of `words` names, in their order."""
    wanted = list(words)
    return [agency for agency in agencies if any(named(word, agency) for word in wanted)]
