import { measureChangeFeed } from './change-feed/measure-change-feed.ts';
import { measureCrashPoints } from './crash-points/measure-crash-points.ts';
import { measureDeadlines } from './deadlines/measure-deadlines.ts';
import { measureDynamodbClients } from './dynamodb-clients/measure-dynamodb-clients.ts';
import { measureFuzz } from './fuzz/measure-fuzz.ts';
import { measureIdempotency } from './idempotency/measure-idempotency.ts';
import { measureLinearizability } from './linearizability/measure-linearizability.ts';
import { measureLoad } from './load/measure-load.ts';
import { measureLocks } from './locks/measure-locks.ts';
import { measurePaging } from './paging/measure-paging.ts';
import type { Proof } from './proof.ts';
import { measureRateLimit } from './rate-limit/measure-rate-limit.ts';

const NONE = { equals: 0 } as const;
/** Of the same measurement without what protects: it has to find something wrong, or it proves nothing. */
const SOME = { atLeast: 1 } as const;

/**
 * Every proof of the contract. In full sizes by `npm run prove:contract`, which writes results/contract.json and the table of
 * docs/reliability.md; in reduced ones by the tests. To add one: write `measure...({ seed, size })` in a folder of its own, and
 * put it here.
 */
export const PROOFS: readonly Proof[] = [
  {
    name: 'idempotency',
    claim: 'Requests with one idempotency key, many at once, after a kill and after a day: one effect, one answer',
    measure: measureIdempotency,
    size: { full: 50, reduced: 20 },
    targets: {
      effectsPerKey: { equals: 1 },
      wrongReplays: NONE,
      crossUserReplays: NONE,
      reuseAccepted: NONE,
      'killed.effectsPerKey': { equals: 1 },
      'killed.wrongAnswers': NONE,
      wrongAtExpiry: NONE,
      'protectionOff.effectsPerKey': { atLeast: 2 },
      'protectionOff.crossUserReplays': SOME,
    },
    told: ['parallel', 'replays', 'killed.points', 'killed.toldToWait'],
  },
  {
    name: 'locks',
    claim: 'Twenty writers on one item with If-Match: nobody overwrites what they have not seen',
    measure: measureLocks,
    size: { full: 20, reduced: 8 },
    targets: {
      lostUpdates: NONE,
      successesWithoutVersion: NONE,
      otherAnswers: NONE,
      wrongHeaderAnswers: NONE,
      'protectionOff.lostUpdates': SOME,
    },
    told: ['successes', 'versionDelta', 'share412'],
  },
  {
    name: 'paging',
    claim: 'A list walked page by page under inserts and a key rotation: each item once; cursors work for nobody else',
    measure: measurePaging,
    size: { full: 5_000, reduced: 400 },
    targets: {
      lost: NONE,
      repeated: NONE,
      refused: NONE,
      misusedCursorsAccepted: NONE,
      'protectionOff.repeatedByOffset': SOME,
      'protectionOff.misusedCursorsAccepted': SOME,
    },
    told: ['items', 'pages', 'inserted'],
  },
  {
    name: 'linearizability',
    claim:
      'Clients that read and write one resource through lost, doubled and late calls and kills: as one copy would answer',
    measure: measureLinearizability,
    size: { full: 500, reduced: 15 },
    targets: { anomalies: NONE, 'protectionOff.anomalies': SOME },
    told: ['histories', 'operations', 'clients', 'done', 'refused', 'unknown'],
  },
  {
    name: 'crashPoints',
    claim: 'Every changing route broken at every call to a dependency and repeated: never half done, never done twice',
    measure: measureCrashPoints,
    size: { full: 100, reduced: 5 },
    targets: { invariantsBroken: NONE, points: SOME, 'protectionOff.invariantsBroken': SOME },
    told: ['routes', 'waysToBreak'],
  },
  {
    name: 'rateLimit',
    claim:
      'A thousand requests at once at the edge of a rate limit: none beyond it, or what the local fast path may let pass',
    measure: measureRateLimit,
    size: { full: 1_000, reduced: 100 },
    targets: {
      'overAdmission.dynoxide.exact': NONE,
      'overAdmission.dynoxide.fastPath': { atMostFigure: 'overAdmission.dynoxide.bound' },
      'overAdmission.dynoxide.unprotected': SOME,
      'simulated.worst': { atMostFigure: 'simulated.bound' },
      'fastPath.writesPerRequest': { atMost: 0.1 },
      'slowPath.dynoxide.capacityUnits': { equals: 1 },
    },
    told: ['parallel', 'containers', 'fastPath.cpuMicroseconds', 'slowPath.dynoxide.p50Ms', 'slowPath.dynoxide.p99Ms'],
  },
  {
    name: 'changeFeed',
    claim:
      'Poison at every place of a batch, a crash at every call, readers side by side: each change is numbered once, in order',
    measure: measureChangeFeed,
    size: { full: 100, reduced: 12 },
    targets: {
      lost: NONE,
      doubled: NONE,
      blockedBehindPoison: NONE,
      invariantsBroken: NONE,
      crashPoints: SOME,
      'protectionOff.doubled': SOME,
      'protectionOff.blockedBehindPoison': SOME,
      'protectionOff.lost': SOME,
    },
    told: ['poisonPositions'],
  },
  {
    name: 'deadlines',
    claim: 'A dependency that hangs, whichever and from whichever call on: answered in time, no work after the answer',
    measure: measureDeadlines,
    size: { full: 100, reduced: 8 },
    targets: {
      notHung: NONE,
      unanswered: NONE,
      wrongAnswers: NONE,
      workAfterAnswer: NONE,
      nextRequestsFailed: NONE,
      repeatedAdditions: NONE,
      'amplification.throttled30.callsPerRequest': { atMost: 1.5 },
      'amplification.throttled30.answered': { atLeast: 0.95 },
      'protectionOff.unanswered': SOME,
      'protectionOff.workAfterAnswer': SOME,
      'protectionOff.repeatedAdditions': SOME,
    },
    told: ['scenarios', 'amplification.throttled60.callsPerRequest', 'amplification.throttled100.callsPerRequest'],
  },
  {
    name: 'dynamodbClients',
    claim:
      'Generated calls of every operation, valid or not, by our DynamoDB client and by the AWS SDK: the same answers and errors',
    measure: measureDynamodbClients,
    size: { full: 5_000, reduced: 200 },
    targets: {
      disagreements: NONE,
      operationsNotTried: NONE,
      'operations.dynoxide': SOME,
      'protectionOff.disagreements': SOME,
    },
    told: ['operations.dynamodb-local', 'succeeded', 'conditionsFailed', 'refused', 'protectionOff.operations'],
  },
  {
    name: 'fuzz',
    claim: 'Generated requests over the whole API description, valid or with one fault: answers are as described',
    measure: measureFuzz,
    size: { full: 10_000, reduced: 400 },
    targets: {
      serverErrors: NONE,
      undescribed: NONE,
      validRefused: NONE,
      faultsAccepted: NONE,
      operationsNotTried: NONE,
      'protectionOff.faultsAccepted': SOME,
      'protectionOff.unnoticed': NONE,
      'protectionOff.alteredAnswers': SOME,
    },
    told: ['requests', 'operations', 'kindsOfFault', 'succeeded', 'compressed'],
  },
  {
    name: 'load',
    claim: 'Open arrivals at the local platform, mixed reads and writes: the highest rate with p99 below 500 ms',
    measure: measureLoad,
    size: { full: 15, reduced: 1 },
    targets: { errors: NONE, requests: SOME },
    told: ['machine', 'offeredPerSecond', 'achievedPerSecond', 'p50', 'p95', 'p99', 'p999'],
  },
];
