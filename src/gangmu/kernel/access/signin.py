"""How people sign in: accounts are given by the administrator, never taken; a lost password goes to a person.

Wrong passwords and wrong second-factor codes are counted together by django-axes, in the database, for all processes.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

SAID = {
    "account/messages/logged_out.txt": "已退出登录。",
    "account/messages/password_changed.txt": "密码已修改，其他设备上的登录已失效。",
    "account/messages/password_set.txt": "密码已设置。",
    "mfa/messages/totp_activated.txt": "两步验证已启用，请保存好恢复码。",
    "mfa/messages/totp_deactivated.txt": "两步验证已停用。",
    "mfa/messages/recovery_codes_generated.txt": "新的恢复码已生成，旧的已作废。",
}
WRONG_CODE = "验证码不对。请输入手机上正在显示的六位数字；若总是不对，请核对手机的时间。"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up, no password by mail, and refusals in Chinese that say whom to ask."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "登录名或密码不对，请核对后再试；忘记密码请找系统管理员重置。",
        "account_inactive": "这个账号已停用，请找系统管理员。",
        "incorrect_password": "密码不对，请再输一次。",
        "enter_current_password": "当前密码不对，请再输一次。",
        "too_many_login_attempts": "尝试次数过多，账号暂时锁定，请过十五分钟再试。",
        "rate_limited": "操作过于频繁，请过一分钟再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("home")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Counts tries under the account's own spelling, so that changing case wins no further tries."""
        if username := credentials.get("username"):
            known = get_user_by_username(username)
            credentials["username"] = known.get_username() if known else username.casefold()
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says what allauth would say in our words; what is not in SAID goes without saying."""
        if text := message or SAID.get(message_template or ""):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002
        return render(request, "signin/inactive.html", status=403)


class _Counted:
    """A code form whose wrong tries lock the account as wrong passwords do."""

    user: AbstractBaseUser

    def clean_code(self) -> str:
        request: HttpRequest = context.request
        credentials = {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True  # type: ignore[attr-defined]  # the lock-out page is axes' to show
            request.axes_credentials = credentials  # type: ignore[attr-defined]
            raise ValidationError(Adapter.error_messages["too_many_login_attempts"])
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            AxesProxyHandler.user_login_failed(sender=type(self), credentials=credentials, request=request)
            raise ValidationError(WRONG_CODE) from None
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""


class ConfirmCodeForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The second factor asked again before a grave act."""


class FirstCodeForm(_Counted, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator, which proves that it was set up."""
