"""Real Chromium on the real server; what the browser complains about fails the test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.web.browser.chromium import CHROMIUM, OPTIONS
from tests.web.conftest import ON_POSTGRESQL
from tests.web.postgresql import remade
from tests.web.serving import PASSWORD, Server, copied

Opened = Callable[..., Page]
expect.set_options(timeout=20_000)  # no test depends on the speed of the machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """A server that is put back to the demo as it is loaded; on SQLite, or on the PostgreSQL of the tests.

    On PostgreSQL it is started again each time: a database cannot be put back under a server that answers what the pages of the
    test before still asked.
    """
    folder = tmp_path_factory.mktemp("browser") / "data"
    servers: list[Server] = []
    if not ON_POSTGRESQL:
        prepared = request.getfixturevalue("prepared")
        servers.append(Server(copied(prepared, folder), "--demo").ready())

        def restored() -> Server:
            servers[0].reset(prepared)
            return servers[0]
    else:
        address = request.getfixturevalue("postgresql_address")
        template = {"JIXIAO_DATABASE_URL": remade(address, "prepared")}
        Server(folder, "--demo", environment=template).ready().stop()

        def restored() -> Server:
            while servers:
                servers.pop().stop()
            held = {"JIXIAO_DATABASE_URL": remade(address, "shown", "prepared")}
            servers.append(Server(folder, "--demo", environment=held).ready())
            return servers[0]

    yield restored
    for server in servers:
        server.stop()


@pytest.fixture
def server(reset: Callable[[], Server]) -> Server:
    """A server with the demo as it is loaded."""
    return reset()


@pytest.fixture
def as_(browser: Browser, server: Server) -> Iterator[Opened]:
    """The page of somebody who signed in at the login page; nothing may be complained about on the console.

    `expected` are the addresses whose answers may tell of an error: a browser writes every 409 on its console.
    """
    complaints: list[str] = []
    contexts = []

    def opened(username: str = "", path: str = "/", *, width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=server.address,
            locale="zh-CN",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)

        def heard(message: ConsoleMessage) -> None:
            # A refused save is told by the page itself; the browser's own line about the status is no fault of ours.
            if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
                complaints.append(f"{username}: {message.text}")

        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(f"{username}: {error}"))
        if username:
            page.goto("/login")
            page.get_by_label("账号").fill(username)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: "/login" not in url)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints
    assert "Internal Server Error" not in server.log, server.log
