import { type ListedProperty, of } from '../listed-property.ts';

/** Tables. */
export const tables: readonly ListedProperty[] = of('AWS::DynamoDB::Table', [
  { rule: 'CT.DYNAMODB.PR.1', path: 'Properties.PointInTimeRecoverySpecification' },
  { rule: 'CT.DYNAMODB.PR.1', path: 'Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled' },
  { rule: 'CT.DYNAMODB.PR.2', path: 'Properties.SSESpecification' },
  { rule: 'CT.DYNAMODB.PR.2', path: 'Properties.SSESpecification.SSEEnabled' },
  { rule: 'D3_deletion_is_blocked', path: 'Properties.DeletionProtectionEnabled' },
  { rule: 'D4_table_scales', path: 'Properties.BillingMode', weaker: ['PROVISIONED'] },
  { rule: 'D4_table_has_a_maximum', path: 'Properties.OnDemandThroughput' },
  { rule: 'D4_table_has_a_maximum', path: 'Properties.OnDemandThroughput.*', weaker: [-1, 100_000] },
  { rule: 'D4_indexes_have_a_maximum', path: 'Properties.GlobalSecondaryIndexes.*.OnDemandThroughput' },
  { rule: 'D4_indexes_have_a_maximum', path: 'Properties.GlobalSecondaryIndexes.*.OnDemandThroughput.*', weaker: [-1] },
  { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
  { rule: 'D5_replacement_keeps_it', path: 'UpdateReplacePolicy', weaker: ['Delete', 'Snapshot'] },
  { rule: 'D7_rows_can_end', path: 'Properties.TimeToLiveSpecification' },
  { rule: 'D7_rows_can_end', path: 'Properties.TimeToLiveSpecification.*' },
  { rule: 'D7_stream_shows_both_images', path: 'Properties.StreamSpecification' },
  { rule: 'D7_stream_shows_both_images', path: 'Properties.StreamSpecification.StreamViewType', weaker: ['KEYS_ONLY'] },
]);
