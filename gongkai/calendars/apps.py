from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class CalendarsConfig(AppConfig):
    name = "gongkai.calendars"
    label = "calendars"
    verbose_name = "工作日历"

    def ready(self) -> None:
        from gongkai import ledger
        from gongkai.calendars import source

        ledger.register_subject(
            "calendar_year", "calendars.Year", label=str, url=lambda year: f"/desk/calendars/{year.year}/"
        )
        ledger.register_act("calendars.year_announced", "登记{year}年放假安排（{notice}），{moved}项期限变动")
        request_started.connect(source.begin_request, dispatch_uid="calendars.begin")
        request_finished.connect(source.end_request, dispatch_uid="calendars.end")
