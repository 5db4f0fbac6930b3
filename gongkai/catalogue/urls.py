"""Addresses below /desk/catalogue/."""

from django.urls import path

from gongkai.catalogue.sheets import urls as sheets
from gongkai.catalogue.views import board, planning, standard, versions

app_name = "catalogue"
urlpatterns = [
    path("", versions.versions, name="versions"),
    path("import/", versions.import_file, name="import"),
    path("import/confirm/", versions.import_confirm, name="import_confirm"),
    path("import/shipped/", versions.import_shipped, name="import_shipped"),
    path("<int:pk>/", versions.catalogue, name="catalogue"),
    path("<int:pk>/coverage/", versions.coverage, name="coverage"),
    path("<int:pk>/adopt/", versions.adopt, name="adopt"),
    path("<int:pk>/verify/", versions.verify, name="verify"),
    path("<int:pk>/reassign/", versions.reassign, name="reassign"),
    path("<int:pk>/discard/", versions.discard, name="discard"),
    path("<int:pk>/standard.<str:kind>", standard.export, name="standard_export"),
    path("<int:pk>/lists/", standard.compare, name="compare_list"),
    path("board/", board.index, name="board"),
    path("board/items/", board.items, name="board_items"),
    path("board/heat/", board.heat, name="board_heat"),
    path("board/export.<str:kind>", board.export, name="board_export"),
    path("board/remind/", board.remind, name="remind"),
    path("board/statements/<int:pk>/withdraw/", board.withdraw, name="withdraw"),
    path("board/agencies/<int:pk>/", board.agency, name="board_agency"),
    path("board/agencies/<int:pk>/<str:code>/", board.duty, name="duty"),
    path("board/agencies/<int:pk>/<str:code>/state/", board.state, name="state"),
    path("board/agencies/<int:pk>/<str:code>/plan/", planning.plan, name="plan"),
    path("board/planned/<int:pk>/drop/", planning.drop, name="plan_drop"),
    path("board/items/<str:code>/", board.item, name="board_item"),
    path("items/<int:pk>/", versions.item, name="item"),
    path("items/<int:pk>/assign/", versions.assign, name="assign"),
    path("items/<int:pk>/link/", versions.link, name="link"),
    path("assignments/<int:pk>/remove/", versions.unassign, name="unassign"),
    *sheets.urlpatterns,
]
