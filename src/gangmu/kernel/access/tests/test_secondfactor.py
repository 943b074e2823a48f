"""A second factor's secret is not in the database in clear."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from gangmu.kernel.access.roles import Role
from gangmu.kernel.access.services import create_user

pytestmark = pytest.mark.django_db


def test_the_database_holds_no_secret_in_clear() -> None:
    user = create_user("someone", "某人", "a-long-pass-phrase", role=Role.AUDITOR)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    kept = Authenticator.objects.get(user=user)
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
