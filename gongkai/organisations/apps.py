from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "gongkai.organisations"
    label = "organisations"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        from gongkai import ledger

        ledger.register_subject(
            "agency",
            "organisations.Agency",
            label=lambda agency: agency.name,
            url=lambda agency: f"/desk/organisations/{agency.pk}/",
        )
        ledger.register_subject(
            "account",
            "organisations.User",
            label=lambda user: user.actor_name,
            url=lambda user: f"/desk/organisations/accounts/{user.pk}/",
        )
        ledger.register_act("organisations.agency_opened", "登记机关")
        ledger.register_act("organisations.agency_changed", "变更机关信息")
        ledger.register_act("organisations.agency_ended", "终止机关")
        ledger.register_act("organisations.agency_renamed", "机关更名：由{former}改为{name}")
        ledger.register_act("organisations.account_opened", "开立账号")
        ledger.register_act("organisations.account_closed", "停用账号")
        ledger.register_act("organisations.appointed", "授予岗位：{agency}{role}")
        ledger.register_act("organisations.post_ended", "收回岗位：{agency}{role}")
        ledger.register_act("organisations.deputised", "指定代理：{agency}{role}，代理人{deputy}")
        ledger.register_act("organisations.deputy_ended", "结束代理：{agency}{role}，代理人{deputy}")
        ledger.register_act("organisations.password_reset", "重置密码")
        ledger.register_act("organisations.password_changed", "本人修改密码")
        ledger.register_act("organisations.second_factor_reset", "解除动态口令绑定")
        ledger.register_act("organisations.feed_renewed", "更换待办日历地址")
