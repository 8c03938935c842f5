import fc from 'fast-check';
import { feedBucket, feedKeys } from './feed-keys.ts';
import { type Key, keys } from './keys.ts';

const text = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('#', '%', '2', '3', '5', 'U', 'X', 'a', '\u0000', 'é'), maxLength: 6 }),
  fc.constantFrom('', '#', '%23', '%', 'ACCT', 'INJ', 'REL', 'COACH', 'U#1', 'X'),
);

type Maker = (a: string, b: string, c: string) => Key;
const MAKERS: Readonly<Record<string, readonly [parts: number, make: Maker]>> = {
  account: [1, (a) => keys.account(a)],
  profile: [1, (a) => keys.profile(a)],
  preferences: [1, (a) => keys.preferences(a)],
  trainingProfile: [1, (a) => keys.trainingProfile(a)],
  injury: [2, (a, b) => keys.injury(a, b)],
  avatarUpload: [2, (a, b) => keys.avatarUpload(a, b)],
  roleAssignment: [2, (a, b) => keys.roleAssignment(a, b)],
  role: [1, (a) => keys.role(a)],
  coachLinkPointer: [1, (a) => keys.coachLinkPointer(a)],
  coachRoster: [1, (a) => keys.coachRoster(a)],
  invitation: [1, (a) => keys.invitation(a)],
  sentInvitation: [2, (a, b) => keys.sentInvitation(a, b)],
  auditEvent: [3, (a, b, c) => keys.auditEvent(a, b, c)],
  auditHead: [1, (a) => keys.auditHead(a, 7)],
  refusal: [3, (a, b, c) => keys.refusal(a, b, c)],
  coachLink: [2, (a, b) => keys.coachLink(a, b)],
  clientLink: [2, (a, b) => keys.clientLink(a, b)],
  accessLog: [3, (a, b, c) => keys.accessLog(a, b, c)],
  family: [3, (a, b, c) => keys.family(a, b, c)],
  head: [1, (a) => feedKeys.head(a)],
  change: [1, (a) => feedKeys.change(a, 7)],
  manifest: [1, (a) => feedKeys.manifest(a, 7)],
  handled: [2, (a, b) => feedKeys.handled(a, b)],
  idempotency: [1, (a) => keys.idempotency(a)],
  rateLimit: [2, (a, b) => keys.rateLimit(a, b)],
  probe: [0, () => keys.probe()],
  cursorSecret: [0, () => keys.cursorSecret()],
};

/** These say where to look, not what a row's key is. */
const RANGES = [
  ...['rowsOf', 'grants', 'injuries', 'roleAssignments', 'coachLinks', 'clientLinks', 'sentInvitations', 'accessLogOf'],
  ...['accessLogMonths', 'roleNames', 'changes', 'auditOfSubject', 'auditOfActor', 'auditOfDay'],
];

test('lists every key that there is', () => {
  expect([...Object.keys(MAKERS), ...RANGES].sort()).toEqual(Object.keys({ ...keys, ...feedKeys }).sort());
});

/** One row each, read seldom and kept by whoever has read it. */
const SINGLE = ['SECRET#CURSOR', 'HEALTH'];

test('no partition is one for all: what is asked without a word about whose it is, is a single row', () => {
  const asked = Object.values(keys).filter((make) => make.length === 0);
  // None of these takes an argument.
  const constant = asked.map((make) => (make as () => { readonly PK: string })().PK);
  expect(constant.sort()).toEqual([...SINGLE].sort());
});

test('H11 distinct inputs give distinct keys, within a kind and between kinds', () => {
  const input = fc.tuple(fc.constantFrom(...Object.keys(MAKERS)), text, text, text);
  fc.assert(
    fc.property(input, input, ([kind, ...parts], [otherKind, ...otherParts]) => {
      const [count, make] = MAKERS[kind] ?? [0, () => keys.cursorSecret()];
      const [otherCount, otherMake] = MAKERS[otherKind] ?? [0, () => keys.cursorSecret()];
      const same =
        kind === otherKind && JSON.stringify(parts.slice(0, count)) === JSON.stringify(otherParts.slice(0, otherCount));
      const equal = JSON.stringify(make(...parts)) === JSON.stringify(otherMake(...otherParts));
      expect(equal).toBe(same);
    }),
    { numRuns: 5_000 },
  );
});

test('a user’s rows are in partitions that begin with that user alone', () => {
  fc.assert(
    fc.property(text, text, text, (user, other, id) => {
      fc.pre(user !== other);
      expect(keys.injury(user, id).PK).not.toBe(keys.injury(other, id).PK);
      expect(keys.accessLog(user, '202601', id).PK.startsWith(`${keys.account(other).PK}#`)).toBe(false);
    }),
  );
});

test('the range of injuries holds every injury of that user and no other row', () => {
  fc.assert(
    fc.property(text, text, (user, id) => {
      const { PK, prefix } = keys.injuries(user);
      const within = (key: Key): boolean => key.PK === PK && key.SK.startsWith(prefix);
      expect(within(keys.injury(user, id))).toBe(true);
      for (const key of [
        keys.avatarUpload(user, id),
        keys.coachLink(user, id),
        keys.profile(user),
        keys.family(user, id),
      ]) {
        expect(within(key)).toBe(false);
      }
    }),
  );
});

test('what looks escaped, or like a separator, is no other key', () => {
  const tricky = ['', '#', '%23', '%2523', '%', '%25', 'a', 'a#b', 'a%23b', '#a', 'a#'];
  const made = tricky.flatMap((a) => tricky.map((b) => JSON.stringify(keys.coachLink(a, b))));
  expect(new Set(made).size).toBe(made.length);
});

test('changes sort by their number, ten thousand to a partition', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (number) => {
      const [key, next] = [feedKeys.change('u', number), feedKeys.change('u', number + 1)];
      const range = feedKeys.changes('u', feedBucket(number));
      expect([key.PK, key.SK.startsWith(range.prefix)]).toEqual([range.PK, true]);
      if (feedBucket(number) === feedBucket(number + 1)) expect(key.SK < next.SK && key.PK === next.PK).toBe(true);
      else expect([(number + 1) % 10_000, key.PK === next.PK]).toEqual([0, false]);
    }),
  );
});
