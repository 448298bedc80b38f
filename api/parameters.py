"""Tell the OpenAPI document of the typed parameters that research queries and patterns take."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ontology.kinds import KINDS
from queries.parameters import Parameter

_SCHEMAS: Final[Mapping[str, dict[str, Any]]] = {
    "integer": {"type": "integer", "minimum": 0},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2100},
    "boolean": {"type": "string", "enum": ["true", "false", "any"]},
    "kind": {"type": "string", "enum": [*KINDS, "any"]},
}
"""Of the types with a shape of their own; all others are the slug, IRI or name of a thing in the graph."""


def documented(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Give the OpenAPI description of some parameters."""
    described = [
        {
            "name": parameter.name,
            "in": "query",
            "required": parameter.required,
            "description": f"{parameter.description} ({parameter.type})",
            "schema": _schema(parameter),
            "example": parameter.example,
        }
        for parameter in parameters
    ]
    return {"parameters": described}


def _schema(parameter: Parameter) -> dict[str, Any]:
    schema = _SCHEMAS.get(parameter.type, {"type": "string"})
    return schema if parameter.default is None else schema | {"default": parameter.default}


def described(parameters: Iterable[Parameter]) -> list[dict[str, Any]]:
    """Give parameters as JSON, for lists of queries and patterns."""
    return [
        {
            "name": parameter.name,
            "type": parameter.type,
            "required": parameter.required,
            "default": parameter.default,
            "description": parameter.description,
            "example": parameter.example,
        }
        for parameter in parameters
    ]
