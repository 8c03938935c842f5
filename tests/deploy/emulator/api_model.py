"""The classes that moto's CloudFormation gets for types that it does not have: one for each of api_types.py, and placeholders."""

import itertools
from typing import Any

import boto3
from botocore.config import Config

from api_types import TYPES, ApiType

OWN = ("__account", "__region")
server = {"url": ""}
_numbers = itertools.count(1)


def client(service: str, region: str) -> Any:
    # Templates may spell a number as text: the service decides.
    config = Config(parameter_validation=False, retries={"max_attempts": 1})
    return boto3.client(
        service, region_name=region, endpoint_url=server["url"], config=config,
        aws_access_key_id="rehearsal", aws_secret_access_key="rehearsal",
    )


def as_member(value: Any, shape: Any) -> Any:
    """A property in the spelling of the request: names may begin with a small letter there, and types may be text."""
    if shape.type_name == "structure" and isinstance(value, dict):
        members = {name.lower(): (name, inner) for name, inner in shape.members.items()}
        known = [(members[key.lower()], part) for key, part in value.items() if key.lower() in members]
        return {name: as_member(part, inner) for (name, inner), part in known}
    if shape.type_name == "list" and isinstance(value, list):
        return [as_member(part, shape.member) for part in value]
    if shape.type_name == "map":
        if isinstance(value, list):  # tags are pairs in templates
            return {pair["Key"]: str(pair["Value"]) for pair in value}
        return {key: as_member(part, shape.value) for key, part in value.items()}
    if shape.type_name in ("integer", "long") and isinstance(value, str):
        return int(value)
    if shape.type_name in ("double", "float") and isinstance(value, str):
        return float(value)
    if shape.type_name == "boolean" and isinstance(value, str):
        return value == "true"
    return str(value) if shape.type_name == "string" and isinstance(value, (int, float)) else value


def request_for(kind: ApiType, operation: str, properties: dict[str, Any], called: Any) -> dict[str, Any]:
    if kind.request is not None and operation in (kind.create, kind.update):
        return kind.request(properties)
    renamed = {kind.names.get(name, name): value for name, value in properties.items() if name not in OWN}
    method = called.meta.method_to_api_mapping[operation]
    shape = called.meta.service_model.operation_model(method).input_shape
    return as_member(renamed, shape)


class ApiModel:
    kind: ApiType
    type_name: str

    def __init__(self, properties: dict[str, Any], identity: str, attributes: dict[str, Any]):
        self.properties = properties
        self.physical_resource_id = identity
        self.attributes = attributes

    @classmethod
    def cloudformation_type(cls) -> str:
        return cls.type_name

    @classmethod
    def cloudformation_name_type(cls) -> str:
        return cls.kind.named_by

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True

    def get_cfn_attribute(self, name: str) -> Any:
        if name in self.attributes:
            return self.attributes[name]
        raise ValueError(f"{self.type_name} has no attribute {name} in the rehearsal")

    def is_created(self) -> bool:
        return True

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict, account_id: str, region_name: str, **_: Any
    ) -> "ApiModel":
        properties = {**cloudformation_json.get("Properties", {}), "__account": account_id, "__region": region_name}
        if cls.kind.named_by:
            properties.setdefault(cls.kind.named_by, resource_name)
        called = client(cls.kind.service, region_name)
        answer = getattr(called, cls.kind.create)(**request_for(cls.kind, cls.kind.create, properties, called))
        made = cls(properties, cls.kind.id(properties, answer), cls.kind.attributes(properties, answer))
        if cls.type_name == "AWS::Lambda::Function":
            reserve(called, properties)
        return made

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource: Any, new_resource_name: str, cloudformation_json: dict, account_id: str, region_name: str
    ) -> "ApiModel":
        properties = {**cloudformation_json.get("Properties", {}), "__account": account_id, "__region": region_name}
        kind, old = cls.kind, original_resource
        if cls.type_name == "AWS::Lambda::Function":
            return old.update_function(properties)
        if kind.update is None:
            made = cls.create_from_cloudformation_json(new_resource_name, cloudformation_json, account_id, region_name) \
                if cls.type_name == "AWS::Lambda::LayerVersion" else None
            old.delete(account_id, region_name)
            return made or cls.create_from_cloudformation_json(
                new_resource_name, cloudformation_json, account_id, region_name
            )
        called = client(kind.service, region_name)
        if kind.named_by:
            properties.setdefault(kind.named_by, new_resource_name)
        request = request_for(kind, kind.update, properties, called)
        if kind.update != kind.create:
            request = {**request, **kind.key(properties, old.physical_resource_id)}
        getattr(called, kind.update)(**request)
        return cls(properties, old.physical_resource_id, old.attributes)

    def update_function(self, properties: dict[str, Any]) -> "ApiModel":
        called = client("lambda", properties["__region"])
        name = {"FunctionName": self.physical_resource_id}
        if properties["Code"] != self.properties["Code"]:
            called.update_function_code(**name, **properties["Code"])
        settings = request_for(self.kind, "update_function_configuration", properties, called)
        called.update_function_configuration(**{**settings, **name})
        reserve(called, {**properties, **name})
        return type(self)(properties, self.physical_resource_id, self.attributes)

    def delete(self, _account_id: str, region_name: str) -> None:
        if self.kind.delete is not None:
            key = self.kind.key(self.properties, self.physical_resource_id)
            getattr(client(self.kind.service, region_name), self.kind.delete)(**key)


def reserve(called: Any, properties: dict[str, Any]) -> None:
    reserved = properties.get("ReservedConcurrentExecutions")
    if reserved is not None:
        called.put_function_concurrency(
            FunctionName=properties["FunctionName"], ReservedConcurrentExecutions=int(reserved)
        )


class Placeholder(ApiModel):
    """Stands for what the emulator cannot make, so that the rest of its stack can be looked at."""

    kind = ApiType("", "", lambda p, a: "")

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict, account_id: str, region_name: str, **_: Any
    ) -> "Placeholder":
        return cls(cloudformation_json.get("Properties", {}), f"placeholder-{resource_name}-{next(_numbers)}", {})

    @classmethod
    def update_from_cloudformation_json(cls, original_resource: Any, *_: Any, **__: Any) -> "Placeholder":
        return original_resource

    def get_cfn_attribute(self, name: str) -> Any:
        return f"{self.physical_resource_id}.{name}"

    def delete(self, _account_id: str, _region_name: str) -> None:
        pass


def api_models() -> dict[str, type[ApiModel]]:
    return {name: type(name, (ApiModel,), {"kind": kind, "type_name": name}) for name, kind in TYPES.items()}


def placeholder_for(type_name: str) -> type[Placeholder]:
    return type(type_name, (Placeholder,), {"type_name": type_name})
