"""Screens of accounts. The system administrator opens and resets, the security administrator closes and unbinds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.organisations import access, actions, policy, queries
from gongkai.organisations.forms import AccountFindForm, AccountForm, ReasonForm
from gongkai.organisations.models import Post, User
from gongkai.organisations.views import asked, form_page, timeline
from gongkai.refusals import Refusal

TRAIL = [("账号", "/desk/organisations/accounts/")]
PAGE = 100


@login_required
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts in use, without a post, of administrators, closed."""
    policy.must_see_accounts(request.user)
    form = AccountFindForm(request.GET)
    rows = list(queries.accounts(**asked(form))[: PAGE + 1])
    context = {
        "form": form,
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "may_open": policy.is_system(request.user),
    }
    return render(request, "organisations/accounts.html", context)


@login_required
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who, its posts, its history, what may be done."""
    if pk != request.user.pk:
        policy.must_see_accounts(request.user)
    found = get_object_or_404(User, pk=pk)
    context = {
        "person": found,
        "posts": Post.objects.filter(person=found).select_related("agency", "office").order_by("-from_on"),
        "acts": _acts(found, request.user),
        "entries": timeline(found),
        "trail": [*TRAIL, (str(found), "")],
    }
    return render(request, "organisations/account.html", context)


def _acts(found: User, person: Any) -> list[dict[str, Any]]:
    root, closed = f"/desk/organisations/accounts/{found.pk}/", "该账号已经停用。"
    if policy.is_system(person):
        return [
            {"label": "重置密码", "url": f"{root}reset/", "allowed": found.is_active, "why": closed,
             "hint": "生成一次性密码，只显示一次；本人下次登录必须修改。该账号的登录状态全部失效。"},
        ]  # fmt: skip
    if policy.is_security(person):
        unfit = "管理员账号不能担任业务岗位。" if found.admin_role else closed
        return [
            {"label": "授予岗位", "url": f"/desk/organisations/posts/appoint/?person={found.pk}",
             "allowed": found.is_active and not found.admin_role, "why": unfit},
            {"label": "解除动态口令", "url": f"{root}second-factor/", "allowed": found.is_active, "why": closed,
             "hint": "本人更换或遗失手机时使用；下次登录须重新绑定。"},
            {"label": "停用账号", "url": f"{root}close/", "allowed": found.is_active, "why": closed, "warn": True,
             "hint": "停用后不能登录，以前的签署和留痕不变。"},
        ]  # fmt: skip
    return []


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its one-time password is shown on the answer and nowhere else."""
    policy.must_be_system(request.user)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = access.one_time_password()
        try:
            made = actions.open_account(
                password=password, must_change_password=True, by=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("username", str(refusal))
        else:
            return _password(request, made, password, f"已开立账号“{made.username}”")
    return form_page(request, "开立账号", form, "开立账号", TRAIL)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a one-time password."""
    policy.must_be_system(request.user)
    found = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = access.reset_password(user=found, by=request.user, **form.cleaned_data)
        return _password(request, found, password, f"已重置“{found.username}”的密码")
    lead = "原密码立即失效，该账号的登录状态全部结束；动态口令不变。"
    return form_page(request, f"重置{found}的密码", form, "重置密码", _trail(found), lead, warn=True)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    policy.must_be_security(request.user)
    found = get_object_or_404(User, pk=pk)
    if not found.is_active:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close_account(user=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"已停用账号“{found.username}”。")
        return redirect("organisations:account", pk=pk)
    posts = queries.posts_of(found).filter(person=found).count()
    left = f"这个账号还有 {posts} 个岗位，停用后全部不能行使，待办由同岗位的其他人办理。" if posts else ""
    lead = f"停用后不能登录；以前的签署和留痕不变。{left}"
    return form_page(request, f"停用{found}的账号", form, "停用账号", _trail(found), lead, warn=True)


@login_required
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Unbind a lost telephone."""
    policy.must_be_security(request.user)
    found = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        access.reset_second_factor(user=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"已解除“{found.username}”的动态口令绑定，下次登录须重新绑定。")
        return redirect("organisations:account", pk=pk)
    lead = "请先当面或通过单位电话核实确是本人申请。"
    return form_page(request, f"解除{found}的动态口令", form, "解除绑定", _trail(found), lead, warn=True)


def _trail(found: User) -> list[tuple[str, str]]:
    return [*TRAIL, (str(found), f"/desk/organisations/accounts/{found.pk}/")]


def _password(request: HttpRequest, user: User, password: str, title: str) -> HttpResponse:
    context = {"person": user, "password": password, "title": title, "trail": [*_trail(user), (title, "")]}
    return render(request, "organisations/password.html", context)
