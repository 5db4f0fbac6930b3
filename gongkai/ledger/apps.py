from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "gongkai.ledger"
    label = "ledger"
    verbose_name = "留痕"

    def ready(self) -> None:
        from gongkai.ledger.registry import register_act

        register_act("ledger.erased", "清除第{entry}条留痕中封存的个人信息")
