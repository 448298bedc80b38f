"""The whole graph as files, one a generation, at `/dumps`."""

import json
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response

from api import render, requests
from api.errors import NotFound
from api.negotiate import HTML, JSON
from api.respond import OPEN_LICENCE, known, send
from api.service import Served, Service
from store.dump import SUFFIX
from store.remote.access import is_remote


async def _offered(service: Served) -> None:
    """Refuse where the store is another service's: no state of it can be read whole while it is written to."""
    if is_remote(service.settings.store):
        raise NotFound("no files are made of a store by URL; take the whole by: peelgraph export --store URL")


router: Final = APIRouter(tags=["the dataset"], dependencies=[Depends(_offered)])
FORMS: Final = {"json": JSON, "html": HTML}
_LICENCE: Final = f'<{OPEN_LICENCE}>; rel="license"'
_FRESH_SECONDS: Final = 86_400


@router.get("/dumps", summary="The files of the whole graph")
@router.get("/dumps.{suffix}", include_in_schema=False)
async def index(request: Request, service: Served) -> Response:
    """List the files that were made, and the one of the current generation, which is made when it is asked for."""
    form = requests.form(request, FORMS)
    generation = service.pool.generation
    rows = _rows(request, service, generation)
    if form == HTML:
        sums = render.links(request).path("/dumps/SHA256SUMS")
        body = bytes(render.page(request, "dumps.html", {"rows": rows, "sums": sums}).body)
    else:
        body = json.dumps(rows, indent=1).encode()
    return send(request, body, form, generation, _LICENCE, settled=False)


@router.get("/dumps/SHA256SUMS", summary="The checksums of the files, for sha256sum --check")
async def sums(request: Request, service: Served) -> Response:
    """Give a line a file, that of the current generation among them."""
    generation = service.pool.generation
    await service.dumps.of(generation)
    body = "".join(f"{dump.sha256}  {dump.path.name}\n" for dump in service.dumps.listed())
    return send(request, body.encode(), "text/plain", generation, _LICENCE, settled=False)


@router.get(f"/dumps/{{generation}}{SUFFIX}", summary="The whole graph as sorted N-Quads, packed")
async def file(request: Request, service: Served, generation: str) -> Response:
    """Send a file, whole or the asked ranges of it; the same generation has the same bytes whenever it is made."""
    current = service.pool.generation
    dump = await service.dumps.of(current) if generation == current else service.dumps.find(generation)
    if dump is None:
        raise NotFound(f"there is no file of generation {generation}; those that are there are listed at /dumps")
    headers = {"ETag": f'"{dump.sha256}"', "Cache-Control": f"max-age={_FRESH_SECONDS}", "Link": _LICENCE}
    if known(request.headers, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        dump.path, media_type="application/gzip", filename=f"peelgraph-{dump.path.name}", headers=headers
    )


def _rows(request: Request, service: Service, generation: str) -> list[dict[str, object]]:
    """Give the files as JSON tells of them."""
    made = {dump.generation: dump for dump in service.dumps.listed()}
    return [
        {
            "generation": name,
            "current": name == generation,
            "address": f"{render.public(request)}/dumps/{name}{SUFFIX}",
            "media_type": "application/n-quads",
            "compression": "application/gzip",
            "bytes": made[name].size if name in made else None,
            "sha256": made[name].sha256 if name in made else None,
        }
        for name in sorted({generation, *made}, reverse=True)
    ]
