from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "gongkai.checks"
    label = "checks"
    verbose_name = "发布前检查"

    def ready(self) -> None:
        from gongkai import ledger

        ledger.register_act("checks.ran", "自动检查：须处理{blocking}处，请核对{advisory}处")
        ledger.register_act("checks.overridden", "放行检查发现：{label}（{excerpt}），{post}")
        ledger.register_act("checks.word_added", "登记词语：{wrong}{should}")
        ledger.register_act("checks.word_ended", "停用词语：{wrong}")
        ledger.register_subject("kept_word", "checks.KeptWord", url=lambda word: "/desk/checks/words/")
