"""Entering that an issued document stands on the intranet work platform."""

import datetime as dt

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from gongkai import rules
from gongkai.organisations.queries import today
from gongkai.records import actions, intranet, policy, states
from gongkai.records.actions.loading import must_be_wanted
from gongkai.records.views.acting import answer, page
from gongkai.records.views.fetching import visible
from gongkai.ui.acts import data_of
from gongkai.ui.forms import DateField

LABEL = states.LABELS["intranet"]


class LoadedForm(forms.Form):
    """The day."""

    on = DateField(label="加载日期", help_text="电子文本实际加载到非涉密内网工作平台的日期。")


@login_required
@page
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """The day on which the text was loaded."""
    record = visible(request, pk)
    policy.must(request.user, "intranet", record, LABEL)
    rule = must_be_wanted(record)
    until = intranet.due(record)
    form = LoadedForm(data_of(request), initial={"on": today()})
    words = [f"{rule.say()}，应于 {until.due_on if until else ''} 前加载。本系统与内网平台不相连，加载以后在这里登记。"]

    def run(on: dt.date) -> None:
        actions.load_intranet(record=record, by=request.user, on=on)

    return answer(
        request, record, "intranet", form, run, done="已登记。", words=words, button="登记", source=rules.cited(rule)
    )
