"""Screens of posts and deputies: the security administrator's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.organisations import actions, policy, queries
from gongkai.organisations.forms import AppointForm, DeputiseForm, EndDeputyForm, EndPostForm, FindForm
from gongkai.organisations.models import Deputy, Post
from gongkai.organisations.views import asked, form_page
from gongkai.refusals import Refusal
from gongkai.ui.asked import whole

TRAIL = [("岗位", "/desk/organisations/posts/")]
DEPUTIES = [("代理", "/desk/organisations/deputies/")]
PAGE = 500


@login_required
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """All posts held, with what may be done with each."""
    policy.must_be_security(request.user)
    form = FindForm(request.GET)
    rows = list(queries.posts(**asked(form))[: PAGE + 1])
    context = {"form": form, "rows": rows[:PAGE], "more": len(rows) > PAGE}
    return render(request, "organisations/posts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Grant a post. Person and agency may stand in the address."""
    policy.must_be_security(request.user)
    initial = {name: request.GET[name] for name in ("person", "agency") if whole(request.GET.get(name, "")) is not None}
    form = AppointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            post = actions.appoint(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已授予{post.person}{post.agency.short_name}{post.get_role_display()}岗位。")
            return redirect("organisations:account", pk=post.person_id)
    return form_page(request, "授予岗位", form, "授予岗位", TRAIL)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post."""
    policy.must_be_security(request.user)
    post = get_object_or_404(Post.objects.select_related("person", "agency"), pk=pk)
    form = EndPostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_post(post=post, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("to_on", str(refusal))
        else:
            messages.success(request, f"已收回{post.person}的{post}岗位。")
            return redirect("organisations:posts")
    held = f"{post.agency.short_name}{post.get_role_display()}"
    lead = f"{post.person}自 {post.from_on} 起任{held}。已签署的继续有效，未办的由同岗位的其他人办理。"
    return form_page(request, f"收回{post.person}的岗位", form, "收回岗位", TRAIL, lead, warn=True)


@login_required
@require_http_methods(["GET", "POST"])
def deputise(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a deputy for the holder of a post."""
    policy.must_be_security(request.user)
    post = get_object_or_404(Post.objects.select_related("person", "agency"), pk=pk)
    form = DeputiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deputy = actions.deputise(post=post, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已指定{deputy.person}代理{post}。")
            return redirect("organisations:deputies")
    held = f"{post.agency.short_name}{post.get_role_display()}（{post.person}）"
    lead = f"代理期间，代理人可以办理{held}的全部事项，签署记录注明代理。"
    return form_page(request, "指定代理", form, "指定代理", TRAIL, lead)


@login_required
@require_safe
def deputies(request: HttpRequest) -> HttpResponse:
    """Deputyships running and coming."""
    policy.must_be_security(request.user)
    context = {"rows": queries.deputies(), "today": queries.today()}
    return render(request, "organisations/deputies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a deputyship end earlier."""
    policy.must_be_security(request.user)
    deputy = get_object_or_404(Deputy.objects.select_related("post__agency", "person"), pk=pk)
    form = EndDeputyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_deputy(deputy=deputy, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("to_on", str(refusal))
        else:
            messages.success(request, f"已结束{deputy.person}的代理。")
            return redirect("organisations:deputies")
    return form_page(request, f"提前结束{deputy}", form, "结束代理", DEPUTIES, warn=True)
