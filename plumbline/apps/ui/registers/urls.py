"""Addresses of registers and records."""

from django.urls import path

from plumbline.apps.ui.registers import (
    bulk_edit,
    histories,
    outgoing,
    quick,
    suggesting,
    undoing,
    undoing_many,
    view_keeping,
    views,
)

app_name = "records"
urlpatterns = [
    path("suggest/", suggesting.suggest, name="suggest"),
    path("registers/<str:kind>/", views.register, name="register"),
    path("registers/<str:kind>/new/", views.new, name="new"),
    path("registers/<str:kind>/views/", view_keeping.keep, name="views"),
    path("registers/<str:kind>/bulk/", bulk_edit.bulk, name="bulk"),
    path("registers/<str:kind>/bulk/undo/", undoing_many.undo_many, name="undo-many"),
    path("registers/<str:kind>/export/", outgoing.export, name="export"),
    path("registers/<str:kind>/<str:ref>/", views.record, name="record"),
    path("registers/<str:kind>/<str:ref>/change/", views.change, name="change"),
    path("registers/<str:kind>/<str:ref>/end/", views.end, name="end"),
    path("registers/<str:kind>/<str:ref>/undo/", undoing.undo, name="undo"),
    path("registers/<str:kind>/<str:ref>/put-back/", undoing.put_back, name="put-back"),
    path("registers/<str:kind>/<str:ref>/cell/<str:name>/", quick.quick, name="quick"),
    path("registers/<str:kind>/<str:ref>/history/", histories.history, name="history"),
    path("registers/<str:kind>/<str:ref>/history/<number:index>/proof.<str:form>", histories.proof, name="proof"),
    path("registers/<str:kind>/<str:ref>/also-called/", views.also_called, name="also-called"),
    path("go/<str:ref>/", views.go, name="go"),
]
