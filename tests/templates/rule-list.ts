/** An item of the list of what our CloudFormation must satisfy. */
export interface ListItem {
  readonly id: string;
  readonly asks: string;
  /** Control Tower's rules for it; ours carry its id in their names. */
  readonly controlTower?: readonly string[];
  /** cfn-lint's rules for it. */
  readonly lint?: readonly string[];
  /** What is checked elsewhere than in one template. */
  readonly elsewhere?: string;
}

const IAM = ['CT.IAM.PR.1', 'CT.IAM.PR.2', 'CT.IAM.PR.3', 'CT.IAM.PR.4', 'CT.IAM.PR.5'];

/** The whole list, in its order. docs/operations/template-rules.md says what checks each item. */
export const RULE_LIST: readonly ListItem[] = [
  { id: 'L1', asks: 'a role of its own for each function' },
  {
    id: 'L2',
    asks: 'no action `*`; resource `*` only where there is no resource',
    controlTower: IAM,
    lint: ['I3510', 'W3037', 'E3510'],
  },
  { id: 'L3', asks: 'no secret in an environment' },
  { id: 'L4', asks: 'a KMS key for the environment' },
  { id: 'L5', asks: 'reserved concurrency in prod' },
  { id: 'L6', asks: 'a place for what streams and calls without waiting could not do' },
  { id: 'L7', asks: 'a current runtime', lint: ['E2531', 'W2531'] },
  {
    id: 'L8',
    asks: 'permissions for a service and a source, never `*`',
    controlTower: ['CT.LAMBDA.PR.2'],
    lint: ['W3663'],
  },
  { id: 'L9', asks: 'no layer for everybody', controlTower: ['CT.LAMBDA.PR.4'] },
  { id: 'L10', asks: 'no function URL, or a signed one', controlTower: ['CT.LAMBDA.PR.5', 'CT.LAMBDA.PR.6'] },
  { id: 'L11', asks: 'traces' },
  { id: 'L12', asks: 'time-out under 29 s behind the gateway; memory, arm64 and log group written down' },
  { id: 'VPC', asks: 'functions in a VPC', controlTower: ['CT.LAMBDA.PR.3'] },
  { id: 'D1', asks: 'point-in-time recovery', controlTower: ['CT.DYNAMODB.PR.1'] },
  { id: 'D2', asks: 'encryption by KMS, with a key of ours', controlTower: ['CT.DYNAMODB.PR.2'] },
  { id: 'D3', asks: 'deletion blocked' },
  { id: 'D4', asks: 'on-demand with maximums' },
  { id: 'D5', asks: 'data stays when its stack goes or replaces it', lint: ['I3011', 'W3011'] },
  { id: 'D6', asks: 'a backup plan' },
  { id: 'D7', asks: 'rows that end, a stream with both images' },
  { id: 'D8', asks: '`dynamodb:LeadingKeys`, no Scan' },
  { id: 'S1', asks: 'four public-access blocks', controlTower: ['CT.S3.PR.1'] },
  { id: 'S2', asks: 'TLS only', controlTower: ['CT.S3.PR.8'] },
  { id: 'S3', asks: 'encryption by KMS', controlTower: ['CT.S3.PR.10'] },
  { id: 'S4', asks: 'versions; aborted uploads go', controlTower: ['CT.S3.PR.11', 'CT.S3.PR.3', 'CT.S3.PR.6'] },
  { id: 'S5', asks: 'the bucket owns its objects, no access lists', controlTower: ['CT.S3.PR.5'], lint: ['W3045'] },
  { id: 'S6', asks: 'access logs', controlTower: ['CT.S3.PR.2'] },
  {
    id: 'S7',
    asks: 'CORS for exact origins',
    elsewhere: 'https only in prod: tests/contract/templates/access-rules.ts',
  },
  { id: 'S8', asks: 'a policy that refuses other encryption and other accounts' },
  { id: 'C1', asks: 'passwords of 14, four classes, temporary ones for a week at most' },
  { id: 'C2', asks: 'a second factor by an app' },
  { id: 'C3', asks: 'threat protection' },
  { id: 'C4', asks: 'deletion blocked' },
  {
    id: 'C5',
    asks: 'a client that tells nobody who exists, revokes, sends no password, and returns to exact addresses',
    elsewhere: 'PKCE is the app’s to send',
  },
  { id: 'C6', asks: 'no attribute with authority is writable' },
  { id: 'C7', asks: 'no identities for anybody' },
  { id: 'C8', asks: 'a web firewall before the pool' },
  {
    id: 'G1',
    asks: 'each route is public by declaration or authenticates',
    controlTower: ['CT.APIGATEWAY.PR.5'],
    elsewhere:
      'every declared route without a token, and with every kind of caller: tests/integration/authorization-matrix.test.ts',
  },
  { id: 'G2', asks: 'access logs without tokens', controlTower: ['CT.APIGATEWAY.PR.4'] },
  { id: 'G3', asks: 'throttling, of single routes too', elsewhere: 'of each caller: decision 0018' },
  { id: 'G4', asks: 'a domain with TLS 1.2, and no other way in' },
  { id: 'G5', asks: 'a web firewall' },
  { id: 'G6', asks: 'CORS for exact origins' },
  { id: 'K1', asks: 'keys rotate', controlTower: ['CT.KMS.PR.1', 'CT.KMS.PR.2'] },
  { id: 'K2', asks: 'key policies for named users', controlTower: ['CT.KMS.PR.3'] },
  {
    id: 'K3',
    asks: 'logs end, after a year in prod, and are encrypted by a key of ours',
    controlTower: ['CT.CLOUDWATCH.PR.2', 'CT.CLOUDWATCH.PR.3'],
    lint: ['I3013'],
  },
  { id: 'K4', asks: 'alarms reach somebody', controlTower: ['CT.CLOUDWATCH.PR.1', 'CT.CLOUDWATCH.PR.4'] },
  {
    id: 'K5',
    asks: 'queues and topics encrypted, over TLS, queues with dead letters',
    controlTower: ['CT.SQS.PR.1', 'CT.SQS.PR.2'],
  },
  { id: 'K6', asks: 'no secret as a parameter', lint: ['W1011'] },
  {
    id: 'X1',
    asks: 'removing a property is noticed',
    elsewhere: 'tests/contract/templates/rule-set.ts, whole: `npm run prove:templates`',
  },
  { id: 'X2', asks: 'each suppression has a reason and an end', elsewhere: 'tests/contract/template-rules.test.ts' },
  { id: 'X3', asks: 'what is granted is used', elsewhere: 'decision 0032' },
];
