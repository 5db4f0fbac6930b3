"""Addresses below /api/: the page for people, the operations of version 1, and JSON for whatever is not there."""

from django.urls import include, path, re_path

from gongkai.api import operations, service, views

__all__ = ["operations"]  # imported, because the operations enter the service by being read

app_name = "api"
urlpatterns = [
    path("", views.page, name="page"),
    path("v1/", include(service.addresses())),
    re_path(r"^v1(?:/(?P<rest>.*))?$", views.nowhere, name="nowhere"),
]
