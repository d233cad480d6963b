"""Addresses of a volunteer's hours and expenses."""

from django.urls import URLPattern, URLResolver, path

from . import expense_lines, expenses, own_hours

urlpatterns: list[URLPattern | URLResolver] = [
    path("expenses/", expenses.expenses, name="expenses"),
    path("expenses/hours/", own_hours.own_hours, name="own_hours"),
    path("expenses/hours/new/", own_hours.hours_new, name="hours_new"),
    path("expenses/hours/<uuid:other_hours_id>/removal", own_hours.hours_removal, name="hours_removal"),
    path("expenses/claims/", expenses.claim_new, name="claim_new"),
    path("expenses/claims/<uuid:claim_id>/", expenses.claim, name="claim"),
    path("expenses/claims/<uuid:claim_id>/journey/", expense_lines.journey_new, name="journey_new"),
    path("expenses/claims/<uuid:claim_id>/cost/", expense_lines.cost_new, name="cost_new"),
    path("expenses/claims/<uuid:claim_id>/submission", expenses.claim_submission, name="claim_submission"),
    path("expenses/claims/<uuid:claim_id>/withdrawal", expenses.claim_withdrawal, name="claim_withdrawal"),
    path("expenses/claims/<uuid:claim_id>/mending", expenses.claim_mending, name="claim_mending"),
    path("expenses/lines/<uuid:line_id>/removal", expense_lines.line_removal, name="line_removal"),
    path("expenses/lines/<uuid:line_id>/receipt/", expense_lines.line_receipt, name="line_receipt"),
    path("expenses/receipts/<uuid:receipt_id>/", expense_lines.receipt, name="receipt"),
    path("expenses/receipts/<uuid:receipt_id>/pages/<int:number>/", expense_lines.receipt_page, name="receipt_page"),
]
