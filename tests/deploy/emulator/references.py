"""What a template refers to, and the order that follows from it."""

import re
from typing import Any, Iterator

REFERENCE = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "Ref" in value:
            yield value["Ref"]
        attribute = value.get("Fn::GetAtt")
        if attribute:
            yield attribute[0] if isinstance(attribute, list) else attribute.split(".")[0]
        text = value.get("Fn::Sub")
        if text:
            yield from REFERENCE.findall(text if isinstance(text, str) else text[0])
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def in_order(resources: dict[str, Any]) -> list[str]:
    """Each after all that it refers to."""
    ordered: dict[str, None] = {}

    def place(name: str) -> None:
        if name in ordered or name not in resources:
            return
        resource = resources[name]
        needed = resource.get("DependsOn", [])
        for other in [*([needed] if isinstance(needed, str) else needed), *references(resource.get("Properties", {}))]:
            if other != name:
                place(other)
        ordered[name] = None

    for name in resources:
        place(name)
    return list(ordered)


def imports(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("Fn::ImportValue"), str):
            yield value["Fn::ImportValue"]
        for part in value.values():
            yield from imports(part)
    elif isinstance(value, list):
        for part in value:
            yield from imports(part)
