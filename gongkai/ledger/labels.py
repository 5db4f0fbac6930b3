"""What the keys of facts mean, for people who read an entry. A key without a word here is shown as it is."""

import json
from typing import Any

LABELS = {
    "added": "新增", "address": "地址", "addresses": "地址数", "admin_role": "管理员角色", "advisory": "提示",
    "agency": "机关", "answer": "答复", "assignments": "责任单位数", "at": "时间", "attachments": "附件",
    "attribute": "公开属性", "blocking": "必须处理的问题", "body": "征求的机关", "clean_up": "清理结果编号",
    "code": "代码", "codes": "事项编码", "conclusion": "结论", "content": "正文", "content_hash": "内容校验值",
    "count": "件数", "changed": "改动", "deputy": "代理人", "dispatch_word": "机关代字", "document": "依据的文书",
    "done": "已办",
    "dropped": "删去", "due_on": "期限", "duties": "主要职责", "email": "电子邮箱", "entries": "条目数",
    "entry": "条目编号", "fax": "传真", "findings": "检查结果", "form": "审查表", "former": "原来的",
    "from_on": "起始日期", "functions": "职能", "ground": "依据", "html": "正文", "hours": "办公时间",
    "in_time": "是否按期", "index_number": "索引号", "inquiry": "征求意见编号", "is_competent": "主管部门",
    "issued": "印发件数", "issued_on": "印发日期", "item": "公开事项", "items": "事项数", "joint": "联合制作机关",
    "kind": "种类", "label": "名称", "left": "未办", "left_out": "略去", "letter": "复函文号",
    "letter_on": "复函日期", "machine": "机器识别", "metadata": "著录项", "missing": "缺件", "moment": "设定时间",
    "moved": "变动的期限", "moved_dates": "变动的日期", "name": "名称", "note": "公开说明", "notice": "通知",
    "number": "文号",
    "office": "内设机构", "old_index_number": "原索引号", "on": "日期",
    "opened_on": "变更为主动公开之日", "order": "排列次序", "origin": "来源",
    "original": "原件编号", "parent": "上级机关", "part": "公开部分编号", "parts": "各部分校验值", "path": "旧地址",
    "period": "时段", "person": "人员", "phone": "电话", "place": "适用规则的地方", "places": "处数",
    "post": "岗位", "published_at": "公开时间", "receipt": "回执编号", "record": "信息编号",
    "records": "信息编号", "redactions": "除去的内容", "relations": "与其他文件的关系", "reopened": "须重新签署的环节",
    "review_on": "复核日期", "role": "岗位", "sha256": "校验值", "short_name": "简称", "since": "起始日期",
    "source": "来源编号", "state": "状态", "step": "环节", "steps": "环节", "still_there": "仍可访问的地址",
    "successor": "承继机关", "suggested": "系统建议", "superior_department": "上级主管部门", "target": "报请机关",
    "title": "标题", "to_on": "终止日期", "unpublished": "应公开而未公开", "uscc": "统一社会信用代码",
    "validity": "有效性", "version": "版本", "warning": "提示", "warnings": "提示",
    "without_agency": "没有责任单位的事项",
    "wrong": "不符之处", "year": "年份", "disclosure_office": "公开工作机构",
    "basis": "审查依据", "article": "条款", "until": "终止日期", "exceptions": "原不公开、现在公开的依据",
    "organ": "作出决定的机关", "grounds": "针对的依据", "rule": "规则", "status": "核对情况",
}  # fmt: skip
# Values that are codes of the law, of a life cycle or of a post.
VALUES = {
    "proactive": "主动公开", "on_request": "依申请公开", "withheld": "不予公开", "in_force": "有效",
    "amended": "已修改", "repealed": "已废止", "expired": "已失效", "public": "可以公开", "partial": "部分内容不得公开",
    "drafter": "经办人", "section_head": "科室负责人", "disclosure_officer": "政府信息公开工作机构审核人",
    "secrecy_reviewer": "保密审查员", "leader_in_charge": "分管领导", "principal": "主要负责人",
    "secretariat": "秘书科核稿人", "open_government_section": "政务公开科", "secrecy_head": "分管保密审查工作负责人",
    "government": "人民政府", "government_office": "政府办公室", "department": "政府部门", "township": "乡镇人民政府",
    "authorised_organisation": "授权组织", "subdistrict": "街道办事处",
    "management_committee": "管理委员会", "vertical_department": "垂直管理部门",
    "public_utility_body": "公共企事业单位", "verified": "已核对", "unverified": "未核对原文",
    "trade_secret": "商业秘密", "privacy": "个人隐私",
    "internal_affairs": "内部事务信息", "process": "过程性信息", "case_file": "行政执法案卷信息",
    "state_secret": "国家秘密", "law_forbids": "法律、行政法规禁止公开",
}  # fmt: skip


def label(name: str) -> str:
    """The word for a key, or the key."""
    return LABELS.get(name, name)


def text(value: Any, depth: int = 0) -> str:
    """A kept value as it can be read: a dash for nothing, words for codes, a line for each part of what is nested."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return VALUES.get(value, value)
    if isinstance(value, dict):
        lines = (f"{label(name)}：{text(one, depth + 1)}" for name, one in value.items())
        return ("；" if depth else "\n").join(lines)
    if isinstance(value, list):
        nested = any(isinstance(one, dict | list) for one in value)
        return ("\n" if nested else "、").join(text(one, depth + 1) for one in value)
    return json.dumps(value, ensure_ascii=False)
