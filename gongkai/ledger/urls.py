"""Addresses below /desk/ledger/."""

from django.urls import path

from gongkai.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:pk>/", views.entry, name="entry"),
    path("chains/<int:pk>/", views.chain, name="chain"),
    path("checks/", views.checks, name="checks"),
    path("checks/ask/", views.ask_check, name="ask_check"),
    path("roots/", views.roots, name="roots"),
    path("roots.json", views.roots_file, name="roots_file"),
]
