"""Addresses of the two sheets, below /desk/catalogue/; the part that differs is fixed by the address, never asked."""

from django.urls import path

from gongkai.catalogue.sheets import views
from gongkai.catalogue.sheets.kinds import KINDS

urlpatterns = [
    path(f"{code}/{below}", view, {"code": code}, name=f"{code}{name}")
    for code in KINDS
    for below, view, name in (
        ("", views.index, "s"),
        ("<int:pk>/", views.sheet, ""),
        ("<int:pk>/open/", views.open_, "_open"),
        ("<int:pk>/edit/", views.edit, "_edit"),
        ("<int:pk>/submit/", views.submit, "_submit"),
        ("<int:pk>/publish/", views.publish, "_publish"),
        ("<int:pk>/versions/<int:number>/", views.version, "_version"),
    )
]
