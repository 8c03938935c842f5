"""The emulator of the rehearsal: moto's server with the types of api_types.py and the engine beside this file. Prints one line of
JSON when it listens: its address, moto's version, and how each CloudFormation type fares. `--types` prints that line and ends."""

import json
import sys
from importlib.metadata import version

from moto.cloudformation import models, parsing, utils
from moto.cloudformation.models import CloudFormationBackend
from moto.core.common_models import CloudFormationModel
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import api_model
from engine import Change, publish_exports

# Of moto alone, before anything of ours is known to it.
OF_MOTO = sorted({model.cloudformation_type() for model in CloudFormationModel.__subclasses__()} | set(parsing.NULL_MODELS))
OWN = api_model.api_models()
_of_moto = dict(parsing.get_model_map())
_placeholders: dict[str, type[api_model.Placeholder]] = {}


def class_of(resource_type: str) -> type[CloudFormationModel]:
    if resource_type in OWN:
        return OWN[resource_type]
    if resource_type in _of_moto:
        return _of_moto[resource_type]
    return _placeholders.setdefault(resource_type, api_model.placeholder_for(resource_type))


def name_property_of(resource_type: str) -> str | None:
    return class_of(resource_type).cloudformation_name_type()


def create_change_set(self, *args, **kwargs):  # type: ignore[no-untyped-def]
    made = _create_change_set(self, *args, **kwargs)
    stack = self.stacks[made[1]]
    stack.resource_map.cross_stack_resources = self.exports
    return made


def execute_change_set(self, change_set_name: str, stack_name: str | None = None) -> None:
    change_set = self.describe_change_set(change_set_name)
    stack = self.stacks[change_set.stack_id]
    stack.before = stack.template_dict or {"Resources": {}}
    creating = change_set.change_set_type == "CREATE"
    stack.tags = change_set.tags or stack.tags
    Change(self, stack, change_set.template_dict).run(creating)
    change_set.execution_status = "EXECUTE_COMPLETE"
    if stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        stack.template = change_set.template


def delete_stack(self, name_or_stack_id: str) -> None:
    for stack in list(self.stacks.values()):
        if name_or_stack_id in (stack.name, stack.stack_id):
            Change(self, stack, {"Resources": {}}).remove()


def validate_errors(template: str) -> list:
    """moto refuses a template for any finding of the linter; CloudFormation, for errors."""
    return [finding for finding in _validate(template) if finding.rule.id.startswith("E")]


_create_change_set = CloudFormationBackend.create_change_set
_validate = utils.validate_template_cfn_lint
CloudFormationBackend.create_change_set = create_change_set
CloudFormationBackend.execute_change_set = execute_change_set
CloudFormationBackend.delete_stack = delete_stack
models.validate_template_cfn_lint = validate_errors
parsing.resource_class_from_type = class_of
parsing.resource_name_property_from_type = name_property_of


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        pass


def main() -> None:
    # Lambda of this table is moto's too, but lossy: see api_types.py.
    about = {"moto": version("moto"), "ofMoto": OF_MOTO, "byApi": sorted(set(OWN) - set(OF_MOTO)),
             "remade": sorted(set(OWN) & set(OF_MOTO))}
    if "--types" in sys.argv:
        print(json.dumps(about))
        return
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    api_model.server["url"] = f"http://127.0.0.1:{server.port}"
    print(json.dumps({"url": api_model.server["url"], **about}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
