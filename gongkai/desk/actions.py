"""A person's own saved filters. Not acts on a subject of law: nothing is recorded."""

from typing import Any

from gongkai.desk.models import SavedFilter
from gongkai.refusals import NotNow

MOST = 10


def save_filter(*, by: Any, name: str, query: str) -> SavedFilter:
    """Keep a filter; the same name is overwritten. Raises NotNow beyond ten of them."""
    names = set(SavedFilter.objects.filter(person=by).values_list("name", flat=True))
    if name not in names and len(names) >= MOST:
        raise NotNow("desk.filters_full", f"最多保存 {MOST} 个筛选。", remedy="请先删除不再使用的筛选。")
    return SavedFilter.objects.update_or_create(person=by, name=name, defaults={"query": query})[0]


def drop_filter(*, by: Any, pk: int) -> None:
    """Forget one of one's own filters; somebody else's is not found."""
    SavedFilter.objects.filter(person=by, pk=pk).delete()
