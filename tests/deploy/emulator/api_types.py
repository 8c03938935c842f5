"""CloudFormation types that moto does not make from a template, or not whole, although it has the service: each is made by the
calls of that service, as the provider of the type does in AWS. What is not named here and not in moto is a placeholder."""

import json
from dataclasses import dataclass, field
from typing import Any, Callable

Properties = dict[str, Any]


@dataclass(frozen=True)
class ApiType:
    service: str
    create: str
    # What `Ref` gives, out of the properties and the answer.
    id: Callable[[Properties, dict], str]
    delete: str | None = None
    update: str | None = None
    # What delete and update are told to find it again, out of the properties and the id.
    key: Callable[[Properties, str], dict] = lambda _properties, _id: {}
    # Template property -> request member, where they differ.
    names: dict[str, str] = field(default_factory=dict)
    # A request that cannot be told by names alone.
    request: Callable[[Properties], dict] | None = None
    attributes: Callable[[Properties, dict], dict] = lambda _properties, _answer: {}
    # The property that holds the name: a resource without one gets a name of CloudFormation's.
    named_by: str = ""


def of_api(create: str, member: str, delete: str, update: str | None = None) -> ApiType:
    return ApiType(
        "apigatewayv2", create, lambda p, a: a[member], delete, update, key=lambda p, i: {"ApiId": p["ApiId"], member: i}
    )


def alarm_arn(p: Properties, _answer: dict) -> dict:
    return {"Arn": f"arn:aws:cloudwatch:{p['__region']}:{p['__account']}:alarm:{p['AlarmName']}"}


