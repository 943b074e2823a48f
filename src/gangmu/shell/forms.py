"""The form of a register, from its declared fields: it reads what was typed; whether it may stand the verbs decide."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from gangmu.kernel.access.models import Department, User
from gangmu.kernel.access.roles import IN_DEPARTMENT, Reach
from gangmu.kernel.records.values import ALL, EMPTY, MISSING, InvalidValues, clean_values, label, sentence_for

from .registry import Entry

UNSTATED = "（未填）"

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[models.Model]
    ChoiceField = forms.ModelChoiceField[Any]
else:
    ModelForm = forms.ModelForm
    ChoiceField = forms.ModelChoiceField


class RegisterForm(ModelForm):
    """Fields dressed for people, limited to what the person may refer to; errors in the sentences of the verbs."""

    def __init__(self, *args: Any, user: User, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._open_to(user, field, getattr(self.instance, f"{name}_id", None))
                field.empty_label = UNSTATED

    def add_error(self, field: str | None, error: Any) -> None:
        """What a field cannot read is said as the verbs say it."""
        if field and isinstance(error, ValidationError):
            kept = self._meta.model._meta.get_field(field)
            if isinstance(kept, models.Field):
                error = ValidationError(self._sentence(kept, error))
        super().add_error(field, error)

    def _sentence(self, field: models.Field[Any, Any], error: ValidationError) -> str:
        code = error.error_list[0].code
        if field.is_relation:
            return EMPTY if code == "required" else MISSING
        return sentence_for(field, self.data.get(self.add_prefix(field.name), ""), error)

    def _post_clean(self) -> None:
        """What each field alone may hold is said at once, with what could not be read; the rest is the verb's."""
        model, wrong = self._meta.model, dict[str, str]()
        alone = {
            name: value for name, value in self.cleaned_data.items() if not model._meta.get_field(name).is_relation
        }
        clean_values(model, alone, wrong)
        for name, sentence in wrong.items():
            super().add_error(name, sentence)

    def refuse(self, refusal: InvalidValues) -> None:
        """Puts the sentences of a verb beside the fields that they are about."""
        for name, sentence in refusal.fields.items():
            if name in self.fields or name == ALL:
                super().add_error(name if name in self.fields else None, sentence)
            else:
                super().add_error(None, f"“{label(self._meta.model, name)}”{sentence}")

    def _open_to(self, user: User, field: ChoiceField, now: Any) -> models.QuerySet[Any]:
        related = cast("type[models.Model]", field.queryset.model) if field.queryset is not None else None
        if related is None:
            raise TypeError("a reference without rows to choose from")
        rows: models.QuerySet[Any] = related._default_manager.all()
        visible = getattr(rows, "visible_to", None)
        if visible is not None:
            rows = visible(user)
        if any(other.name == "voided_at" for other in related._meta.fields):
            rows = rows.filter(models.Q(voided_at=None) | models.Q(pk=now))
        if related is Department and self._meta.model.reach == Reach.DEPARTMENT and not user.sees_all:  # type: ignore[attr-defined]
            own = [grant.department_id for grant in user.held if grant.role in IN_DEPARTMENT]
            rows = rows.filter(models.Q(pk__in=own) | models.Q(pk=now))
        return rows


def _dressed(field: models.Field[Any, Any], **named: Any) -> forms.Field | None:
    if isinstance(field, models.DateTimeField):
        named["widget"] = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    elif isinstance(field, models.DateField):
        named["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, models.DecimalField | models.FloatField | models.IntegerField) and not field.choices:
        # a number input hides what it cannot read, and the sentence would then speak of an empty field
        whole = isinstance(field, models.IntegerField)
        named["widget"] = forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"})
    elif isinstance(field, models.TextField):
        named["widget"] = forms.Textarea(attrs={"rows": 4})
    return field.formfield(**named)


@cache
def _form(model: type[models.Model], fields: tuple[str, ...]) -> type[RegisterForm]:
    return cast(
        "type[RegisterForm]",
        forms.modelform_factory(model, form=RegisterForm, fields=fields, formfield_callback=_dressed),
    )


def form_class(entry: Entry) -> type[RegisterForm]:
    """The form of a register, made once."""
    return _form(entry.model, entry.register.form)
