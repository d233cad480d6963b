"""Second factors: an app that shows codes, passkeys, recovery codes, a printed list. One at least is compulsory."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encircle.common.errors import Invalid
from encircle.foundations.accounts import code_lists
from encircle.foundations.accounts.actions import ask_for_code_list
from encircle.foundations.accounts.models import AccountChange, ChangeKind
from encircle.foundations.accounts.requests import AccountRequest
from encircle.foundations.accounts.signing_in import note_second_factor
from encircle.foundations.post.models import NoticeKind
from encircle.foundations.post.notices import notify

from .forms import CodeListRequestForm

Kind = Authenticator.Type


@require_GET
def second_factor(request: AccountRequest) -> HttpResponse:
    """Choose one at first; afterwards, what is set up and what can be added."""
    found = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    context = {
        "app": next((one for one in found if one.type == Kind.TOTP), None),
        "passkeys": [_passkey(one) for one in found if one.type == Kind.WEBAUTHN],
        "recovery_left": next((_unused(one) for one in found if one.type == Kind.RECOVERY_CODES), None),
        "list_left": code_lists.codes_left(request.user.pk),
        "list_approved": code_lists.approved_change(request.user.pk) is not None,
        "list_asked": _list_asked(request),
        "is_set_up": request.session.has_second_factor,
    }
    return render(request, "signin/second_factor.html", context)


def _passkey(one: Authenticator) -> dict[str, Any]:
    return {"pk": one.pk, "name": one.wrap().name, "added": one.created_at, "used": one.last_used_at}


def _unused(one: Authenticator) -> int:
    return len(one.wrap().get_unused_codes())


def _list_asked(request: AccountRequest) -> bool:
    asked = AccountChange.objects.filter(user_id=request.user.pk, kind=ChangeKind.CODE_LIST, decided_at=None)
    return bool(asked.exists())


def _tell(request: AccountRequest) -> None:
    """Whoever did it, the person learns by letter that how they sign in has changed."""
    notify(request.user.pk, NoticeKind.ACCOUNT, at=request.acting.at)


class SetUpAppView(ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret: str = context["form"].secret
        return context | {"typed_key": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_second_factor(self.request)
        _tell(self.request)
        messages.success(self.request, "Your app is set up. It will ask for a code whenever you sign in.")
        return response


@require_GET
@reauthentication_required(app="allauth.mfa")
def app_picture(request: AccountRequest) -> HttpResponse:
    """The key to photograph, from our own address: the policy of our pages allows no picture inside a page."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, get_totp_secret()))
    return HttpResponse(svg, content_type="image/svg+xml")


class RemoveAppView(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _tell(self.request)
        messages.success(self.request, "The app is removed. Its codes no longer work here.")
        return response


class AddPasskeyView(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_second_factor(self.request)
        _tell(self.request)
        messages.success(self.request, "Your passkey is set up. You can sign in with it alone.")
        return response


@require_GET
@reauthentication_required(app="allauth.mfa")
def new_passkey_options(request: AccountRequest) -> HttpResponse:
    return JsonResponse({"creation_options": webauthn.begin_registration(request.user, True)})


class RemovePasskeyView(RemoveWebAuthnView):
    success_url = reverse_lazy("second_factor")

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            form.add_error(None, get_adapter().error_messages["cannot_delete_authenticator"])
            refused: HttpResponse = self.form_invalid(form)
            return refused
        response: HttpResponse = super().form_valid(form)
        _tell(self.request)
        messages.success(self.request, "The passkey is removed. It no longer works here.")
        return response


class RenamePasskeyView(EditWebAuthnView):
    success_url = reverse_lazy("second_factor")


class RecoveryCodesView(ViewRecoveryCodesView):
    """Shown once."""


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _tell(self.request)
        return response


@require_http_methods(["GET", "POST"])
def ask_for_list(request: AccountRequest) -> HttpResponse:
    form = CodeListRequestForm(request.POST or None)
    if form.is_valid():
        try:
            acting = request.acting
            ask_for_code_list(user=request.user, reason=form.cleaned_data["reason"], by=acting, at=acting.at)
        except Invalid as refusal:
            form.add_invalid(refusal)
        else:
            messages.success(request, "Your request is sent. Ask your coordinator or the office to approve it.")
            return redirect("second_factor")
    return render(request, "signin/ask_for_list.html", {"form": form})


@require_POST
def make_list(request: AccountRequest) -> HttpResponse:
    """The codes are in this one answer and nowhere else."""
    codes = code_lists.make_list(user_id=request.user.pk, at=request.acting.at)
    note_second_factor(request)
    _tell(request)
    return render(request, "signin/code_list.html", {"codes": codes})
