"""Addresses of the desk: home, log-in, rules, overview. `account_login` and `account_logout` win over allauth's own."""

from allauth.account.views import logout
from allauth.usersessions.views import list_usersessions
from django.urls import include, path

from gongkai.desk import login_views, rules_views, views

desk = [
    path("", views.home, name="home"),
    path("worklist.ics", views.worklist_ics, name="worklist_ics"),
    path("calendar-feed/", views.calendar_feed, name="calendar_feed"),
    path("filters/save/", views.save_filter, name="save_filter"),
    path("filters/<int:pk>/drop/", views.drop_filter, name="drop_filter"),
    path("overview/", views.overview, name="overview"),
    path("rules/", rules_views.index, name="rules"),
    path("rules/lint/", rules_views.lint, name="lint"),
    path("rules/<str:name>/", rules_views.rule, name="rule"),
]
urlpatterns = [
    path("desk/login/", login_views.login, name="account_login"),
    path("desk/logout/", logout, name="account_logout"),
    # allauth puts it at the same address as the second factor's page.
    path("desk/account/sessions/", list_usersessions, name="usersessions_list"),
    path("desk/", include((desk, "desk"))),
]
