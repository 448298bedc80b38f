"""`peelgraph serve`: the web service."""

import socket
from typing import Annotated

import typer

from cli import console
from cli.console import StoreOption

EXAMPLE = "Example: `peelgraph serve --port 8000 --store peelgraph-data`"


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    store: StoreOption = console.DEFAULT_STORE,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer queries at once.")] = 2,
    web_workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that speak HTTP, on one store.")] = 1,
) -> None:
    """Serve SPARQL, linked data, research queries, patterns and pages over HTTP. Ctrl-C stops it.

    With PEELGRAPH_TOKEN (a token) or PEELGRAPH_TOKENS (a file of named tokens) set, /update and /graphs take changes.
    """
    import os

    import uvicorn

    import store as stores
    from api import logs, several
    from api.app import create_app
    from api.server import Config
    from api.settings import from_environment

    with console.refusals():
        stores.open(store).close()
        settings = from_environment(os.environ, store=store, workers=workers)
        logs.configure(settings.log_format, settings.log_level)
        with _listen(host, port) as listener:
            console.messages().print(f"serving on http://{host}:{port} (Ctrl-C stops)")
            if web_workers > 1:
                several.serve(settings, listener, web_workers)
            else:
                uvicorn.Server(Config(create_app(settings), settings)).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is started; refuses where it is taken or no address of this machine."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        console.refuse(f"can't listen on {host}:{port} ({error.strerror}); choose another with --port")
