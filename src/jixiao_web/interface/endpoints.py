"""What an address of the interface is: declared once, it answers requests and describes itself (OpenAPI)."""

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from jixiao_web.filings.addresses import NoSuchCellError
from jixiao_web.filings.saving import LONGEST, MovedOnError, NoScoreError, TooLongError
from jixiao_web.interface.answers import RefusedError, answer, refused
from jixiao_web.interface.shapes import Refused
from jixiao_web.workflow.speaking import SaidNothingError
from jixiao_web.workflow.taking import RefusedStepError, UnconfirmedError

ROOT = "/api/v1"
View = Callable[..., HttpResponse]
Shape = TypeVar("Shape", bound=msgspec.Struct)
_WHERE = re.compile(r" - at `\$\.?(.*)`$")


class Endpoint(NamedTuple):
    """An address: how it is called, what goes in and out, what can be asked for in the address."""

    method: str
    path: str
    summary: str
    takes: type[msgspec.Struct] | None
    gives: type[msgspec.Struct]
    query: Mapping[str, str]


ENDPOINTS: list[Endpoint] = []


def endpoint(
    method: str,
    path: str,
    summary: str,
    *,
    takes: type[msgspec.Struct] | None = None,
    gives: type[msgspec.Struct],
    query: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., msgspec.Struct]], View]:
    """Make a view of a function that returns a value; whatever it raises becomes a code with a sentence.

    The cross-site check is that of jixiao_web.interface.entering: a program with a token needs none.
    """
    ENDPOINTS.append(Endpoint(method, path, summary, takes, gives, query or {}))

    def declared(does: Callable[..., msgspec.Struct]) -> View:
        @functools.wraps(does)
        def view(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 - what the address holds
            if request.method != method and not (method == "GET" and request.method == "HEAD"):
                told = refused(RefusedError(405, "method_not_allowed", f"这个地址只接受{method}。"))
                told.headers["Allow"] = method
                return told
            try:
                return answer(_done(lambda: does(request, **parts)))
            except RefusedError as error:
                return refused(error)

        return csrf_exempt(view)

    return declared


def _done(work: Callable[[], msgspec.Struct]) -> msgspec.Struct:
    """Do it; what the functions behind the pages raise is told by its code."""
    try:
        return work()
    except MovedOnError as error:
        raise RefusedError(409, "moved_on", str(error)) from error
    except PermissionDenied as error:
        raise RefusedError(403, "forbidden", "您可以查看这张表，但现在没有办理这件事的权限。") from error
    except NoSuchCellError as error:
        raise RefusedError(404, "no_such_cell", f"没有栏目“{error}”，没有保存；请重新读取这张表。") from error
    except Http404 as error:
        raise RefusedError(404, "not_found", "没有这个编号，或者它不在您能查看的范围内。") from error
    except TooLongError as error:
        raise RefusedError(413, "too_long", f"一格最多{LONGEST}字，整次没有保存。") from error
    except NoScoreError as error:
        raise RefusedError(422, "no_score", str(error)) from error
    except UnconfirmedError as error:
        raise RefusedError(409, "unconfirmed", str(error)) from error
    except RefusedStepError as error:
        raise RefusedError(409, "refused", str(error)) from error
    except SaidNothingError as error:
        raise RefusedError(400, "incomplete", str(error)) from error


def body(request: HttpRequest, shape: type[Shape]) -> Shape:
    """What a request holds, as declared; raises RefusedError for anything else."""
    if request.content_type != "application/json":
        raise RefusedError(415, "not_json", "请求的内容应为 JSON（Content-Type: application/json）。")
    try:
        told = msgspec.json.decode(request.body, type=shape)
    except msgspec.ValidationError as error:
        where = _WHERE.search(str(error))
        place = f"“{where[1]}”" if where else "最外层"
        raise RefusedError(
            400, "not_as_declared", f"请求的内容在{place}处不合规定；请对照 {ROOT}/openapi.json。"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedError(400, "not_json", "请求的内容不是正确的 JSON。") from error
    if b"\\u0000" in request.body:
        raise RefusedError(400, "not_as_declared", "内容中不能有空字符（NUL）。")
    return told


def described() -> dict[str, Any]:
    """The description of the interface (OpenAPI 3.1), made from what is declared."""
    shapes = [shape for each in ENDPOINTS for shape in (each.takes, each.gives) if shape]
    _, components = msgspec.json.schema_components([*shapes, Refused], ref_template="#/components/schemas/{name}")
    for component in components.values():
        component.pop("description", None)  # the docstring, which is for programmers of this project
    paths: dict[str, dict[str, Any]] = {}
    for each in ENDPOINTS:
        paths.setdefault(ROOT + each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "网上报送接口", "version": "1"},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "访问令牌"}},
        },
    }


def _operation(each: Endpoint) -> dict[str, Any]:
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if name == "number" else "string"}}
        for name in re.findall(r"{(\w+)}", each.path)
    ]
    asked = [
        {"name": name, "in": "query", "schema": {"type": "string"}, "description": words}
        for name, words in each.query.items()
    ]
    told: dict[str, Any] = {
        "summary": each.summary,
        "parameters": [*parts, *asked],
        "responses": {
            "200": {"description": "成功", "content": _content(each.gives)},
            "default": {"description": "不能办理：代码和一句话说明", "content": _content(Refused)},
        },
    }
    return told | ({"requestBody": {"required": True, "content": _content(each.takes)}} if each.takes else {})


def _content(shape: type[msgspec.Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}}
