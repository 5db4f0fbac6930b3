"""Facts for the public pages: agencies, the catalogue with counts, columns, annual reports by year."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, prefetch_related_objects

from gongkai import pages
from gongkai.catalogue import queries as catalogues
from gongkai.catalogue.models import Catalogue, Item
from gongkai.catalogue.sheets import counting
from gongkai.catalogue.sheets.kinds import GUIDE, Kind
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Agency
from gongkai.records import queries as records
from gongkai.records.models import Publication

# The columns of 国办公开办函〔2019〕61号 by the word that names their item in any place's catalogue.
COLUMNS = {"system": "公开制度", "annual": "年度报告", "apply": "申请公开"}
GROUPS = (
    ("人民政府和政府办公室", (Agency.Kind.GOVERNMENT, Agency.Kind.OFFICE)),
    ("政府部门", (Agency.Kind.DEPARTMENT, Agency.Kind.COMMITTEE)),
    ("乡镇人民政府、街道办事处", (Agency.Kind.TOWNSHIP, Agency.Kind.SUBDISTRICT)),
    ("垂直管理部门", (Agency.Kind.VERTICAL,)),
    ("授权组织和公共企事业单位", (Agency.Kind.AUTHORISED, Agency.Kind.UTILITY)),
)


def agencies() -> list[Agency]:
    """Living agencies in their order."""
    pages.use("agencies")
    return list(organisations.agencies())


def competent(among: list[Agency] | None = None) -> Agency | None:
    """The competent authority (条例 Art. 3)."""
    pages.use("agencies")
    return organisations.competent() if among is None else next((one for one in among if one.is_competent), None)


def place(authority: Agency | None) -> str:
    """The place whose rules and catalogue the site follows."""
    return authority.place if authority else str(settings.PLACE)


def grouped(found: list[Agency]) -> list[tuple[str, list[Agency]]]:
    """Agencies by kind, empty groups left out."""
    made = [(name, [agency for kind in kinds for agency in found if agency.kind == kind]) for name, kinds in GROUPS]
    return [(name, some) for name, some in made if some]


def catalogue(authority: Agency | None) -> Catalogue | None:
    """The catalogue in force."""
    pages.use("catalogue")
    return catalogues.in_force(place(authority))


def counts(found: Catalogue, living: list[Agency]) -> dict[str, int]:
    """Item code → how much is public under it: live publications, and the guides and profiles that fill it."""
    pages.use("list:all", "guides", "agencies")
    rows = Publication.objects.filter(records.LIVE, item__isnull=False).values_list("item__code")
    held = Counter(dict(rows.annotate(count=Count("id")).order_by()))
    prefetch_related_objects([found], "items")  # the tree asks for them again
    held.update(code for _, code in counting.filling([agency.pk for agency in living], found.items.all()))
    return held


@dataclass
class Node:
    """A branch of the tree with what is published in it."""

    name: str
    anchor: str
    held: int
    items: list[tuple[Item, int]]
    branches: list["Node"]

    @property
    def single(self) -> Item | None:
        """The only item here, where the branch is nothing but that item."""
        return self.items[0][0] if len(self.items) == 1 and not self.branches else None

    @property
    def every(self) -> list[tuple[Item, int]]:
        """Items here and below, in order."""
        return [*self.items, *(pair for branch in self.branches for pair in branch.every)]


def tree(found: Catalogue, held: dict[str, int]) -> list[Node]:
    """The three levels with counts."""
    return [_node(branch, held, str(number)) for number, branch in enumerate(catalogues.tree(found), start=1)]


def _node(branch: catalogues.Branch, held: dict[str, int], anchor: str) -> Node:
    branches = [_node(one, held, f"{anchor}-{number}") for number, one in enumerate(branch.branches, start=1)]
    items = [(item, held.get(item.code, 0)) for item in branch.items]
    total = sum(count for _, count in items) + sum(one.held for one in branches)
    return Node(branch.name, f"g{anchor}", total, items, branches)


def main_groups(nodes: list[Node]) -> list[Node]:
    """The groups of the largest first level (法定主动公开内容)."""
    return max((node.branches for node in nodes), key=len, default=[])


def column_item(found: Catalogue | None, column: str) -> Item | None:
    """The item that is a statutory column: "system", "annual" or "apply"."""
    items = found.items.filter(level1__contains=COLUMNS[column], level2="") if found else Item.objects.none()
    return items.order_by("order").first()


def item(code: str, where: str) -> Item | None:
    """The item in the catalogue in force, else as it last stood: what was published under it keeps its place."""
    pages.use("catalogue")
    found = catalogues.current_item(code, where)
    former = Item.objects.filter(code=code).exclude(catalogue__state=Catalogue.State.DRAFT)
    return found or former.select_related("catalogue").order_by("-catalogue__version").first()


def years(item: Item) -> list[int]:
    """Years in which something was published under the item, newest first."""
    pages.use(f"list:item:{item.code}")
    found = Publication.objects.filter(records.LIVE, item__code=item.code)
    return sorted(found.order_by().values_list("year", flat=True).distinct(), reverse=True)


def of_year(item: Item, year: int) -> list[Publication]:
    """What was published under the item in a year, by agency."""
    found = records.live().filter(item__code=item.code, year=year)
    return list(found.defer("version__content").order_by("agency__order", "agency_id", "-first_published_at")[:300])


def latest_of_item(item: Item, limit: int) -> list[Publication]:
    """The newest of an item; the page uses its list."""
    pages.use(f"list:item:{item.code}")
    return records.latest(limit, item__code=item.code)


@dataclass(frozen=True)
class Held:
    """How much of an item an agency has made public, and the page that shows it ("" while there is nothing)."""

    agency: Agency
    item: Item
    count: int
    url: str
    sheet: str  # the page of the guide or profile among it


def duties(agency: Agency) -> list[Held]:
    """The items an agency must publish, with what it has published."""
    pages.use("catalogue", f"list:agency:{agency.pk}", f"guide:{agency.pk}", f"agency:{agency.pk}")
    return _held([(agency, item) for item in catalogues.items_for(agency)])


def responsible(item: Item) -> list[Held]:
    """The agencies that must publish an item, with what each has published."""
    pages.use("catalogue", f"list:item:{item.code}")
    return _held([(one, item) for one in Agency.objects.filter(catalogue_assignments__item=item, to_on=None)])


def sheet_kind(item: Item) -> Kind | None:
    """The guide or the profile, where that is what fills the item; the page uses what agencies publish of it."""
    kind = counting.kind_of(item)
    if kind is not None:
        pages.use("guides" if kind is GUIDE else "agencies")
    return kind


def sheet_address(agency: Agency, item: Item) -> str:
    """Where the agency's guide or profile fills the item: “/guide/7/”; "" where none does."""
    pages.use(f"guide:{agency.pk}", f"agency:{agency.pk}")
    return _held([(agency, item)])[0].sheet


def _held(pairs: list[tuple[Agency, Item]]) -> list[Held]:
    agencies, codes = {agency.pk for agency, _ in pairs}, {item.code for _, item in pairs}
    current = [item for _, item in pairs if item.catalogue.state == Catalogue.State.IN_FORCE]
    documents, sheets = records.holdings(agencies, codes), counting.filling(agencies, current)
    found = []
    for agency, item in pairs:
        key = (agency.pk, item.code)
        number = documents.get(key, (0, None))[0]
        listed = f"/agencies/{agency.pk}/catalogue/{item.code}/list/" if number else ""
        found.append(Held(agency, item, number + (key in sheets), listed or sheets.get(key, ""), sheets.get(key, "")))
    return found


def highest_record() -> int:
    """The highest id of a record that was ever published, 0 when there is none."""
    return Publication.objects.aggregate(top=Max("record_id"))["top"] or 0


def shard(first: int, last: int) -> list[tuple[int, Any]]:
    """(record id, last published) of live publications with ids from `first` to `last`."""
    found = Publication.objects.filter(records.LIVE, record_id__gte=first, record_id__lte=last)
    return list(found.order_by("record_id").values_list("record_id", "published_at"))
