"""Log-in at /desk/login/: allauth's view with our form, and in the demonstration the demo's accounts."""

from typing import Any

from allauth.account.views import LoginView

from gongkai.desk import demo
from gongkai.desk.forms import LoginForm


class Login(LoginView):
    """The page everybody starts from; `?next` is kept, `?account=` fills in an account of the demonstration."""

    form_class = LoginForm

    def get_form_class(self) -> type[LoginForm]:
        return LoginForm

    def get_form(self, form_class: Any = None) -> LoginForm:
        form: LoginForm = super().get_form(form_class)
        asked = self.request.GET.get("account", "")
        for one in demo.accounts() if asked and self.request.method == "GET" else ():
            if one["username"] == asked:
                form.initial.update(login=asked, password=one["password"])
                form.fields["password"].widget.render_value = True
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_accounts": [one for one in demo.accounts() if one["shown"]]}


login = Login.as_view()
