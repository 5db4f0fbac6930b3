"""What `inquiries` tells the apps below it: an agency does not end while others wait for its word, or it for theirs."""

from typing import Any

from django.db.models import Q

from gongkai.inquiries.models import Inquiry
from gongkai.refusals import NotNow


def no_open_questions(agency: Any, by: Any) -> NotNow | None:
    """Gate of ending an agency: a question without a final word would wait for nobody."""
    open_ones = Inquiry.objects.filter(state__in=[Inquiry.State.ASKED, Inquiry.State.DISAGREED])
    count = open_ones.filter(Q(agency=agency) | Q(asking=agency)).count()
    if count == 0:
        return None
    return NotNow(
        "inquiries.agency_busy",
        f"{agency}还有{count}件征求意见没有办结。",
        source="政府信息公开条例(国令711号) 第十条、第十一条",
        remedy="请先答复或者撤回；已经没有人能够答复的，请牵头机关撤回，机关终止后改向承继机关征求。",
    )
