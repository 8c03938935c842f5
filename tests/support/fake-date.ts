/** For `jest.useFakeTimers({ doNotFake: REAL_TIMERS })`: time is told anew, while sockets and timers go on as ever. */
export const REAL_TIMERS: FakeableAPI[] = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
];
