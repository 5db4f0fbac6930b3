"""Addresses below /desk/review/."""

from django.urls import path

from gongkai.review import inspection_views, views

app_name = "review"
urlpatterns = [
    path("", views.index, name="index"),
    path("return/", views.return_many, name="return_many"),
    path("inspections/", inspection_views.index, name="inspections"),
    path("inspections/<int:pk>/", inspection_views.form, name="inspection"),
    path("orders/<int:pk>/", inspection_views.order, name="order"),
    path("orders/<int:pk>/report/", inspection_views.report, name="order_report"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/print/", views.sheet, name="sheet"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/return/", views.return_, name="return"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/escalate/", views.escalate, name="escalate"),
    path("<int:pk>/answer/", views.answer, name="answer"),
]
