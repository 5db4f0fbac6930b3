from django.apps import AppConfig

ACTS = {
    "records.created": "新建草稿",
    "records.edited": "修改",
    "records.attached": "上传附件",
    "records.detached": "删除附件",
    "records.original_read": "读取的原文件含有{count}类看不到或者没有定稿的内容",
    "records.original_compared": "对照原文件核对正文",
    "records.reading_made": "由附件生成阅读版",
    "records.reading_edited": "修改附件的阅读版",
    "records.reading_proofread": "核对附件的阅读版，与原件一致",
    "records.attribute_determined": "确定公开属性：{label}",
    "records.abandoned": "作废",
    "records.issued": "印发：{number}，索引号{index_number}",
    "records.published": "公开（第{version}版）",
    "records.corrected": "公开更正后的内容（第{version}版）",
    "records.correction_opened": "发起更正",
    "records.correction_dropped": "放弃更正",
    "records.validity_set": "标注有效性：{label}",
    "records.renewed": "延长有效期",
    "records.expiry_accepted": "决定有效期届满后失效",
    "records.effect_lifted": "依据的文件更正后不再修改、废止本文，恢复原来的有效性",
    "records.effect_declined": "没有按其他机关的文件标注有效性",
    "records.joint_set": "填写联合发文单位",
    "records.related": "填写与其他文件的关系",
    "records.cleaned_up": "公布清理结果：标注{done}份，未标注{left}份",
    "records.scheduled": "设定于{moment}公开",
    "records.unscheduled": "取消定时公开",
    "records.schedule_dropped": "定时公开已取消",
    "records.schedule_reached": "到达{person}设定的公开时间",
    "records.schedule_failed": "到了设定的时间，未能公开",
    "records.four_demanded": "要求四审四校",
    "records.four_lowered": "改为三审三校",
    "records.sensitive_judged": "重要信息判断：{answer}（提示：{suggested}）",
    "records.emergency_opened": "启动应急公开（{post}）",
    "records.emergency_completed": "应急公开的其余审核环节已补齐",
    "records.emergency_returned": "应急公开后审核退回，须更正或者撤下",
    "records.public_part_made": "制作公开部分：{places}处不公开",
    "records.public_part_opened": "由不公开的原件制作，{places}处不公开",
    "records.redacted": "再除去{places}处不公开的内容",
    "records.part_redacted": "公开部分再除去{places}处",
    "records.intranet_loaded": "登记{on}已加载到非涉密内网工作平台",
    "records.withdrawn": "撤下",
    "records.penalty_overturned": "登记处罚决定于{on}{label}，须撤回并公开说明理由",
    "records.penalty_overturn_dropped": "取消登记处罚决定被变更、撤销",
    "records.removal_verified": "核验撤下结果：{addresses}个地址都已不能访问",
    "records.removal_incomplete": "核验撤下结果：{addresses}个地址中还有{left}个能够访问，须立即处理",
    "records.revised": "撤回印发，重新起草",
    "records.limit_fixed_anew": "重新审核后，公开期限按新的情况确定：{limit}",
    "records.imported": "从原有资料导入（{origin}）",
}


class RecordsConfig(AppConfig):
    name = "gongkai.records"
    label = "records"
    verbose_name = "政府信息"

    def ready(self) -> None:
        from gongkai import calendars, catalogue, checks, inquiries, ledger, review, search, worklist
        from gongkai.ledger.gates import register_gate
        from gongkai.records import (
            asking,
            checking,
            days,
            duties,
            error_reports,
            hooks,
            numbers,
            owing,
            queries,
            redaction,
            reviewing,
            sensitivity,
            work,
        )

        for act, sentence in ACTS.items():
            ledger.register_act(act, sentence)
        ledger.register_subject(
            "record", "records.Record", label=lambda record: record.title, url=lambda record: record.get_absolute_url()
        )
        ledger.register_subject(
            "clean_up",
            "records.CleanUp",
            label=lambda one: one.title,
            url=lambda one: f"/desk/records/clean-ups/{one.pk}/",
        )
        review.register("record", reviewing.subject())
        inquiries.register("record", asking.subject())
        register_gate("records.publish", checking.gate)
        register_gate("records.publish", sensitivity.publication_gate)
        for act in ("records.submit", "records.publish"):
            register_gate(act, sensitivity.gate)
        for act in ("records.submit", "records.issue", "records.publish"):
            register_gate(act, redaction.gate)
            register_gate(act, days.gate)
        register_gate("records.submit", numbers.gate)
        register_gate("records.publish", asking.gate)
        register_gate("organisations.end_agency", hooks.no_open_reviews)
        search.register_source(
            "record",
            documents=queries.search_documents,
            visible=queries.search_visible,
            fallback=queries.search_fallback,
        )
        catalogue.register_holdings(queries.holdings)
        owing.register()
        register_reading()
        checks.register_authority("record", hooks.may_override)
        worklist.register_source("records", "信息公开", work.items)
        duties.register()
        error_reports.register()
        calendars.register_dates("政府信息主动公开时限", hooks.open_dates)


def register_reading() -> None:
    """What `files` asks back: who wants to know that a scan was read, who may see a picture before it is public."""
    from gongkai.files import registry
    from gongkai.records import reading_versions
    from gongkai.records.actions import reading

    registry.when_read(reading.machine_has_read)
    registry.private_pictures(reading_versions.picture_for)
