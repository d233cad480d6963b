"""Payment runs: what waits to be paid, a run made of it, its file for the bookkeeper, and what fell through."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from encircle.common.errors import NotAllowed, NotFound
from encircle.design.answering import carried_out, say, typed
from encircle.design.dates import clock_time, counted, long_date_and_time, plain_date
from encircle.design.items import Action, Row, WorkItem
from encircle.design.money import pounds
from encircle.foundations.access.roles import May
from encircle.foundations.audit.models import Verb
from encircle.foundations.audit.record import record
from encircle.rooms.expenses.actions.paying import Agreed, build_payment_file, make_run, say_fell_through
from encircle.rooms.expenses.files import hand_out, own_files
from encircle.rooms.expenses.models import BuiltFile, PaymentFailed, PaymentRun
from encircle.rooms.expenses.paying_queries import PaymentLine, ToPay, payment_row, payments_of, run_row, runs, to_pay
from encircle.rooms.expenses.vocabulary import FellThrough, FileKind

from .answers import once, page
from .expense_forms import FellThroughForm, FileForm, RunForm
from .guard import StaffRequest, for_staff
from .links import to

A_LIST = 20
NAMES = {FileKind.PAYMENTS: "payments.csv", FileKind.TOTALS: "totals.csv"}


def require_payer(request: StaffRequest) -> None:
    """For anybody else there is no such page."""
    if not request.actor.may(May.PAY_EXPENSES):
        raise NotFound()


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def payments(request: StaffRequest) -> HttpResponse:
    require_payer(request)
    by, found = request.actor, to_pay(request.actor)
    pence = sum(one.pence for one in found)
    form = RunForm(typed(request), initial={"claims": len(found), "pence": pence})

    def act() -> None:
        agreed = Agreed(form.cleaned_data["claims"], form.cleaned_data["pence"])
        once(PaymentRun, form.id, lambda: make_run(agreed, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "The payment run is made. Build its file for the bookkeeper.")
        return redirect("casework:payment_run", form.id)
    record(Verb.LISTED, "expenses.paymentrun", by=by.acting, detail=str(len(found)))
    shown = Paginator(runs(), A_LIST).get_page(request.GET.get("page"))
    fresh = RunForm(initial={"claims": len(found), "pence": pence}) if form.is_bound else form
    context = {
        "form": form,
        "fresh": fresh,
        "waits": _by_area(found),
        "claims": counted(len(found), "claim"),
        "pence": pounds(pence),
        "any": bool(found),
        "runs": [_run_item(run) for run in shown.object_list],
        "number": shown.number,
        "last": shown.paginator.num_pages,
    }
    return page(request, "payments.html", context)


def _by_area(found: list[ToPay]) -> list[Row]:
    sums: dict[str, tuple[int, int]] = {}
    for one in found:
        number, pence = sums.get(one.claim.area.name, (0, 0))
        sums[one.claim.area.name] = (number + 1, pence + one.pence)
    return [Row(area, f"{counted(number, 'claim')}, {pounds(pence)}") for area, (number, pence) in sums.items()]


def _run_item(run: PaymentRun) -> WorkItem:
    return WorkItem(
        title=run.reference,
        url=to("payment_run", run.pk),
        facts=[counted(run.claims, "claim"), pounds(run.pence), f"made on {plain_date(run.made_at)}"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def payment_run(request: StaffRequest, payment_run_id: UUID) -> HttpResponse:
    """What stands in it. Its file is built on demand, and handed out once."""
    require_payer(request)
    by, run = request.actor, run_row(payment_run_id)
    form = FileForm(typed(request))

    def act() -> None:
        once(BuiltFile, form.id, lambda: build_payment_file(run, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        return redirect("casework:payment_run", run.pk)
    found = payments_of(run)
    record(Verb.LISTED, "expenses.payment", run.pk, by=by.acting, detail=str(len(found)))
    context = {
        "run": run,
        "facts": [
            Row("Made", long_date_and_time(run.made_at)),
            Row("Claims", run.claims),
            Row("Altogether", pounds(run.pence)),
        ],
        "rows": [_row(one) for one in found],
        "form": form,
        "files": [(one.pk, clock_time(one.expires_at)) for one in own_files(FileKind.PAYMENTS, by, run.pk)],
    }
    return page(request, "payment_run.html", context)


def _row(one: PaymentLine) -> Row:
    claim = one.payment.claim
    failed = f"Fell through: {FellThrough(one.failed.reason).label}" if one.failed else ""
    said = [f"{pounds(one.payment.pence)}, {claim.area.name}, approved by {one.approved_by}", failed]
    fell = [] if one.failed else [Action("It fell through", to("payment_failure", one.payment.pk), claim.reference)]
    return Row(f"{claim.volunteer.full_name}, {claim.reference}", "\n".join(filter(None, said)), actions=fell)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def payment_failure(request: StaffRequest, payment_id: UUID) -> HttpResponse:
    require_payer(request)
    by, found = request.actor, payment_row(payment_id)
    form = FellThroughForm(typed(request))
    if not form.is_bound and PaymentFailed.objects.filter(payment=found).exists():
        raise NotAllowed("It is said already that this payment fell through.")

    def act() -> None:
        reason = FellThrough(form.cleaned_data["reason"])
        once(PaymentFailed, form.id, lambda: say_fell_through(found, reason, id=form.id, by=by, at=by.now))

    if carried_out(form, act):
        say(request, "It is kept that the payment fell through. The claim waits for the next run.")
        return redirect("casework:payment_run", found.run_id)
    return page(request, "payment_failure.html", {"form": form, "payment": found})


@require_POST
@for_staff
def built_file(request: StaffRequest, built_file_id: UUID) -> HttpResponse:
    """Handed out once to whoever built it, under a name that says nothing; kept by no browser and no proxy."""
    require_payer(request)
    kind, content = hand_out(built_file_id, by=request.actor)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAMES[kind]}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
