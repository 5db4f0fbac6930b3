"""Addresses below /desk/records/: one for each page and each act."""

from django.urls import path

from gongkai.records.views import acting, drafting, reading, reconciling, withholding

app_name = "records"
urlpatterns = [
    path("", reading.index, name="index"),
    path("export.csv", reading.export, {"kind": "csv"}, name="export_csv"),
    path("export.xlsx", reading.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("new/", drafting.new, name="new"),
    path("withheld/", withholding.index, name="withheld"),
    path("withheld/<int:pk>/", withholding.one, name="withheld_list"),
    path("withheld/<int:pk>/enter/", withholding.enter, name="withheld_enter"),
    path("withheld/<int:pk>/take/<int:record>/", withholding.take, name="withheld_take"),
    path("withheld/<int:pk>/entries/<int:entry>/", withholding.amend, name="withheld_amend"),
    path("withheld/<int:pk>/entries/<int:entry>/leave-out/", withholding.leave_out, name="withheld_leave_out"),
    path("withheld/<int:pk>/close/", withholding.close, name="withheld_close"),
    path("withheld/<int:pk>/file/", withholding.file, name="withheld_file"),
    path("withheld/<int:pk>/reopen/", withholding.reopen, name="withheld_reopen"),
    path("withheld/<int:pk>/write-out/", withholding.write_out, name="withheld_write_out"),
    path("reconciliations/", reconciling.index, name="reconciliations"),
    path("reconciliations/<int:agency>/<slug:day>/", reconciling.one, name="reconciliation"),
    path("<int:pk>/", reading.record, name="record"),
    path("<int:pk>/files/", reading.files, name="files"),
    path("<int:pk>/files/<slug:sha256>/", reading.file, name="file"),
    path("<int:pk>/reviews/", reading.reviews, name="reviews"),
    path("<int:pk>/clock/", reading.clock, name="clock"),
    path("<int:pk>/versions/", reading.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", reading.version, name="version"),
    path("<int:pk>/ledger/", reading.ledger, name="ledger"),
    path("<int:pk>/removal/", reading.removal, name="removal"),
    path("<int:pk>/removal/verify/", acting.verify, name="verify"),
    path("<int:pk>/edit/", drafting.edit, name="edit"),
    path("<int:pk>/submit/", drafting.submit, name="submit"),
    path("<int:pk>/attribute/", acting.attribute, name="attribute"),
    path("<int:pk>/issue/", acting.issue, name="issue"),
    path("<int:pk>/revise/", acting.revise, name="revise"),
    path("<int:pk>/publish/", acting.publish, name="publish"),
    path("<int:pk>/correct/", acting.correct, name="correct"),
    path("<int:pk>/drop-correction/", acting.drop_correction, name="drop_correction"),
    path("<int:pk>/validity/", acting.set_validity, name="set_validity"),
    path("<int:pk>/withdraw/", acting.withdraw, name="withdraw"),
    path("<int:pk>/abandon/", acting.abandon, name="abandon"),
    path("<int:pk>/findings/<slug:fingerprint>/", acting.override, name="override"),
]