TYPES: dict[str, ApiType] = {
    "AWS::ApiGatewayV2::Api": ApiType(
        "apigatewayv2", "create_api", lambda p, a: a["ApiId"], "delete_api", "update_api", lambda p, i: {"ApiId": i},
        attributes=lambda p, a: {"ApiId": a["ApiId"], "ApiEndpoint": a.get("ApiEndpoint", "")},
    ),
    "AWS::ApiGatewayV2::Route": of_api("create_route", "RouteId", "delete_route", "update_route"),
    "AWS::ApiGatewayV2::Integration": of_api("create_integration", "IntegrationId", "delete_integration", "update_integration"),
    "AWS::ApiGatewayV2::Authorizer": of_api("create_authorizer", "AuthorizerId", "delete_authorizer", "update_authorizer"),
    "AWS::ApiGatewayV2::Stage": ApiType(
        "apigatewayv2", "create_stage", lambda p, a: p["StageName"], "delete_stage",
        key=lambda p, i: {"ApiId": p["ApiId"], "StageName": i},
    ),
    "AWS::Cognito::UserPool": ApiType(
        "cognito-idp", "create_user_pool", lambda p, a: a["UserPool"]["Id"], "delete_user_pool", "update_user_pool",
        lambda p, i: {"UserPoolId": i}, names={"UserPoolName": "PoolName", "UserPoolAddOns": "UserPoolAddOns"},
        attributes=lambda p, a: {
            "Arn": a["UserPool"]["Arn"],
            "UserPoolId": a["UserPool"]["Id"],
            "ProviderName": f"cognito-idp.{p['__region']}.amazonaws.com/{a['UserPool']['Id']}",
            "ProviderURL": f"https://cognito-idp.{p['__region']}.amazonaws.com/{a['UserPool']['Id']}",
        },
    ),
    "AWS::Cognito::UserPoolClient": ApiType(
        "cognito-idp", "create_user_pool_client", lambda p, a: a["UserPoolClient"]["ClientId"], "delete_user_pool_client",
        "update_user_pool_client", lambda p, i: {"UserPoolId": p["UserPoolId"], "ClientId": i},
    ),
    "AWS::Cognito::UserPoolDomain": ApiType(
        "cognito-idp", "create_user_pool_domain", lambda p, a: p["Domain"], "delete_user_pool_domain",
        key=lambda p, i: {"Domain": i, "UserPoolId": p["UserPoolId"]},
    ),
    "AWS::Cognito::UserPoolGroup": ApiType(
        "cognito-idp", "create_group", lambda p, a: p["GroupName"], "delete_group", "update_group",
        lambda p, i: {"GroupName": i, "UserPoolId": p["UserPoolId"]},
    ),
    # moto makes these four of Lambda from a template, but without layers, never anew, and not all of them to be found again.
    "AWS::Lambda::LayerVersion": ApiType(
        "lambda", "publish_layer_version", lambda p, a: a["LayerVersionArn"], "delete_layer_version",
        key=lambda p, i: {"LayerName": p["LayerName"], "VersionNumber": int(i.rsplit(":", 1)[1])},
        attributes=lambda p, a: {"LayerVersionArn": a["LayerVersionArn"]},
    ),
    "AWS::Lambda::Function": ApiType(
        "lambda", "create_function", lambda p, a: a["FunctionName"], "delete_function",
        key=lambda p, i: {"FunctionName": i}, attributes=lambda p, a: {"Arn": a["FunctionArn"]}, named_by="FunctionName",
    ),
    "AWS::Lambda::Version": ApiType(
        "lambda", "publish_version", lambda p, a: f"{p['FunctionName']}:{a['Version']}",
        attributes=lambda p, a: {"Version": a["Version"]}, names={"ProvisionedConcurrencyConfig": "-"},
    ),
    "AWS::Lambda::Permission": ApiType(
        "lambda", "add_permission", lambda p, a: p["StatementId"], "remove_permission",
        key=lambda p, i: {"FunctionName": p["FunctionName"], "StatementId": i}, named_by="StatementId",
    ),
    "AWS::Lambda::Alias": ApiType(
        "lambda", "create_alias", lambda p, a: a["AliasArn"], "delete_alias", "update_alias",
        lambda p, i: {"FunctionName": p["FunctionName"], "Name": p["Name"]},
        names={"ProvisionedConcurrencyConfig": "-", "RoutingConfig": "-"},
    ),
    # No AWS::S3::BucketPolicy: moto applies a policy's Deny and knows none of its conditions, so a bucket that asks for TLS
    # would refuse every call.
    "AWS::SQS::QueuePolicy": ApiType(
        "sqs", "set_queue_attributes", lambda p, a: p["Queues"][0], update="set_queue_attributes",
        request=lambda p: {"QueueUrl": p["Queues"][0], "Attributes": {"Policy": json.dumps(p["PolicyDocument"])}},
    ),
    "AWS::SNS::TopicPolicy": ApiType(
        "sns", "set_topic_attributes", lambda p, a: p["Topics"][0], update="set_topic_attributes",
        request=lambda p: {
            "TopicArn": p["Topics"][0], "AttributeName": "Policy", "AttributeValue": json.dumps(p["PolicyDocument"]),
        },
    ),
    "AWS::SNS::Subscription": ApiType(
        "sns", "subscribe", lambda p, a: a["SubscriptionArn"], "unsubscribe", key=lambda p, i: {"SubscriptionArn": i},
    ),
    "AWS::CloudWatch::Alarm": ApiType(
        "cloudwatch", "put_metric_alarm", lambda p, a: p["AlarmName"], "delete_alarms", "put_metric_alarm",
        lambda p, i: {"AlarmNames": [i]}, attributes=alarm_arn, named_by="AlarmName",
    ),
    # moto makes it from a template, with a policy that it cannot read itself, and deletes it at once.
    "AWS::KMS::Key": ApiType(
        "kms", "create_key", lambda p, a: a["KeyMetadata"]["KeyId"], "schedule_key_deletion",
        key=lambda p, i: {"KeyId": i, "PendingWindowInDays": int(p.get("PendingWindowInDays", 30))},
        request=lambda p: {"Policy": json.dumps(p["KeyPolicy"]), "Description": p.get("Description", "")},
        attributes=lambda p, a: {"Arn": a["KeyMetadata"]["Arn"], "KeyId": a["KeyMetadata"]["KeyId"]},
    ),
    "AWS::Logs::MetricFilter": ApiType(
        "logs", "put_metric_filter", lambda p, a: p["FilterName"], "delete_metric_filter", "put_metric_filter",
        lambda p, i: {"logGroupName": p["LogGroupName"], "filterName": i}, named_by="FilterName",
    ),
    "AWS::Budgets::Budget": ApiType(
        "budgets", "create_budget", lambda p, a: p["Budget"]["BudgetName"], "delete_budget",
        key=lambda p, i: {"AccountId": p["__account"], "BudgetName": i},
        request=lambda p: {
            "AccountId": p["__account"], "Budget": p["Budget"],
            "NotificationsWithSubscribers": p.get("NotificationsWithSubscribers", []),
        },
    ),
    "AWS::CodeDeploy::Application": ApiType(
        "codedeploy", "create_application", lambda p, a: p["ApplicationName"], "delete_application",
        key=lambda p, i: {"applicationName": i}, named_by="ApplicationName",
    ),
    "AWS::CodeDeploy::DeploymentGroup": ApiType(
        "codedeploy", "create_deployment_group", lambda p, a: p["DeploymentGroupName"], named_by="DeploymentGroupName",
    ),
    "AWS::Scheduler::Schedule": ApiType(
        "scheduler", "create_schedule", lambda p, a: p["Name"], "delete_schedule", "update_schedule",
        lambda p, i: {"Name": i}, named_by="Name", attributes=lambda p, a: {"Arn": a["ScheduleArn"]},
    ),
    "AWS::ApplicationAutoScaling::ScalableTarget": ApiType(
        "application-autoscaling", "register_scalable_target",
        lambda p, a: "|".join([p["ResourceId"], p["ScalableDimension"], p["ServiceNamespace"]]),
        "deregister_scalable_target",
        key=lambda p, i: {name: p[name] for name in ("ServiceNamespace", "ResourceId", "ScalableDimension")},
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ApiType(
        "application-autoscaling", "put_scaling_policy", lambda p, a: a["PolicyARN"],
    ),
}
