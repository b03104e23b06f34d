"""What every form of a page says when a field that is needed was left empty: which one, and what to do (请填写…、请选择…)."""

from typing import Any

from django import forms


class Asking(forms.Form):
    """The form that all others are made of, Django's own ones by being named beside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django declares it
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            act = "选择" if isinstance(field, forms.ChoiceField | forms.FileField) else "填写"
            field.error_messages["required"] = f"请{act}{field.label or name}。"
