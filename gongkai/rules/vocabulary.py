"""The closed lists of the law files, each word with the Chinese that a clerk reads.

A unit has exactly one way of counting (app ``clock``); an event is a day that a case or a record can prove.
"""

from __future__ import annotations

import re

KINDS = {
    "period": "期限",
    "date": "每年日期",
    "amount": "数额",
    "list": "清单",
    "plan": "程序",
    "gate": "关口",
}
LOCAL = {"no": "不得另定", "shorter": "只可缩短（减少）", "longer": "只可延长（增加）", "any": "可以另定"}
STATUS = {"verified": "已核对", "unverified": "未核对原文"}
BOUND = {"most": "不超过", "least": "不少于"}
ROLL = {"next_working_day": "末日为休息日的顺延至下一个工作日", "none": "末日不顺延"}

# Units of a period. Those with a number count from an event; the others say how often or how quickly.
PERIOD_UNITS = {
    "working_day": "个工作日",
    "calendar_day": "日（自然日）",
    "month": "个月",
    "year": "年",
    "hour": "小时",
    "minute": "分钟",
    "week": "周",
    "second": "秒",
    "same_day": "当日",
    "immediate": "立即",
    "prompt": "及时",
    "same_time": "同步",
    "before": "事前",
    "dynamic": "动态更新",
    "scheduled": "按期",
    "as_needed": "根据需要",
    "day_of_month": "日（当月）",
    "per_day": "次/日",
    "per_week": "次/周",
    "per_half_month": "次/半月",
    "per_month": "次/月",
    "per_quarter": "次/季度",
    "per_half_year": "次/半年",
    "per_year": "次/年",
}
# Units without a number: the word is the whole rule.
WORD_UNITS = {"same_day", "immediate", "prompt", "same_time", "before", "dynamic", "scheduled", "as_needed"}
CALENDAR_UNITS = {"calendar_day", "month", "year"}
AMOUNT_UNITS = {
    "yuan_per_piece": "元/件",
    "yuan_per_page": "元/页",
    "percent": "%",
    "count": "个（项）",
    "times": "次",
    "piece": "件",
    "page": "页",
    "point": "分",
    "review_level": "级审校",
    "second": "秒",
    "week": "周",
    "month": "个月",
    "colour": "种颜色",
    "minute": "分钟",
}

EVENTS = {
    "receipt": "收到申请之日",
    "arrival": "申请送达之日",
    "confirmation": "双方确认之日",
    "correction_received": "收到补正的申请之日",
    "submission_in_person": "提交之日",
    "signed_for": "签收之日",
    "original_limit_end": "原答复期限届满之日",
    "third_party_receipt": "第三方收到征求意见书之日",
    "co_maker_receipt": "共同制作机关收到征求意见书之日",
    "fee_notice_receipt": "收到收费通知之日",
    "fee_paid": "完成缴费之日",
    "draft_reply": "拟出答复意见之日",
    "formation_or_change": "信息形成或者变更之日",
    "change": "信息变动之日",
    "issue": "印发之日",
    "making": "制发之日",
    "obtaining": "获得信息之日",
    "document_publication": "文件公开之日",
    "publication": "公开之日",
    "signature": "合同签订之日",
    "approval": "批准之日",
    "budget_reply": "批复之日",
    "award": "中标、成交之日",
    "evaluation_report": "收到评标报告之日",
    "licence_decision": "作出行政许可决定之日",
    "penalty_decision": "作出行政处罚决定之日",
    "penalty_withdrawn": "处罚决定被变更、撤销之日",
    "draft_publication": "公布草案之日",
    "notice_publication": "公告发布之日",
    "publicity_end": "公示结束之日",
    "consultation_end": "征求意见结束之日",
    "hearing": "听证会举行之日",
    "meeting_end": "会议结束之日",
    "decision": "作出决定之日",
    "submission": "报送之日",
    "drafting": "起草之时",
    "finalising": "定稿之时",
    "signing": "签发之时",
    "legality_review": "收到送审材料之日",
    "month_end": "每月终了之日",
    "quarter_end": "季度终了之日",
    "half_year_end": "半年终了之日",
    "year_end": "年度终了之日",
    "year_start": "年初",
    "reform": "机构改革之日",
    "discovery": "发现之时",
    "report": "报告之时",
    "handling": "处置之时",
    "major_emergency": "特别重大、重大突发事件发生之时",
    "message_received": "收到留言之日",
    "message_published": "留言公开之日",
    "answered": "答复之日",
    "slip_received": "联系单载明之日",
    "decision_known": "知道或者应当知道行政行为之日",
    "decision_served": "收到决定之日",
    "act_done": "行政行为作出之日",
    "reconsideration_served": "收到复议决定书之日",
    "copy_received": "收到申请书、起诉状副本之日",
    "forwarded_copy_received": "收到转发副本之日",
    "paper_issue": "纸质公报出刊之日",
    "gazette_schedule": "公报出刊日程",
    "plan_schedule": "计划所定日期",
    "last_update": "最近一次更新之日",
    "archive_transfer": "档案形成之日",
    "page_request": "打开网页之时",
    "before_publication": "公开之前",
    "calendar_month": "自然月",
    "calendar_year": "自然年度",
    "secrecy_term_end": "保密期限届满之日",
    "any_event": "每次事项发生之时",
    "not_stated": "原文未载明起算点",
    "tender_document": "发出招标文件之日",
}

