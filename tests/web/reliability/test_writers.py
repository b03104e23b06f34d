"""Fifty people write at once: no save that was acknowledged is lost, nobody is told of a fault, the log stays whole."""

import html
import re
import threading
from collections.abc import Callable

from tests.web.reliability.conftest import CONSISTENT, ROUNDS, Asked
from tests.web.serving import Server, Visitor

WRITERS = 50
MANY = f"""
from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import make_filing
from jixiao_web.people.models import Body, Person
person, body = Person.objects.get(username="tianbao"), Body.objects.get(name="石门县医疗保障局")
cycle = Cycle.objects.get(year=2025)
told = []
for number in range({WRITERS}):
    project = Project.objects.create(body=body, code=f"P{{number}}", name=f"并发{{number}}号项目", kind="project")
    told.append(make_filing(person, cycle, project).pk)
"""
DRAFT = """
from jixiao_web.filings.models import Filing
told = Filing.objects.get(cycle__year=2025, project__code="53110122T000000001001").pk
"""


def at_once(server: Server, work: Callable[[Visitor, int], None]) -> None:
    """Let every writer work on a connection of its own, all in the one session of 田小禾."""
    faults: list[str] = []
    with Visitor(server.port, "tianbao") as first:
        cookies = dict(first.cookies)

    def run(number: int) -> None:
        try:
            with Visitor(server.port) as visitor:
                visitor.cookies = dict(cookies)
                work(visitor, number)
        except Exception as error:  # noqa: BLE001 - told by the test
            faults.append(f"writer {number}: {error!r}")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_fifty_writers_of_one_cell_lose_no_count(start: Callable[[], Server], asked: Asked) -> None:
    server = start()
    url = f"/filings/{asked(DRAFT)}/cell"
    times = ROUNDS

    def count(visitor: Visitor, number: int) -> None:
        seen = ""
        for _ in range(times):
            while True:
                value = f"{int(seen.split('，', maxsplit=1)[0] or 0) + 1}，第{number}人"
                fields = {"address": "head/remark", "seen": seen, "value": value}
                status = visitor.post(url, fields).status
                if status == 200:
                    seen = fields["value"]
                    break
                assert status == 409, (status, visitor.text[:300])
                theirs = re.search(r'data-theirs="([^"]*)"', visitor.text)
                assert theirs
                seen = html.unescape(theirs[1])

    at_once(server, count)
    server.stop()
    held = asked(
        f"from jixiao_web.filings.models import Filing\ntold = Filing.objects.get(pk={url.split('/')[2]}).head"
    )
    assert held["remark"].split("，")[0] == str(WRITERS * times)
    assert asked(CONSISTENT) == []


def test_fifty_writers_of_fifty_forms_find_everything_they_saved(start: Callable[[], Server], asked: Asked) -> None:
    server = start()
    numbers = asked(MANY)
    saved: dict[int, str] = {}

    def fill_in(visitor: Visitor, at: int) -> None:
        seen = ""
        for turn in range(2 * ROUNDS):
            value = f"第{at}人第{turn}次"
            status = visitor.post(
                f"/filings/{numbers[at]}/cell", {"address": "head/conclusion", "seen": seen, "value": value}
            ).status
            assert status == 200, (status, visitor.text[:300])
            saved[numbers[at]] = seen = value

    at_once(server, fill_in)
    server.stop()
    held = asked(
        "from jixiao_web.filings.models import Filing\n"
        "told = {f.pk: f.head['conclusion'] for f in Filing.objects.filter(project__code__startswith='P')}"
    )
    assert {int(number): value for number, value in held.items()} == saved
    assert asked(CONSISTENT) == []
