"""Addresses of signing in: only what the house offers, so no sign-up, no mail addresses, no password by mail.

Templates are named here, because allauth brings its own under the names that it looks for.
"""

from allauth.account.views import (
    AccountInactiveView,
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordSetView,
    ReauthenticateView,
)
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.urls import URLPattern, path
from django.views.generic.base import View

from gangmu.kernel.access.signin import CodeForm, ConfirmCodeForm, FirstCodeForm


def _page(address: str, name: str, view: type[View], template: str, **more: object) -> URLPattern:
    return path(address, view.as_view(template_name=f"signin/{template}", **more), name=name)


urlpatterns = [
    _page("login/", "account_login", LoginView, "login.html"),
    _page("logout/", "account_logout", LogoutView, "logout.html"),
    _page("inactive/", "account_inactive", AccountInactiveView, "inactive.html"),
    _page("reauthenticate/", "account_reauthenticate", ReauthenticateView, "reauthenticate.html"),
    _page("password/", "account_change_password", PasswordChangeView, "password_change.html"),
    _page("password/first/", "account_set_password", PasswordSetView, "password_set.html"),
    _page("2fa/", "mfa_index", IndexView, "second_factor.html"),
    _page("2fa/authenticate/", "mfa_authenticate", AuthenticateView, "code.html", form_class=CodeForm),
    _page(
        "2fa/reauthenticate/",
        "mfa_reauthenticate",
        ReauthenticateByCodeView,
        "code_again.html",
        form_class=ConfirmCodeForm,
    ),
    _page("2fa/activate/", "mfa_activate_totp", ActivateTOTPView, "activate.html", form_class=FirstCodeForm),
    _page("2fa/deactivate/", "mfa_deactivate_totp", DeactivateTOTPView, "deactivate.html"),
    _page("2fa/codes/", "mfa_view_recovery_codes", ViewRecoveryCodesView, "recovery_codes.html"),
    _page("2fa/codes/generate/", "mfa_generate_recovery_codes", GenerateRecoveryCodesView, "recovery_codes_new.html"),
    _page("2fa/codes/download/", "mfa_download_recovery_codes", DownloadRecoveryCodesView, "recovery_codes.txt"),
]
