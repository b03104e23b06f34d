"""Loading the demo into an empty database."""

from importlib.resources import files

import msgspec
from django.db import transaction

from jixiao.model import parse_notation
from jixiao_web.cycles.models import Cycle, Plan, Project
from jixiao_web.demo.casting import BodyEntry, CycleEntry, FormEntry, PersonEntry, cast
from jixiao_web.filings.content import fill
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Appointment, Body, Person
from jixiao_web.trail.writing import note


class NotEmptyError(Exception):
    """There is something in the database already."""


def load() -> None:
    """Put the demo into the database, if it is not there yet; raises NotEmptyError when there is anybody or anything else in it."""
    declared = cast()
    if Person.objects.filter(username=declared.people[0].username).exists():
        return
    if Person.objects.exists() or Body.objects.exists():
        message = "数据库里已经有机构或人员，没有装入演示数据；请去掉 --demo，或用 --data 指定一个空的文件夹。"
        raise NotEmptyError(message)
    with transaction.atomic():
        bodies: dict[str, Body] = {}
        for body in declared.bodies:
            _plant(body, None, bodies)
        people = {each.username: _engage(each, declared.password, bodies) for each in declared.people}
        cycles = {each.year: _open(each, bodies, people) for each in declared.cycles}
        for form in declared.forms:
            _file(form, cycles[form.cycle], bodies[form.body], people["tianbao"])


def _plant(declared: BodyEntry, parent: Body | None, known: dict[str, Body]) -> None:
    body = Body.objects.create(name=declared.name, kind=declared.kind, code=declared.code, parent=parent)
    known[declared.name] = body
    for child in declared.children:
        _plant(child, body, known)


def _engage(declared: PersonEntry, password: str, bodies: dict[str, Body]) -> Person:
    person = Person(username=declared.username, name=declared.name, must_change_password=False)
    person.set_password(password)
    person.save()
    for body, roles in declared.roles.items():
        for role in roles:
            Appointment.objects.create(person=person, body=bodies[body], role=role)
    return person


def _open(declared: CycleEntry, bodies: dict[str, Body], people: dict[str, Person]) -> Cycle:
    cycle = Cycle.objects.create(
        name=declared.name,
        year=declared.year,
        stage=declared.stage,
        body=bodies[declared.body],
        deadline=declared.deadline,
        opened_by=people[declared.opened_by],
    )
    Plan.objects.create(cycle=cycle, kind="project", layout="T1")
    return cycle


def _file(declared: FormEntry, cycle: Cycle, body: Body, person: Person) -> None:
    text = files(__package__).joinpath("forms", declared.file).read_text(encoding="utf-8")
    evaluation = parse_notation(text, declared.file).evaluations[0]
    evaluation = msgspec.structs.replace(evaluation, implementer=body.unit.name)
    project, _ = Project.objects.get_or_create(
        code=declared.code,
        body=body,
        defaults={"name": evaluation.project_name or declared.code, "kind": evaluation.kind},
    )
    before = Filing.objects.filter(project=project, cycle__year=cycle.year - 1, cycle__stage=cycle.stage).first()
    filing = Filing(cycle=cycle, project=project, body=body, state=declared.state, created_by=person, last_year=before)
    fill(filing, evaluation)
    note(person, "新建", filing)
