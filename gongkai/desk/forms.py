"""Forms of the desk: log-in, and the filters of worklist and rules."""

import datetime as dt
from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils import timezone

from gongkai import rules
from gongkai.rules import vocabulary
from gongkai.ui.forms import DateField

FINDINGS = {"X": "与上位规定抵触", "O": "依据已过时", "gap": "缺项或者未核对", "S": "地方更严或者另定"}


class LoginForm(AllauthLoginForm):
    """Account and password. A session lasts a working day: nobody is remembered for weeks on an office computer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        for name, label in (("login", "账号"), ("password", "密码")):
            self.fields[name].label, self.fields[name].help_text = label, ""
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["remember"] = False
        return data


def _say(form: forms.Form, name: str, label: str) -> None:
    """The field's name in the summary of errors is the one beside the field; it says no more inside it."""
    form.fields[name].label = label
    form.fields[name].widget.attrs.pop("placeholder", None)


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "密码")


class SecondFactorForm(AuthenticateForm):
    """The second factor at log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "动态口令")


class BindForm(ActivateTOTPForm):
    """The first code of a telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "动态口令")


class PasswordForm(ChangePasswordForm):
    """A new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("oldpassword", "原密码"), ("password1", "新密码"), ("password2", "再输入一次新密码")):
            _say(self, name, label)


class WorkForm(forms.Form):
    """Filter of the worklist, made of what occurs in it."""

    kind = forms.ChoiceField(label="事项", required=False)
    agency = forms.ChoiceField(label="机关", required=False)
    late = forms.BooleanField(label="只看已超期", required=False)

    def __init__(self, data: Any, kinds: list[tuple[str, str]], agencies: list[str]) -> None:
        super().__init__(data)
        for name, options in (("kind", kinds), ("agency", [(one, one) for one in agencies])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            asked = self.data.get(name, "")
            known = [("", "全部"), *options]
            # A saved filter may ask for what does not occur today: it then shows nothing, and says what it asks.
            field.choices = known if asked in dict(known) else [*known, (asked, asked)]


class PlaceForm(forms.Form):
    """Where and when the law is asked."""

    place = forms.ChoiceField(label="地方", required=False)
    on = DateField(label="日期", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [(one.path, "　" * one.path.count("/") + one.name) for one in rules.places()]

    @classmethod
    def asked(cls, data: Any) -> tuple["PlaceForm", str, dt.date]:
        """(the form, place, day): what was asked, else this instance's place and today."""
        filled = {"place": settings.PLACE, "on": timezone.localdate().isoformat()}
        form = cls({**filled, **{name: value for name, value in data.items() if value}})
        if not form.is_valid():
            return form, settings.PLACE, timezone.localdate()
        return form, form.cleaned_data["place"], form.cleaned_data["on"]


class RulesForm(PlaceForm):
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *vocabulary.KINDS.items()])
    q = forms.CharField(label="名称或出处", required=False)


class LintForm(forms.Form):
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *FINDINGS.items()])
    place = forms.ChoiceField(label="地方", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", "全部"), *((one.path, one.name) for one in rules.places())]
