"""Addresses below /desk/organisations/."""

from django.urls import path

from gongkai.organisations import account_views as accounts
from gongkai.organisations import post_views as posts
from gongkai.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.agencies, name="agencies"),
    path("open/", views.open_agency, name="open"),
    path("<int:pk>/", views.agency, name="agency"),
    path("<int:pk>/offices/", views.agency, {"tab": "offices"}, name="offices"),
    path("<int:pk>/posts/", views.agency, {"tab": "posts"}, name="agency_posts"),
    path("<int:pk>/history/", views.agency, {"tab": "history"}, name="agency_history"),
    path("<int:pk>/change/", views.change_agency, name="change"),
    path("<int:pk>/rename/", views.rename_agency, name="rename"),
    path("merge/", views.merge_agencies, name="merge"),
    path("<int:pk>/end/", views.end_agency, name="end"),
    path("<int:pk>/offices/open/", views.open_office, name="open_office"),
    path("offices/<int:pk>/end/", views.end_office, name="end_office"),
    path("people/", views.people, name="people"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.open_account, name="open_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/reset/", accounts.reset, name="reset"),
    path("accounts/<int:pk>/close/", accounts.close, name="close"),
    path("accounts/<int:pk>/second-factor/", accounts.second_factor, name="second_factor"),
    path("posts/", posts.posts, name="posts"),
    path("posts/appoint/", posts.appoint, name="appoint"),
    path("posts/<int:pk>/end/", posts.end, name="end_post"),
    path("posts/<int:pk>/deputise/", posts.deputise, name="deputise"),
    path("deputies/", posts.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", posts.end_deputy, name="end_deputy"),
]
