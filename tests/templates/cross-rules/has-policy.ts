import { type CrossRule, ofType, type Resources, references } from '../cross-rule.ts';

/** What has no policy lets plain http in: each bucket, queue and topic has one, which the other rules then look at. */
export const bucketHasPolicy: CrossRule = {
  name: 'S2_bucket_has_a_policy',
  check: (resources) => withoutPolicy(resources, 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'),
};

export const queueHasPolicy: CrossRule = {
  name: 'K5_queue_has_a_policy',
  check: (resources) => withoutPolicy(resources, 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'),
};

export const topicHasPolicy: CrossRule = {
  name: 'K5_topic_has_a_policy',
  check: (resources) => withoutPolicy(resources, 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'),
};

function withoutPolicy(resources: Resources, type: string, policyType: string, target: string) {
  const covered = ofType(resources, policyType).flatMap(([, { Properties }]) => references(Properties[target]));
  return ofType(resources, type)
    .filter(([id]) => !covered.includes(id))
    .map(([resource]) => ({ resource, message: 'has no policy' }));
}