# Words that stand as the value of a gate or in a list entry, as a clerk reads them.
WORDS = {
    "administrative_functions": "履行行政管理职能过程中制作或者获取的",
    "performing_duties": "履行职责过程中制作或者获取的",
    "bound": "同样适用",
    "by_analogy": "参照适用",
    "special_rules": "依照专门规定",
    "calendar_month": "一个自然月",
    "record": "每条信息",
    "year": "每年度",
    "organ": "同一机关",
    "consent": "视为同意公开",
    "consulted": "协商、确认",
    "written_consent_needed": "须书面同意",
    "decided_by_organ": "由行政机关依法决定",
    "deputy_director_in_charge": "分管副主任",
    "disclosure_office_head": "政府信息公开工作机构负责人",
    "principal": "主要负责人",
    "government_office": "政府办公室",
    "gradually": "逐步符合",
    "at_once": "立即符合",
    "keeper": "保存该信息的机关",
    "obtainer": "获取该信息的机关",
    "lead_organ": "牵头制作的机关",
    "maker_or_first_obtainer": "制作或者最初获取的机关",
    "next_higher_organ": "上一级行政机关",
    "supervisory_organ": "监察机关",
    "next_working_day": "顺延至下一个工作日",
    "confirmation": "双方确认之日",
    "receipt": "收到之日",
    "signed_for": "签收之日",
    "submission_in_person": "提交之日",
    "always": "每件都要回答",
    "either": "可以选择",
    "none": "没有",
    "reconsideration": "应当先申请行政复议",
    "must": "不得公开",
    "may": "可以",
    "shall": "应当",
    "itself": "本机关",
    "next_higher_government": "上一级政府",
    "next_higher_department": "上一级主管部门",
    "same_level_government": "本级政府",
    "data_bureau": "大数据发展部门",
    "petition_bureau": "信访部门",
    "service_centre": "政务服务中心",
    "secrecy_administration": "保密行政管理部门",
    "required": "必须写明",
    "optional": "可以写明",
}
FIELDS = {
    "event": "收到之日",
    "first": "救济顺序",
    "force": "公开与否",
    "organ": "复议机关",
    "override": "第三方同意或者公共利益需要时",
    "note": "公开说明",
    "points": "扣分",
    "public": "对外说明",
    "to": "转办单位",
}


PATTERN_FIELDS = {"uscc": "统一社会信用代码", "organ": "机构代码", "year": "年份", "serial": "顺序号"}
_FIELD = re.compile(r"\{(\w+)(?::0(\d+)d)?\}")


def word(value: object) -> str:
    """A gate's value or an entry's field in Chinese; other texts stay as they are."""
    if isinstance(value, bool):
        return "是" if value else "否"
    said = WORDS.get(str(value), str(value))
    return _FIELD.sub(_field, said) if "{" in said else said


def _field(found: re.Match[str]) -> str:
    """A part of a pattern (索引号的格式) in words."""
    width = f"{int(found[2])}位" if found[2] else ""
    return f"〈{width}{PATTERN_FIELDS.get(found[1], found[1])}〉"
