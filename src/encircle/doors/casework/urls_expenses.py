"""Addresses of volunteers' hours and expenses."""

from django.urls import URLPattern, URLResolver, path

from . import expense_payments, expense_totals, expenses, volunteer_hours

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/expenses/", expenses.expenses, name="expenses"),
    path("people/expenses/claims/<uuid:claim_id>/", expenses.claim, name="claim"),
    path("people/expenses/claims/<uuid:claim_id>/approval", expenses.claim_approval, name="claim_approval"),
    path("people/expenses/claims/<uuid:claim_id>/return", expenses.claim_return, name="claim_return"),
    path("people/expenses/receipts/<uuid:receipt_id>/", expenses.receipt, name="receipt"),
    path("people/expenses/receipts/<uuid:receipt_id>/pages/<int:number>/", expenses.receipt_page, name="receipt_page"),
    path("people/expenses/payments/", expense_payments.payments, name="payments"),
    path("people/expenses/payments/<uuid:payment_run_id>/", expense_payments.payment_run, name="payment_run"),
    path(
        "people/expenses/payments/failures/<uuid:payment_id>/", expense_payments.payment_failure, name="payment_failure"
    ),
    path("people/expenses/files/<uuid:built_file_id>", expense_payments.built_file, name="built_file"),
    path("people/expenses/totals/", expense_totals.expense_totals, name="expense_totals"),
    path("people/volunteers/<uuid:volunteer_id>/hours/", volunteer_hours.volunteer_hours, name="volunteer_hours"),
    path(
        "people/volunteers/<uuid:volunteer_id>/hours/new",
        volunteer_hours.volunteer_hours_new,
        name="volunteer_hours_new",
    ),
    path(
        "people/hours/<uuid:other_hours_id>/removal",
        volunteer_hours.volunteer_hours_removal,
        name="volunteer_hours_removal",
    ),
]
