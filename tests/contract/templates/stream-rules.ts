import { COUNTED_ROWS } from '../../../services/change-feed-service/domain/counted-rows.ts';
import { everywhere, ofType, properties, STACKS, STAGES, type Stage } from './packaged-templates.ts';

/** Lambda serves at most this many readers of a shard well. */
const MAX_READERS = 2;

interface Mapping {
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
}

/** How streams are read, and what becomes of records that nobody can process. */
export function streamRules(): void {
  describe('streams', () => {
    const mappings = (stage: Stage) =>
      [...STACKS.keys()].flatMap((name) => ofType(name, stage, 'AWS::Lambda::EventSourceMapping'));

    test.each(STAGES)('have two readers at most, over all stacks, in %s', (stage) => {
      const readers = Map.groupBy(mappings(stage), ([, { Properties }]) =>
        JSON.stringify(Properties['EventSourceArn']),
      );
      expect(readers.size).toBeGreaterThan(0);
      for (const [, of] of readers) expect(of.length).toBeLessThanOrEqual(MAX_READERS);
    });

    test.each(STAGES)('are read in order, record by record, with a filter and a last net, in %s', (stage) => {
      for (const [, { Properties }] of mappings(stage)) {
        expect(Properties).toMatchObject({
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          BisectBatchOnFunctionError: true,
          ParallelizationFactor: 1,
          MaximumRetryAttempts: expect.any(Number),
          MaximumRecordAgeInSeconds: expect.any(Number),
          DestinationConfig: { OnFailure: { Destination: expect.anything() } },
          FilterCriteria: { Filters: [expect.anything()] },
        });
        expect(Number(Properties['MaximumRetryAttempts'])).toBeGreaterThan(0);
        expect(Number(Properties['MaximumRecordAgeInSeconds'])).toBeLessThan(24 * 60 * 60);
      }
    });

    test.each(STAGES)('of the main table reach the feed with what counts, and nothing else, in %s', (stage) => {
      const [mapping] = ofType('change-feed-service', stage, 'AWS::Lambda::EventSourceMapping');
      if (mapping === undefined) throw new Error('the feed reads no stream');
      const { FilterCriteria } = mapping[1].Properties as unknown as Mapping; // CloudFormation's shape
      expect(mapping[1].Properties['EventSourceArn']).toEqual({
        'Fn::ImportValue': `gymcoach-${stage}-main-table-stream-arn`,
      });
      const counted = COUNTED_ROWS.map(({ sort }) => (sort.endsWith('#') ? { prefix: sort } : sort));
      expect(FilterCriteria?.Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
        {
          eventName: ['INSERT', 'MODIFY'],
          dynamodb: { Keys: { PK: { S: [{ prefix: 'U#' }] }, SK: { S: counted } } },
        },
      ]);
    });
  });

  test.each(everywhere)('queues of %s in %s are encrypted, keep for two weeks and refuse plain http', (name, stage) => {
    const policies = ofType(name, stage, 'AWS::SQS::QueuePolicy');
    for (const [id, { Properties }] of ofType(name, stage, 'AWS::SQS::Queue')) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
      const policy = policies.find(([, { Properties: of }]) => JSON.stringify(of['Queues']).includes(`"${id}"`));
      expect(policy?.[1].Properties['PolicyDocument']).toMatchObject({
        Statement: [
          { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        ],
      });
    }
  });

  test.each(STAGES)('the feed is read by one function and written by the other in %s', (stage) => {
    const actions = (id: string): readonly string[] => [
      ...new Set(JSON.stringify(properties('change-feed-service', stage, id)).match(/\b(?:dynamodb|sqs):\w+/g)),
    ];
    expect(actions('ApiIamRoleLambdaExecution').filter((action) => /Put|sqs/.test(action))).toEqual([]);
    expect([...actions('NumberDashchangesIamRoleLambdaExecution')].sort()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetItem',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:LeadingKeys',
      'dynamodb:ListStreams',
      'dynamodb:PutItem',
      'sqs:SendMessage',
    ]);
    const environment = (id: string): string =>
      JSON.stringify(properties('change-feed-service', stage, id)['Environment']);
    expect(environment('ApiLambdaFunction')).not.toContain('QUEUE');
    expect(environment('NumberDashchangesLambdaFunction')).toContain('CHANGE_FEED_QUEUE_URL');
  });
}
