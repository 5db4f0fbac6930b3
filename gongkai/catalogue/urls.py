"""Addresses below /desk/catalogue/."""

from django.urls import path

from gongkai.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.versions, name="versions"),
    path("import/", views.import_file, name="import"),
    path("import/confirm/", views.import_confirm, name="import_confirm"),
    path("import/shipped/", views.import_shipped, name="import_shipped"),
    path("<int:pk>/", views.catalogue, name="catalogue"),
    path("<int:pk>/coverage/", views.coverage, name="coverage"),
    path("<int:pk>/adopt/", views.adopt, name="adopt"),
    path("<int:pk>/reassign/", views.reassign, name="reassign"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("items/<int:pk>/", views.item, name="item"),
    path("items/<int:pk>/assign/", views.assign, name="assign"),
    path("items/<int:pk>/link/", views.link, name="link"),
    path("assignments/<int:pk>/remove/", views.unassign, name="unassign"),
]
