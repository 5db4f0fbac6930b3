"""Which agencies an item's `responsible` words name: kinds of agencies, functions, names, or everybody."""

from collections.abc import Iterable

from gongkai.files.chinese import plain
from gongkai.organisations.functions import FUNCTIONS
from gongkai.organisations.models import Agency

KIND = Agency.Kind
EVERYBODY = {"all", "各级行政机关", "各单位", "各地各部门", "公开责任主体", "各行政机关", "行政机关"}
# The government's office is one of its departments; subdistrict offices do for a street what townships do for theirs.
DEPARTMENTS = {KIND.DEPARTMENT, KIND.OFFICE, KIND.COMMITTEE}
TOWNSHIPS = {KIND.TOWNSHIP, KIND.SUBDISTRICT}
# Words of catalogues for kinds of agencies, beside the kinds' own names and labels.
WORDS: dict[str, set[Agency.Kind]] = {
    "department": DEPARTMENTS, "部门": DEPARTMENTS, "各部门": DEPARTMENTS, "政府部门": DEPARTMENTS,
    "市政府部门": DEPARTMENTS, "县政府部门": DEPARTMENTS, "township": TOWNSHIPS, "各乡镇(街道)": TOWNSHIPS,
    "乡镇(街道)": TOWNSHIPS, "乡镇": {KIND.TOWNSHIP}, "街道": {KIND.SUBDISTRICT}, "市政府办公室": {KIND.OFFICE},
    "县政府办公室": {KIND.OFFICE}, "公共企事业单位": {KIND.UTILITY},
}  # fmt: skip


def label(word: str) -> str:
    """A responsible word as a clerk reads it."""
    said: dict[str, str] = {kind.value: str(kind.label) for kind in KIND}
    said |= {"all": "各级行政机关", "township": "乡镇人民政府（街道办事处）"} | FUNCTIONS
    return said.get(word, word)


def named(word: str, agency: Agency) -> bool:
    """Whether `word` names `agency`. Public utilities follow rules of their own (条例 Art. 55) unless named."""
    word = plain(word).strip()
    if word in EVERYBODY:
        return agency.kind != KIND.UTILITY
    kind = KIND(agency.kind)
    if word in (kind.value, kind.label) or kind in WORDS.get(word, ()):
        return True
    functions = {FUNCTIONS.get(one, one) for one in agency.functions}
    return FUNCTIONS.get(word, word) in functions or word in (agency.name, agency.short_name)


def agencies_named(words: Iterable[str], agencies: Iterable[Agency]) -> list[Agency]:
    """Those of `agencies` that any of `words` names, in their order."""
    wanted = list(words)
    return [agency for agency in agencies if any(named(word, agency) for word in wanted)]
