"""CloudFormation's way of changing a stack, over moto's resources: an event for each resource, resources replaced or changed when
what they refer to has changed, a rollback when one fails, exports that others import. moto has none of these for change sets."""

import copy
import re
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.models import CloudFormationBackend, Event, Stack
from moto.ssm.models import ssm_backends

from references import imports, in_order

PARAMETER = re.compile(r"\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}")
KEPT = ("Retain", "RetainExceptOnCreate")


class Failure(Exception):
    def __init__(self, logical_id: str, reason: str):
        super().__init__(reason)
        self.logical_id = logical_id


class Change:
    """One change of one stack, from a template to another (an empty one to remove it)."""

    def __init__(self, backend: CloudFormationBackend, stack: Stack, template: dict[str, Any]):
        self.backend, self.stack, self.template = backend, stack, template
        self.map = stack.resource_map
        self.account, self.region = backend.account_id, backend.region_name
        self.undo: list[Any] = []
        if not hasattr(stack, "resolved"):
            stack.resolved = {}

    def event(self, name: str, kind: str, status: str, reason: str | None = None) -> None:
        resource = self.map._parsed_resources.get(name)
        identity = str(getattr(resource, "physical_resource_id", "") or "")
        if name == self.stack.name:
            identity = self.stack.stack_id
        about = (self.stack.stack_id, self.stack.name, name, identity, kind, status, reason, None)
        self.stack.events.append(Event(*about))

    def status(self, status: str, reason: str | None = None) -> None:
        self.stack.status = status
        self.event(self.stack.name, "AWS::CloudFormation::Stack", status, reason)

    def resolve(self, name: str) -> dict[str, Any]:
        """The resource as it is to be made: intrinsics and dynamic references replaced by what they stand for."""
        return self.dynamic(parsing.clean_json(copy.deepcopy(self.template["Resources"][name]), self.map))

    def dynamic(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.dynamic(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.dynamic(part) for part in value]
        return PARAMETER.sub(lambda found: self.parameter(found.group(1)), value) if isinstance(value, str) else value

    def parameter(self, name: str) -> str:
        found = ssm_backends[self.account][self.region].get_parameter(name)
        if found is None:
            raise ValueError(f"Parameters: [ssm:{name}] cannot be found.")
        return found.value

    def run(self, creating: bool) -> None:
        verb = "CREATE" if creating else "UPDATE"
        old = dict(self.map._resource_json_map)
        self.use(self.template)
        new = self.template["Resources"]
        self.status(f"{verb}_IN_PROGRESS", "User Initiated")
        try:
            for name in in_order(new):
                self.one(name, old)
        except Failure as failure:
            self.roll_back(creating, old, failure)
            return
        for name in reversed(in_order(old)):
            if name not in new:
                self.take_away(name, old[name])
        self.stack.output_map = self.stack._create_output_map()
        self.status(f"{verb}_COMPLETE")
        publish_exports(self.backend)

    def use(self, template: dict[str, Any]) -> None:
        self.map._template = template
        self.map._resource_json_map = template["Resources"]
        self.map.cross_stack_resources = self.backend.exports
        self.stack.template_dict = template
        self.map.load_mapping()
        self.map.load_parameters()
        self.map.load_conditions()

    def one(self, name: str, old: dict[str, Any]) -> None:
        kind = self.template["Resources"][name]["Type"]
        present = name in old
        verb = "UPDATE" if present else "CREATE"
        try:
            resolved = self.resolve(name)
            if present and self.stack.resolved.get(name) == resolved:
                return
            self.event(name, kind, f"{verb}_IN_PROGRESS")
            before = self.map._parsed_resources.get(name), self.stack.resolved.get(name)
            self.map._parsed_resources[name] = self.change(name, resolved, before[0]) if present else self.make(name, resolved)
            self.stack.resolved[name] = resolved
            self.undo.append((name, *before))
        except Exception as error:
            reason = getattr(error, "message", None) or str(error) or type(error).__name__
            self.event(name, kind, f"{verb}_FAILED", reason)
            raise Failure(name, reason) from error
        self.event(name, kind, f"{verb}_COMPLETE")

    def make(self, name: str, resolved: dict[str, Any]) -> Any:
        made = parsing.resource_class_from_type(resolved["Type"])
        physical = self.physical_name(name, resolved)
        more = {"LogicalId": name, "StackId": self.stack.stack_id, "ResourceType": resolved["Type"]}
        resource = made.create_from_cloudformation_json(physical, copy.deepcopy(resolved), self.account, self.region, **more)
        return self.named(resource, name, resolved)

    def change(self, name: str, resolved: dict[str, Any], resource: Any) -> Any:
        kind = parsing.resource_class_from_type(resolved["Type"])
        if hasattr(kind.update_from_cloudformation_json, "__isabstractmethod__"):
            self.delete(resource, self.stack.resolved[name])
            return self.make(name, resolved)
        changed = kind.update_from_cloudformation_json(
            original_resource=resource, new_resource_name=self.physical_name(name, resolved),
            cloudformation_json=copy.deepcopy(resolved), account_id=self.account, region_name=self.region,
        )
        return self.named(changed, name, resolved)

    def named(self, resource: Any, name: str, resolved: dict[str, Any]) -> Any:
        resource.cf_resource_type = resolved["Type"]
        resource.logical_resource_id = name
        return resource

    def physical_name(self, name: str, resolved: dict[str, Any]) -> str:
        member = parsing.resource_name_property_from_type(resolved["Type"])
        resolved.setdefault("Properties", {})
        known = self.map._parsed_resources.get(name)
        identity = getattr(known, "physical_resource_id", None)
        return resolved["Properties"].get(member) or identity or parsing.generate_resource_name(
            resolved["Type"], self.stack.name, name
        )

    def delete(self, resource: Any, resolved: dict[str, Any]) -> None:
        try:
            resource.delete(self.account, self.region)
        except (TypeError, AttributeError):
            parsing.parse_and_delete_resource(
                getattr(resource, "physical_resource_id", None), copy.deepcopy(resolved), self.account, self.region
            )

    def take_away(self, name: str, template: dict[str, Any]) -> None:
        kind, resource = template["Type"], self.map._parsed_resources.get(name)
        if template.get("DeletionPolicy") in KEPT:
            self.event(name, kind, "DELETE_SKIPPED")
        elif resource is not None:
            self.event(name, kind, "DELETE_IN_PROGRESS")
            try:
                refuse_full_bucket(resource, self.account)
                self.delete(resource, self.stack.resolved.get(name, template))
            except Exception as error:
                reason = getattr(error, "message", None) or str(error)
                self.event(name, kind, "DELETE_FAILED", reason)
                raise Failure(name, reason) from error
            self.event(name, kind, "DELETE_COMPLETE")
        self.map._parsed_resources.pop(name, None)
        self.stack.resolved.pop(name, None)

    def roll_back(self, creating: bool, old: dict[str, Any], failure: Failure) -> None:
        prefix = "ROLLBACK" if creating else "UPDATE_ROLLBACK"
        self.status(f"{prefix}_IN_PROGRESS", f"The following resource(s) failed to change: [{failure.logical_id}].")
        for name, resource, resolved in reversed(self.undo):
            if name in old:
                self.map._parsed_resources[name] = self.change(name, resolved, self.map._parsed_resources[name])
                self.stack.resolved[name] = resolved
            else:
                self.take_away(name, {**self.template["Resources"][name], "DeletionPolicy": "Delete"})
        self.use({**self.stack.before, "Resources": old})
        self.stack.output_map = self.stack._create_output_map()
        self.status(f"{prefix}_COMPLETE")

    def remove(self) -> None:
        self.status("DELETE_IN_PROGRESS", "User Initiated")
        used = imported_from(self.backend, self.stack)
        try:
            if used:
                raise Failure(self.stack.name, used)
            present = dict(self.map._resource_json_map)
            for name in reversed(in_order(present)):
                self.take_away(name, present[name])
                del self.map._resource_json_map[name]
        except Failure as failure:
            self.status("DELETE_FAILED", str(failure))
            return
        self.status("DELETE_COMPLETE")
        self.backend.deleted_stacks[self.stack.stack_id] = self.backend.stacks.pop(self.stack.stack_id)
        publish_exports(self.backend)


def refuse_full_bucket(resource: Any, account: str) -> None:
    if resource.cf_resource_type == "AWS::S3::Bucket" and any(True for _ in resource.keys.values()):
        raise ValueError("The bucket you tried to delete is not empty (Service: S3, Status Code: 409)")


def publish_exports(backend: CloudFormationBackend) -> None:
    backend.exports.clear()
    for stack in backend.stacks.values():
        for export in stack.exports:
            backend.exports[export.name] = export


def imported_from(backend: CloudFormationBackend, stack: Stack) -> str | None:
    names = {export.name for export in stack.exports}
    for other in backend.stacks.values():
        used = sorted(names.intersection(imports(other.template_dict))) if other is not stack else []
        if used:
            return f"Export {used[0]} cannot be deleted as it is in use by {other.name}"
    return None
