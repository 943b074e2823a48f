"""Who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gangmu.core.refusal import Refusal

from .models import Area, Department, Grant, User
from .roles import Role


@transaction.atomic
def create_user(
    username: str,
    name: str,
    password: str,
    *,
    role: Role,
    department: Department | None = None,
    area: Area | None = None,
) -> User:
    """A person with one role; raises Refusal when the name is taken, the password weak, or the role lacks its place."""
    if User.objects.filter(username=username).exists():
        raise Refusal(f"登录名“{username}”已有人使用，请换一个。")
    user = User(username=username, name=name)
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
        user.save()
        grant = Grant(user=user, role=role, department=department, area=area)
        grant.full_clean()
        grant.save()
    except ValidationError as wrong:
        raise Refusal(" ".join(_sentences(wrong.messages))) from wrong
    return user


def _sentences(messages: Iterable[str]) -> list[str]:
    return [message if message.endswith("。") else f"{message}。" for message in messages]
