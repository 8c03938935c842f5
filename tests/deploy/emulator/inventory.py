"""`inventory.py <address>`: everything that is in the emulated account, asked of the services themselves and not of CloudFormation.
Prints one line of JSON: what there is, as `kind name`, and the CloudFormation types whose resources are seen by it."""

import json
import sys
from dataclasses import dataclass, field
from typing import Any

import boto3

ACCOUNT, REGION = "123456789012", "eu-west-1"


@dataclass(frozen=True)
class Listing:
    kind: str
    type: str
    service: str
    operation: str
    # JMESPath of the names in an answer.
    names: str
    request: dict[str, Any] = field(default_factory=dict)


def scaling(kind: str, type_name: str, operation: str, names: str) -> Listing:
    return Listing(kind, type_name, "application-autoscaling", operation, names, {"ServiceNamespace": "lambda"})


LISTINGS = (
    Listing("stack", "AWS::CloudFormation::Stack", "cloudformation", "describe_stacks", "Stacks[].StackName"),
    Listing("bucket", "AWS::S3::Bucket", "s3", "list_buckets", "Buckets[].Name"),
    Listing("table", "AWS::DynamoDB::Table", "dynamodb", "list_tables", "TableNames[]"),
    Listing("pool", "AWS::Cognito::UserPool", "cognito-idp", "list_user_pools", "UserPools[].Id", {"MaxResults": 60}),
    Listing("function", "AWS::Lambda::Function", "lambda", "list_functions", "Functions[].FunctionName"),
    Listing("layer", "AWS::Lambda::LayerVersion", "lambda", "list_layers", "Layers[].LayerName"),
    Listing("event source", "AWS::Lambda::EventSourceMapping", "lambda", "list_event_source_mappings", "EventSourceMappings[].UUID"),
    Listing("log group", "AWS::Logs::LogGroup", "logs", "describe_log_groups", "logGroups[].logGroupName"),
    Listing("metric filter", "AWS::Logs::MetricFilter", "logs", "describe_metric_filters", "metricFilters[].filterName"),
    # Those that every account has are AWS's own.
    Listing("parameter", "AWS::SSM::Parameter", "ssm", "describe_parameters", "Parameters[?!starts_with(Name, '/aws/')].Name"),
    Listing("queue", "AWS::SQS::Queue", "sqs", "list_queues", "QueueUrls[]"),
    Listing("topic", "AWS::SNS::Topic", "sns", "list_topics", "Topics[].TopicArn"),
    Listing("subscription", "AWS::SNS::Subscription", "sns", "list_subscriptions", "Subscriptions[].SubscriptionArn"),
    Listing("api", "AWS::ApiGatewayV2::Api", "apigatewayv2", "get_apis", "Items[].ApiId"),
    Listing("role", "AWS::IAM::Role", "iam", "list_roles", "Roles[].RoleName"),
    Listing("alarm", "AWS::CloudWatch::Alarm", "cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName"),
    Listing("dashboard", "AWS::CloudWatch::Dashboard", "cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName"),
    Listing("rule", "AWS::Events::Rule", "events", "list_rules", "Rules[].Name"),
    Listing("budget", "AWS::Budgets::Budget", "budgets", "describe_budgets", "Budgets[].BudgetName", {"AccountId": ACCOUNT}),
    Listing("application", "AWS::CodeDeploy::Application", "codedeploy", "list_applications", "applications[]"),
    scaling("scalable target", "AWS::ApplicationAutoScaling::ScalableTarget", "describe_scalable_targets",
            "ScalableTargets[].ResourceId"),
    scaling("scaling policy", "AWS::ApplicationAutoScaling::ScalingPolicy", "describe_scaling_policies",
            "ScalingPolicies[].PolicyName"),
    scaling("scheduled action", "", "describe_scheduled_actions", "ScheduledActions[].ScheduledActionName"),
)

# What goes with something that is listed, or is a part of it.
PARTS = (
    "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Stage",
    "AWS::CodeDeploy::DeploymentGroup", "AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolDomain",
    "AWS::Cognito::UserPoolGroup", "AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Permission",
    "AWS::Lambda::Version", "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy",
)


def main(address: str) -> None:
    def client(service: str) -> Any:
        keys = {"aws_access_key_id": "rehearsal", "aws_secret_access_key": "rehearsal"}
        return boto3.client(service, region_name=REGION, endpoint_url=address, **keys)

    found = []
    for listing in LISTINGS:
        pages = client(listing.service).get_paginator(listing.operation).paginate(**listing.request)
        found += [f"{listing.kind} {name}" for name in pages.search(listing.names) if name is not None]
    found += [f"key {key}" for key in living_keys(client("kms"))]
    seen = {listing.type for listing in LISTINGS} | {"AWS::KMS::Key"} | set(PARTS)
    print(json.dumps({"found": sorted(found), "seen": sorted(seen - {""})}))


def living_keys(kms: Any) -> list[str]:
    """A key that waits for its deletion counts as gone. AWS's own are nobody's: moto tells them by their alias alone."""
    aliases = kms.get_paginator("list_aliases").paginate().search("Aliases[?starts_with(AliasName, 'alias/aws/')].TargetKeyId")
    own_of_aws = {key for key in aliases if key is not None}
    keys = [key for key in kms.get_paginator("list_keys").paginate().search("Keys[].KeyId") if key not in {None, *own_of_aws}]
    return [key for key in keys if kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] != "PendingDeletion"]


if __name__ == "__main__":
    main(sys.argv[1])
