"""Signing in: refusals in words, the lock that really locks, the second factor from the QR code to its end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from gangmu.core.refusal import Refusal
from gangmu.kernel.access.installation import found_installation
from gangmu.kernel.access.models import Installation, User
from gangmu.kernel.access.signin import CodeForm, ConfirmCodeForm

from .reading import check_page

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
PASSWORD = "chang-mi-ma-8848"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Limits that others' tests used up."""
    cache.clear()


def sign_in(client: Client, password: str, login: str = "test-clerk") -> HttpResponse:
    return client.post(LOGIN, {"login": login, "password": password})


def code_now(secret: str, ahead: int = 0) -> str:
    """What the authenticator on the telephone shows."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter + ahead))


def confirm(client: Client, path: str) -> str:
    """Opens a page that asks who one is once more; returns the page that opens then."""
    asked = client.get(path, follow=True)
    assert "请再确认一次身份" in asked.content.decode()
    check_page(asked)
    opened = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    check_page(opened)
    return opened.content.decode()


def enable(client: Client) -> str:
    """Goes through the pages that set up the second factor; returns the secret in the QR code."""
    page = confirm(client, "/account/2fa/activate/")
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'class="secret" translate="no">([A-Z2-7]+)<', page)
    assert secret
    answer = client.post("/account/2fa/activate/", {"code": code_now(secret[1])}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/2fa/codes/"
    check_page(answer)
    cache.clear()  # a code counts once; the tests do not wait thirty seconds for the next
    return secret[1]


def test_the_right_password_opens_the_house(people: dict[str, User]) -> None:
    client = Client()
    assert client.get("/")["Location"] == f"{LOGIN}?next=/"
    answer = client.post(f"{LOGIN}?next=/s/district/", {"login": "test-clerk", "password": PASSWORD})
    assert answer["Location"] == "/s/district/"
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/").status_code == 302


def test_nobody_is_sent_elsewhere_after_signing_in(people: dict[str, User]) -> None:
    answer = Client().post(f"{LOGIN}?next=https://elsewhere.test/", {"login": "test-clerk", "password": PASSWORD})
    assert answer["Location"] == "/"


def test_a_wrong_password_says_whom_to_ask(people: dict[str, User]) -> None:
    page = sign_in(Client(), "wrong").content.decode()
    assert "登录名或密码不对" in page
    assert "找系统管理员重置" in page
    unknown = sign_in(Client(), "wrong", login="nobody-here").content.decode()
    assert "登录名或密码不对" in unknown


def test_the_sixth_try_is_locked_even_with_the_right_password(people: dict[str, User]) -> None:
    client = Client()
    answers = [sign_in(client, "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    sixth = sign_in(client, PASSWORD)
    assert sixth.status_code == 429
    check_page(sixth)
    page = sixth.content.decode()
    assert "账号暂时锁定" in page
    assert "15 分钟" in page
    opens = timezone.localtime() + timedelta(minutes=15)
    assert any(f"{opens + timedelta(minutes=more):%H:%M}" in page for more in (0, 1))
    assert client.get("/").status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.9").get(LOGIN).status_code == 200


def test_the_lock_opens_after_the_cool_off(people: dict[str, User]) -> None:
    client = Client()
    for _ in range(6):
        sign_in(client, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert sign_in(client, PASSWORD).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, PASSWORD)["Location"] == "/"


def test_changing_case_wins_no_further_tries(people: dict[str, User]) -> None:
    client = Client()
    for login in ("test-clerk", "Test-clerk", "TEST-clerk", "test-CLERK", "TEST-CLERK"):
        answer = sign_in(client, "wrong", login)
    assert answer.status_code == 429
    assert sign_in(client, PASSWORD).status_code == 429


def test_a_disabled_account_says_so(people: dict[str, User]) -> None:
    User.objects.filter(username="test-clerk").update(is_active=False)
    answer = sign_in(Client(), PASSWORD)
    assert answer.status_code == 403
    assert "账号已停用" in answer.content.decode()
    check_page(answer)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_confirm_email"])
def test_what_the_house_does_not_offer_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_address_leads_round_the_counted_forms() -> None:
    """The addresses that the site serves are those of signin_urls, not allauth's own."""
    assert resolve("/account/2fa/authenticate/").func.view_initkwargs["form_class"] is CodeForm  # type: ignore[attr-defined]
    assert resolve("/account/2fa/reauthenticate/").func.view_initkwargs["form_class"] is ConfirmCodeForm  # type: ignore[attr-defined]


def test_second_factor_from_the_qr_code_to_its_end(people: dict[str, User]) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    secret = enable(client)
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/account/2fa/codes/").content.decode())
    assert len(codes) == 10
    assert "恢复码" in client.get("/account/2fa/codes/download/").content.decode()
    client.post("/account/logout/")

    assert sign_in(client, PASSWORD)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    check_page(wrong)
    assert client.post("/account/2fa/authenticate/", {"code": code_now(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200
    client.post("/account/logout/")

    sign_in(client, PASSWORD)
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]})["Location"] == "/"
    assert "还剩 9 个（共 10 个）" in confirm(client, "/account/2fa/codes/")
    assert "只凭密码就能登录" in client.get("/account/2fa/deactivate/").content.decode()
    ended = client.post("/account/2fa/deactivate/", follow=True)
    assert "两步验证已停用" in ended.content.decode()
    client.post("/account/logout/")
    assert sign_in(client, PASSWORD)["Location"] == "/"


def test_guessing_codes_locks_the_account(people: dict[str, User]) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    secret = enable(client)
    client.post("/account/logout/")
    sign_in(client, PASSWORD)
    answers = [client.post("/account/2fa/authenticate/", {"code": f"00000{n}"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    right = client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert right.status_code == 429
    assert client.get("/").status_code == 302
    assert sign_in(Client(), PASSWORD).status_code == 429


def test_a_wrong_first_code_is_refused(people: dict[str, User]) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    confirm(client, "/account/2fa/activate/")
    page = client.post("/account/2fa/activate/", {"code": "123"}).content.decode()
    assert "验证码不对" in page


def test_a_new_password_needs_the_old_and_some_strength(people: dict[str, User]) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    weak = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}
    assert "密码" in client.post("/account/password/", weak).content.decode()
    wrong = {"oldpassword": "wrong", "password1": "xin-mi-ma-8849", "password2": "xin-mi-ma-8849"}
    assert "当前密码不对" in client.post("/account/password/", wrong).content.decode()
    answer = client.post("/account/password/", wrong | {"oldpassword": PASSWORD}, follow=True)
    assert "密码已修改" in answer.content.decode()
    assert client.get("/").status_code == 200


def test_a_database_is_founded_once_for_life(db: None) -> None:
    found_installation(kind="demo", district_key="a", district_name="甲区")
    assert found_installation(kind="demo", district_key="a", district_name="甲县").district_name == "甲县"
    with pytest.raises(Refusal, match="定为演示库，不能改成正式库"):
        found_installation(kind="live", district_key="a", district_name="甲区")
    with pytest.raises(Refusal, match="一个库只管一个区县"):
        found_installation(kind="demo", district_key="b", district_name="乙区")
    assert Installation.objects.count() == 1
