from django.apps import AppConfig

ACTS = {
    "records.created": "新建草稿",
    "records.edited": "修改",
    "records.attached": "上传附件",
    "records.detached": "删除附件",
    "records.attribute_determined": "确定公开属性：{label}",
    "records.abandoned": "作废",
    "records.issued": "印发：{number}，索引号{index_number}",
    "records.published": "公开（第{version}版）",
    "records.corrected": "公开更正后的内容（第{version}版）",
    "records.correction_opened": "发起更正",
    "records.correction_dropped": "放弃更正",
    "records.validity_set": "标注有效性：{label}",
    "records.withdrawn": "撤下",
    "records.removal_verified": "核验撤下结果：{addresses}个地址都已不能访问",
    "records.removal_incomplete": "核验撤下结果：{addresses}个地址中还有{left}个能够访问，须立即处理",
    "records.revised": "撤回印发，重新起草",
    "records.imported": "从原有资料导入（{origin}）",
}


class RecordsConfig(AppConfig):
    name = "gongkai.records"
    label = "records"
    verbose_name = "政府信息"

    def ready(self) -> None:
        from gongkai import calendars, catalogue, checks, ledger, review, search, worklist
        from gongkai.ledger.gates import register_gate
        from gongkai.records import checking, duties, hooks, owing, queries, work

        for act, sentence in ACTS.items():
            ledger.register_act(act, sentence)
        ledger.register_subject(
            "record", "records.Record", label=lambda record: record.title, url=lambda record: record.get_absolute_url()
        )
        review.register("record", hooks.review_subject())
        register_gate("records.publish", checking.gate)
        register_gate("organisations.end_agency", hooks.no_open_reviews)
        search.register_source(
            "record",
            documents=queries.search_documents,
            visible=queries.search_visible,
            fallback=queries.search_fallback,
        )
        catalogue.register_holdings(queries.holdings)
        owing.register()
        checks.register_authority("record", hooks.may_override)
        worklist.register_source("records", "信息公开", work.items)
        duties.register()
        calendars.register_dates("政府信息主动公开时限", hooks.open_dates)
