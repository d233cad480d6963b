"""Addresses of consents, grounds, releases, the ledger, news and breaches. A page about one Circle is named
`consents` or `ledger` and takes the id of the Circle: the sub-navigation of `record.py` finds it by that name."""

from django.urls import URLPattern, URLResolver, path

from . import breaches, consents, developments, earlier, grounds, ledger, refusals, releases

CIRCLE = "circles/<uuid:circle_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CIRCLE}/consents/", consents.consents, name="consents"),
    path(f"{CIRCLE}/consents/new", consents.consent_new, name="consent_new"),
    path(f"{CIRCLE}/consents/<uuid:consent_id>/withdrawal", consents.withdrawal, name="withdrawal"),
    path(f"{CIRCLE}/consents/<uuid:consent_id>/withdrawn", consents.withdrawn, name="withdrawn"),
    path(f"{CIRCLE}/refusals/new", refusals.refusal_new, name="refusal_new"),
    path(f"{CIRCLE}/refusals/<uuid:refusal_id>/", refusals.refused, name="refused"),
    path(f"{CIRCLE}/grounds/new", grounds.ground_new, name="ground_new"),
    path(f"{CIRCLE}/grounds/<uuid:ground_id>/", grounds.ground, name="ground"),
    path(f"{CIRCLE}/grounds/<uuid:ground_id>/ending", grounds.ground_ending, name="ground_ending"),
    path("minutes/<uuid:version_id>/release", releases.release, name="release"),
    path("minutes/<uuid:version_id>/released", releases.released, name="released"),
    path("seats/<uuid:seat_id>/earlier-minutes", earlier.earlier, name="earlier"),
    path(f"{CIRCLE}/ledger/", ledger.ledger, name="ledger"),
    path(f"{CIRCLE}/ledger/csv", ledger.ledger_csv, name="ledger_csv"),
    path(f"{CIRCLE}/ledger/pdf", ledger.ledger_pdf, name="ledger_pdf"),
    path("releases/<uuid:release_id>/", ledger.ledger_entry, name="ledger_entry"),
    path("releases/<uuid:release_id>/pdf", ledger.release_pdf, name="release_pdf"),
    path("releases/<uuid:release_id>/recall", ledger.recall, name="recall"),
    path("releases/<uuid:release_id>/acknowledgement", ledger.call, name="call"),
    path("developments/", developments.developments, name="developments"),
    path(f"{CIRCLE}/developments/", developments.circle_developments, name="circle_developments"),
    path(f"{CIRCLE}/developments/telephone", developments.development_phoned, name="development_phoned"),
    path("developments/<uuid:development_id>/", developments.development, name="development"),
    path(
        "developments/<uuid:development_id>/permission",
        developments.development_permission,
        name="development_permission",
    ),
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/<uuid:breach_id>/", breaches.breach, name="breach"),
]
