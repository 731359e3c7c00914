"""The JSON schema of scenario files, for editors: keys, parameters, ranges and units, from the declarations."""

from typing import Any

from allssam.engine import ParameterSpec
from allssam.runs import composition, register
from allssam.runs.scenario import DEFAULTS, EARLIEST, LATEST, shipped

MONTH = {
    "type": "string",
    "pattern": r"^\d{4}-(0[1-9]|1[0-2])$",
    "description": f"a month between {EARLIEST} and {LATEST}, such as 2009-01",
}


def schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12."""
    month = composition.base().month
    removable = [*month.mechanisms, *(step.name for step in month)]
    without = {
        "type": "array",
        "items": {"type": "string", "examples": removable},
        "description": "mechanisms, or mechanism.steps, left out of the month",
    }
    replace = {
        "type": "object",
        "propertyNames": {"examples": removable},
        "additionalProperties": {"type": "string", "examples": composition.variants()},
        "description": "mechanisms, or mechanism.steps, done otherwise: a variant by name, or the path of a file",
    }
    parameters = {
        "type": "object",
        "description": "differences from the parent; a value replaces the whole value of the parent",
        "properties": {
            mechanism: {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _parameter(spec) for name, spec in made.specs.items()},
            }
            for mechanism, made in register.parameter_classes().items()
        },
    }
    placed = {"type": "string", "examples": removable}
    own = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["file"],
                "properties": {"file": {"type": "string"}, "before": placed, "after": placed},
            },
        ]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "allssam scenario",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "description": "one word; run folders are named by it"},
            "parent": {
                "type": "string",
                "examples": list(shipped()),
                "description": "the scenario this one differs from: a name or a path",
            },
            "question": {"type": "string", "description": "what is asked, in words"},
            "from": {**MONTH, "default": DEFAULTS["from"]},
            "to": {**MONTH, "default": DEFAULTS["to"]},
            "people": {"type": "integer", "minimum": 1, "default": DEFAULTS["people"]},
            "settle": {
                "type": "integer",
                "minimum": 0,
                "default": DEFAULTS["settle"],
                "description": "months lived through before the first, under its policy and unrecorded",
            },
            "seed": {"type": "integer", "minimum": 0, "default": DEFAULTS["seed"]},
            "without": without,
            "replace": replace,
            "mechanisms": {"type": "array", "items": own, "description": "files of mechanisms of one's own"},
            "parameters": parameters,
            "later": {
                "type": "object",
                "description": "what changes at a month in the middle of the run",
                "propertyNames": MONTH,
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"parameters": parameters, "without": without, "replace": replace},
                },
            },
        },
    }


def _parameter(spec: ParameterSpec) -> dict[str, Any]:
    kinds = {bool: "boolean", int: "integer", float: "number"}
    one: dict[str, Any] = {"type": kinds[spec.kind]}
    if spec.kind is not bool:
        one |= {"minimum": spec.low, "maximum": spec.high}
    forms = [one]
    if spec.dated:
        forms.append(
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": MONTH,
                "additionalProperties": one,
                "description": "by date: holds until the next",
            }
        )
    if spec.each:
        held = {"anyOf": list(forms)} if len(forms) > 1 else one
        forms.append(
            {
                "type": "object",
                "propertyNames": {"enum": [*spec.each, "other"]},
                "additionalProperties": held,
                "description": "by place",
            }
        )
    said = {"description": f"{spec.meaning}. {spec.unit}. {spec.basis}", "default": spec.default}
    return {**said, **one} if len(forms) == 1 else {**said, "anyOf": forms}
