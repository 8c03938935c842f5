/**
 * How many containers of a function are kept ready: by use (target tracking) and by the clock (the least from then on).
 * Nothing for a function that keeps none.
 */
function scalingResources({ prefix, functionName, aliasId, alias, provisionedConcurrency }, settings) {
  const { provisionedMaximum, provisionedUtilization, provisionedTimezone, provisionedSchedule } = settings;
  if (!provisionedConcurrency || !provisionedMaximum) return {};
  const target = `${prefix}LiveScalableTarget`;
  const scalable = {
    ServiceNamespace: 'lambda',
    ScalableDimension: 'lambda:function:ProvisionedConcurrency',
    ResourceId: `function:${functionName}:${alias}`,
  };
  return {
    [target]: {
      Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      DependsOn: [aliasId],
      Properties: {
        ...scalable,
        MinCapacity: provisionedConcurrency,
        MaxCapacity: provisionedMaximum,
        ScheduledActions: (provisionedSchedule ?? []).map(({ name, at, least }) => ({
          ScheduledActionName: name,
          Schedule: cronOf(at),
          Timezone: provisionedTimezone,
          ScalableTargetAction: { MinCapacity: least, MaxCapacity: provisionedMaximum },
        })),
      },
    },
    [`${prefix}LiveScalingPolicy`]: {
      Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      Properties: {
        PolicyName: 'utilization',
        PolicyType: 'TargetTrackingScaling',
        ScalingTargetId: { Ref: target },
        TargetTrackingScalingPolicyConfiguration: {
          PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
          TargetValue: provisionedUtilization,
        },
      },
    },
  };
}

/** `05:45` -> every day at that time. */
function cronOf(at) {
  const [hour, minute] = at.split(':').map(Number);
  return `cron(${minute} ${hour} * * ? *)`;
}

module.exports = { scalingResources };
