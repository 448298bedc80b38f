"""What holds for every answer: headers that keep browsers safe, HEAD like GET, a slash at the end or not."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.attend import watch

_SAFE: Final = {
    "Content-Security-Policy": "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


class Edge:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on in one spelling, and its answer back with our headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SAFE)
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        root = self._root_path or str(scope.get("root_path", "")).rstrip("/")
        method = "GET" if head else scope["method"]
        path = _spelt(str(scope["path"]), root)
        watch(receive)
        await self._app({**scope, "root_path": root, "path": path, "method": method}, receive, answer)


def _spelt(path: str, root: str) -> str:
    """Give the one spelling of a path: under the prefix, which some proxies cut off, and without a slash at its end."""
    below = path if path != root and not path.startswith(f"{root}/") else path[len(root) :]
    return f"{root}{below.rstrip('/') or '/'}"
