import type { AlarmKind } from '../../scripts/monitoring/alarm-kinds.ts';

/** What is reported of a metric at one moment: so often each value. */
export type Report = readonly { readonly value: number; readonly count?: number }[];
/** What is reported of each metric of an alarm, by its name; of one that is not named nothing is. */
export type Feed = Readonly<Record<string, Report>>;

export interface Feeds {
  readonly well: Feed;
  /** What is wrong, as one sentence. */
  readonly wrong: string;
  readonly ill: Feed;
  /** @default 1 */
  readonly everyMinutes?: number;
}

const requests = (name: string, failed: number, all = 100): Feed => ({
  [name]: [{ value: 0, count: all - failed }, ...(failed > 0 ? [{ value: 1, count: failed }] : [])],
});
const used: Feed = { ConsumedReadCapacityUnits: [{ value: 50 }], ConsumedWriteCapacityUnits: [{ value: 20 }] };

/** For each kind of alarm the metrics of when all is well, and of when what it is for has happened. Budgets have their own. */
export const FEEDS: Readonly<Record<Exclude<AlarmKind, 'budget'>, readonly Feeds[]>> = {
  'error-ratio': [
    { wrong: '6 of 100 requests a minute fail', well: requests('errors', 0), ill: requests('errors', 6) },
    { wrong: 'all of 4 requests a minute fail', well: requests('errors', 0, 4), ill: requests('errors', 4, 4) },
  ],
  'latency-p99': [
    {
      wrong: '3 of 100 requests a minute take 1.5 s',
      well: {
        Duration: [
          { value: 15, count: 98 },
          { value: 160, count: 2 },
        ],
      },
      ill: {
        Duration: [
          { value: 15, count: 97 },
          { value: 1_500, count: 3 },
        ],
      },
    },
  ],
  throttles: [
    {
      wrong: '5 of 100 calls a minute are throttled',
      well: { Throttles: [{ value: 0, count: 100 }] },
      ill: {
        Throttles: [
          { value: 0, count: 95 },
          { value: 1, count: 5 },
        ],
      },
    },
  ],
  'function-errors': [
    {
      wrong: 'a call a minute crashes',
      well: { Errors: [{ value: 0, count: 100 }] },
      ill: { Errors: [{ value: 0, count: 99 }, { value: 1 }] },
    },
  ],
  'auth-failures': [
    {
      wrong: '40 of 100 requests a minute get 401',
      well: requests('unauthorized', 5),
      ill: requests('unauthorized', 40),
    },
  ],
  'limiter-errors': [
    {
      wrong: '100 requests a minute pass uncounted',
      well: requests('limiterErrors', 0),
      ill: requests('limiterErrors', 100),
    },
  ],
  'iterator-age': [
    {
      wrong: 'the reader is 5 minutes behind',
      well: { IteratorAge: [{ value: 900 }] },
      ill: { IteratorAge: [{ value: 300_000 }] },
    },
    {
      wrong: 'the same, and a batch comes again only every 3 minutes',
      everyMinutes: 3,
      well: { IteratorAge: [{ value: 900 }] },
      ill: { IteratorAge: [{ value: 300_000 }] },
    },
  ],
  'dead-letters': [
    {
      wrong: 'one record is put aside',
      well: { ApproximateNumberOfMessagesVisible: [{ value: 0 }] },
      ill: { ApproximateNumberOfMessagesVisible: [{ value: 1 }] },
    },
  ],
  'gateway-5xx': [
    {
      wrong: '10 of 100 requests a minute get 5xx',
      well: { '5xx': [{ value: 0 }], Count: [{ value: 1, count: 100 }] },
      ill: { '5xx': [{ value: 10 }], Count: [{ value: 1, count: 100 }] },
    },
  ],
  'table-throttles': [
    {
      wrong: '20 writes a minute are throttled',
      well: used, // nothing is written of throttles while there are none
      ill: { ...used, WriteThrottleEvents: [{ value: 1, count: 20 }] },
    },
  ],
  'canary-failed': [
    {
      wrong: 'each run fails',
      everyMinutes: 5,
      well: { canaryRuns: [{ value: 1 }], canaryFailed: [{ value: 0 }] },
      ill: { canaryRuns: [{ value: 1 }], canaryFailed: [{ value: 1 }] },
    },
    {
      wrong: 'it does not run',
      everyMinutes: 5,
      well: { canaryRuns: [{ value: 1 }], canaryFailed: [{ value: 0 }] },
      ill: {},
    },
  ],
};

/** What must not fire: metrics of bad moments that are over, or too few to tell. */
export const HARMLESS: readonly {
  readonly kind: Exclude<AlarmKind, 'budget'>;
  readonly what: string;
  readonly feed: Feed;
}[] = [
  { kind: 'error-ratio', what: 'one failure of two requests each minute of a night', feed: requests('errors', 1, 2) },
  { kind: 'error-ratio', what: '4 of 100 requests fail', feed: requests('errors', 4) },
  {
    kind: 'latency-p99',
    what: 'one of nine requests a minute takes 5 s',
    feed: { Duration: [{ value: 15, count: 8 }, { value: 5_000 }] },
  },
  { kind: 'auth-failures', what: 'five requests without a token, and no others', feed: requests('unauthorized', 5, 5) },
  { kind: 'limiter-errors', what: 'four of 100 requests pass uncounted', feed: requests('limiterErrors', 4) },
  { kind: 'iterator-age', what: 'the reader is a minute behind', feed: { IteratorAge: [{ value: 60_000 }] } },
  {
    kind: 'gateway-5xx',
    what: 'one 5xx of ten requests a minute',
    feed: { '5xx': [{ value: 1 }], Count: [{ value: 1, count: 10 }] },
  },
  {
    kind: 'table-throttles',
    what: 'a throttled write a minute on the table and on each of its indexes',
    feed: { ...used, WriteThrottleEvents: [{ value: 1 }] },
  },
];
