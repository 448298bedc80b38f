"""Have a change carried out, note whose it was, and answer with the generation it led to."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio import fail_after, to_thread
from fastapi import Request
from fastapi.responses import Response

from api.errors import BadRequest, NotFound
from api.service import Service
from api.tokens import Token
from ontology.errors import PeelgraphError
from store.change import Change, Condition
from store.errors import Busy

_LOG: Final = logging.getLogger("peelgraph.api.writes")


async def commit(request: Request, service: Service, who: Token, change: Change, location: str = "") -> Response:
    """Carry out a change: 201 where it made a graph, else 204; the ETag is the new generation's name."""
    condition = _condition(request)
    what = f"{request.method} {request.url.path}"
    if service.writes is None:
        raise NotFound("the store is another service's, and is changed there")
    try:
        async with _place(service):
            # A client that goes away leaves its change to be carried out: it has been sent whole.
            written = await to_thread.run_sync(service.writes.carry_out, change, condition)
    except PeelgraphError as error:
        _LOG.warning("%s by %s failed: %s", what, who.name, type(error).__name__)
        raise
    _LOG.info("%s by %s: generation %s", what, who.name, written.generation)
    headers = {"ETag": f'"{written.generation}"', "Cache-Control": "no-store"}
    if written.created:
        return Response(status_code=201, headers=headers | ({"Location": location} if location else {}))
    return Response(status_code=204, headers=headers)


@asynccontextmanager
async def _place(service: Service) -> AsyncIterator[None]:
    """Hold one of the places of changes; raises Busy where none becomes free."""
    seconds = service.settings.queue_seconds
    try:
        with fail_after(seconds):
            await service.writing.acquire()
    except TimeoutError:
        raise Busy(f"other changes have been carried out for {seconds:g} s; try again later") from None
    try:
        yield
    finally:
        service.writing.release()


def _condition(request: Request) -> Condition:
    """Read If-Match and If-None-Match (RFC 9110): tags are generations, `*` is the graph that is written to."""
    match, fresh = (request.headers.get(name, "").strip() for name in ("if-match", "if-none-match"))
    if fresh and fresh != "*":
        raise BadRequest("If-None-Match of a change takes * alone: the graph must not be there yet")
    if not match or match == "*":
        return Condition(exists=False if fresh else True if match else None)
    # A weak tag is equal to none; a graph's tag is its generation's with the form it was read in.
    tags = [tag.strip() for tag in match.split(",")]
    generations = [tag.strip('"').partition(".")[0] for tag in tags if tag.startswith('"')]
    return Condition(generations=tuple(generations), exists=False if fresh else None)
