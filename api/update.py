"""The SPARQL 1.1 Protocol's update operation at `/update`, for who bears a token with the right.

https://www.w3.org/TR/sparql11-protocol/#update-operation: POST of a form, POST of the update itself.
"""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import render, requests
from api.access import Updating
from api.commit import commit
from api.errors import BadRequest
from api.requests import Pairs
from api.service import Served
from store.change import Update

router: Final = APIRouter(tags=["SPARQL"])
DIRECT: Final = "application/sparql-update"
_BODY: Final[dict[str, object]] = {
    "requestBody": {
        "required": True,
        "content": {
            DIRECT: {"schema": {"type": "string"}},
            requests.FORM: {
                "schema": {
                    "type": "object",
                    "required": ["update"],
                    "properties": {
                        "update": {"type": "string"},
                        "using-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "using-named-graph-uri": {"type": "array", "items": {"type": "string"}},
                    },
                }
            },
        },
    }
}


@router.post(
    "/update",
    status_code=204,
    openapi_extra=_BODY,
    summary="Change the graph by a SPARQL update: a form, or the update itself",
)
async def post(request: Request, service: Served, who: Updating) -> Response:
    """Carry out an update, all of its operations or none; the next query sees it."""
    media_type = requests.content_type(request, (DIRECT, requests.FORM))
    text = requests.utf8(await requests.body(request, service.settings.update_bytes))
    url = requests.pairs(request.url.query)
    given = (*url, *(requests.pairs(text) if media_type == requests.FORM else (("update", text),)))
    base = f"{render.public(request)}/update"
    return await commit(request, service, who, _read(given, base))


def _read(given: Pairs, base: str) -> Update:
    """Find the one update and its dataset among the parameters; raises BadRequest."""
    updates = [value for name, value in given if name == "update"]
    if any(name == "query" for name, _ in given):
        raise BadRequest("no queries are taken here; send an update in the parameter update")
    if len(updates) != 1:
        raise BadRequest(f"{'no update is' if not updates else 'more than one update is'} given; send one, as update")
    return Update(
        updates[0], base, requests.iris(given, "using-graph-uri"), requests.iris(given, "using-named-graph-uri")
    )
