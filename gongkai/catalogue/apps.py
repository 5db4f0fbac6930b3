from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "gongkai.catalogue"
    label = "catalogue"
    verbose_name = "公开目录"

    def ready(self) -> None:
        from gongkai import ledger, worklist
        from gongkai.catalogue import work

        worklist.register_source("catalogue", "公开目录", work.items)
        ledger.register_act("catalogue.imported", "导入公开目录：{title}，{items}项")
        ledger.register_act("catalogue.verified", "对照原件核对公开目录：{title}，{items}项")
        ledger.register_act("catalogue.adopted", "启用公开目录：{title}，{items}项，落实责任单位{assignments}项次")
        ledger.register_act("catalogue.superseded", "公开目录被新版取代：{successor}")
        ledger.register_act("catalogue.reassigned", "重新落实责任单位：增加{added}项次，减少{dropped}项次")
        ledger.register_act("catalogue.discarded", "删除没有启用的公开目录：{title}")
        ledger.register_act("catalogue.linked", "填写链接地址：{item}")
        ledger.register_act("catalogue.assigned", "指定公开责任单位：{agency}，事项{item}")
        ledger.register_act("catalogue.unassigned", "取消公开责任单位：{agency}，事项{item}")
        ledger.register_act("catalogue.stated", "说明无此类信息：{item}，{period}")
        ledger.register_act("catalogue.statement_withdrawn", "撤回无此类信息的说明：{item}，{period}")
        ledger.register_act("catalogue.reminded", "催办{count}项：{items}")
        ledger.register_act("catalogue.planned", "登记计划所定的公开日期{count}个：{item}，依据《{title}》")
        ledger.register_act("catalogue.plan_dropped", "撤回计划所定的公开日期：{item}，{on}，{label}")
        ledger.register_subject(
            "catalogue_statement",
            "catalogue.Statement",
            url=lambda one: f"/desk/catalogue/board/agencies/{one.agency_id}/{one.item_code}/",
        )
        ledger.register_subject(
            "catalogue", "catalogue.Catalogue", url=lambda catalogue: f"/desk/catalogue/{catalogue.pk}/"
        )
        ledger.register_subject(
            "catalogue_item",
            "catalogue.Item",
            label=lambda item: item.name,
            url=lambda item: f"/desk/catalogue/items/{item.pk}/",
        )
        from gongkai.catalogue.sheets import hooks

        hooks.register()
