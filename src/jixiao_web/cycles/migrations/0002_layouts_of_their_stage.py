"""Cycles of monitoring and of targets could be opened with the layouts of self-evaluations, which print half of such a form."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_OF_OTHERS = {"monitoring": (("T7",), "T7"), "target": (("T8",), "T8")}
_OF_SELF_EVALUATIONS = {"project": "T1", "transfer": "T2", "department": "T6"}


def put_right(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give every plan whose layout does not fit the usual one of its stage."""
    plans = apps.get_model("cycles", "Plan").objects
    for stage, (fitting, usual) in _OF_OTHERS.items():
        plans.filter(cycle__stage=stage).exclude(layout__in=fitting).update(layout=usual)
    for kind, usual in _OF_SELF_EVALUATIONS.items():
        plans.filter(cycle__stage="self_evaluation", kind=kind, layout__in=("T7", "T8", "T10")).update(layout=usual)


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial")]

    operations = [migrations.RunPython(put_right, migrations.RunPython.noop)]
