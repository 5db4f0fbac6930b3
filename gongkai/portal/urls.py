"""Addresses of the public site, at the root. An address once given stays (国办发〔2017〕47号)."""

from django.urls import path

from gongkai.portal.views import agencies, columns, elder, guides, home, lists, machine, points, records, rules, searching, standard

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", guides.guide, name="guide"),
    path("guide/<int:agency_id>/", guides.guide, name="guide_of"),
    path("guide/<int:agency_id>/versions/<int:number>/", guides.version, name="guide_version"),
    path("system/", columns.system, name="system"),
    path("rules/", rules.index, name="rules"),
    path("rules/<str:name>/", rules.rule, name="rule"),
    path("catalogue/", columns.catalogue, name="catalogue"),
    path("catalogue/standard/", standard.standard, name="standard"),
    path("catalogue/<str:code>/", columns.item, name="item"),
    path("annual/", columns.annual, name="annual"),
    path("annual/<int:year>/", columns.annual, name="annual_of"),
    path("apply/", columns.apply, name="apply"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("agencies/", agencies.index, name="agencies"),
    path("agencies/<int:agency_id>/", agencies.agency, name="agency"),
    path("agencies/<int:agency_id>/history/", agencies.past, name="agency_history"),
    path("agencies/<int:agency_id>/history/<int:number>/", agencies.version, name="agency_version"),
    path("agencies/<int:agency_id>/feed.xml", machine.agency_feed, name="agency_feed"),
    path("points/", points.index, name="points"),
    path("list/", lists.everything, name="list"),
    path("list/<int:number>/", lists.everything, name="list_page"),
    path("normative/list/", lists.normative, name="normative"),
    path("normative/list/<int:number>/", lists.normative, name="normative_page"),
    path("agencies/<int:agency_id>/list/", lists.of_agency, name="agency_list"),
    path("agencies/<int:agency_id>/list/<int:number>/", lists.of_agency, name="agency_list_page"),
    path("catalogue/<str:code>/list/", lists.of_item, name="item_list"),
    path("catalogue/<str:code>/list/<int:number>/", lists.of_item, name="item_list_page"),
    path("agencies/<int:agency_id>/catalogue/<str:code>/list/", lists.of_both, name="both_list"),
    path("agencies/<int:agency_id>/catalogue/<str:code>/list/<int:number>/", lists.of_both, name="both_list_page"),
    path("records/<int:record_id>/", records.record, name="record"),
    path("records/<int:record_id>/print/", records.printed, name="record_print"),
    path("search/", searching.search, name="search"),
    path("feed.xml", machine.feed, name="feed"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machine.sitemap_shard, name="sitemap_shard"),
    path("robots.txt", machine.robots, name="robots"),
    path("elder/", elder.elder, name="elder_home"),
    path("elder/<path:path>", elder.elder, name="elder"),
]
