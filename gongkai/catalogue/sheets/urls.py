"""Addresses of the two sheets and of query points, below /desk/catalogue/; the kind is fixed by the address."""

from django.urls import path

from gongkai.catalogue.points import views as points
from gongkai.catalogue.points.actions import STATES
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
urlpatterns += [
    path("points/", points.index, name="points"),
    path("points/export.csv", points.export, name="points_export"),
    path("points/enter/", points.enter, name="point_enter"),
    path("points/<int:pk>/", points.change, name="point"),
    *(path(f"points/<int:pk>/{act}/", points.move, {"act": act}, name=f"point_{act}") for act in STATES),
]
