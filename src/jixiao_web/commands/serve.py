"""`jixiao serve`: the web application, with no set-up; the database is made, or brought up to date, at every start."""

import os
from pathlib import Path

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.cli.program import Part, command

takes_data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="存放数据库和文件的文件夹；不写则用环境变量 JIXIAO_DATA，再不写为当前目录下的 jixiao-data。",
)

_SERVING = {
    "ident": None,
    "connection_limit": 1000,  # every open page holds one for a while; the default of 100 lets the next ones wait
    "asyncore_use_poll": True,  # select() knows no more than 1024 files
    "max_request_body_size": 64 << 20,  # the largest upload and what is about it
    "clear_untrusted_proxy_headers": True,
}
_FORWARDED = {"x-forwarded-for", "x-forwarded-proto"}


@command(Part.SERVE, 10)
@click.option("--host", default="127.0.0.1", metavar="地址", help="监听的地址；不写则只在本机可用。")
@click.option("--port", default=8765, type=click.IntRange(1, 65535), metavar="端口", help="监听的端口；不写为 8765。")
@takes_data
@click.option("--demo", is_flag=True, help="装入演示机构、人员和绩效表；只用于空的数据库。")
@click.option(
    "--proxy",
    metavar="地址",
    help="前置代理（如 nginx）的地址，只采信它转来的来访地址和协议；设了 JIXIAO_HTTPS=1 而不写，为 127.0.0.1。",
)
@click.option("--threads", default=8, type=click.IntRange(1, 64), metavar="个数", help="同时处理请求的线程；不写为 8。")
def serve(host: str, port: int, data: Path | None, demo: bool, proxy: str | None, threads: int) -> None:  # noqa: FBT001 - click's options
    """启动网上报送：机构人员、填报、审核、复核、公开。

    默认使用 SQLite；给出环境变量 JIXIAO_DATABASE_URL 时使用 PostgreSQL。
    """
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ.setdefault("JIXIAO_HOSTS", f"{host},localhost,127.0.0.1" if host not in {"0.0.0.0", "::"} else "*")  # noqa: S104 - asked for by the user
    if demo:
        os.environ["JIXIAO_DEMO"] = "1"
    application = started(data)
    from jixiao_web.demo.loading import NotEmptyError, load  # noqa: PLC0415 - Django must be set up first

    if demo:
        try:
            load()
        except NotEmptyError as error:
            raise CannotDoError(str(error)) from error
    import waitress  # noqa: PLC0415 - only this command serves

    shown = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}/"  # noqa: S104 - compared, not bound
    click.echo(f"网上报送已启动：{shown}（按 Ctrl+C 结束）", err=True)
    if demo:
        click.echo("演示账号列在登录页上。", err=True)
    proxy = proxy or ("127.0.0.1" if os.environ.get("JIXIAO_HTTPS") == "1" else None)
    trusted = {"trusted_proxy": proxy, "trusted_proxy_headers": _FORWARDED} if proxy else {}
    try:
        waitress.serve(application, host=host, port=port, threads=threads, **_SERVING, **trusted)
    except OSError as error:
        message = f"不能监听 {host}:{port}（{error.strerror}）；请换一个端口（--port），或先结束占用它的程序。"
        raise CannotDoError(message) from error


def folder_of(data: Path | None, *, must_exist: bool = False) -> Path:
    """The data folder that is meant; with `must_exist` it must hold a database of SQLite, else CannotDoError is raised."""
    folder = data or Path(os.environ.get("JIXIAO_DATA", "jixiao-data"))
    if must_exist and not (folder / "jixiao.sqlite3").is_file():
        message = f"“{folder}”里没有网上报送的数据库；请用 --data 指明启动时使用的数据文件夹。"
        raise CannotDoError(message)
    return folder


def started(data: Path | None = None, *, must_exist: bool = False) -> object:
    """Set Django up on a data folder and bring the database up to date; returns the application.

    With `must_exist` a folder without database is refused: whoever only looks shall not be comforted by an empty one.
    """
    if data is not None:
        os.environ["JIXIAO_DATA"] = str(data)
    folder_of(None, must_exist=must_exist and "JIXIAO_DATABASE_URL" not in os.environ)
    try:
        from jixiao_web.wsgi import application  # noqa: PLC0415 - the web is an extra; sets Django up
    except ModuleNotFoundError as error:
        message = f"没有安装网上报送需要的组件（{error.name}）；请安装 jixiao[web]。"
        raise CannotDoError(message) from error
    from jixiao_web.migrating import bring_up_to_date  # noqa: PLC0415 - Django must be set up first

    bring_up_to_date()
    return application
