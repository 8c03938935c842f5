import { feedKeys } from '@gymcoach/core/feed';
import type { RowChange } from '@gymcoach/core/stream';
import { keys } from '@gymcoach/core/table';
import fc from 'fast-check';
import { isChange } from './change.schema.ts';
import { changeOfRow } from './change-of-row.ts';

const USER = 'user-1';
const KEY = keys.injury(USER, 'inj_1');
const identify = (parts: readonly string[]): string =>
  `evt_${'0'.repeat(26 - parts.length)}${'1'.repeat(parts.length)}`;
type Row = NonNullable<RowChange['after']>;

const row = (version: number, change: Row = {}): Row => ({
  ...{ v: 1, type: 'injury', id: 'inj_1', ownerId: USER, version, writeId: 'w' },
  ...{ createdAt: '2026-11-01T10:00:00.000Z', updatedAt: '2026-11-01T10:00:00.000Z' },
  data: { bodyPart: 'knee', severity: 'mild' },
  ...change,
});
const tombstone = (version: number): Row => {
  const { data: _data, ...rest } = row(version, { deletedAt: '2026-11-02T10:00:00.000Z' });
  return rest;
};
const change = (before: Row | undefined, after: Row | undefined, more: Partial<RowChange> = {}): RowChange => ({
  kind: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
  key: KEY,
  userId: USER,
  at: Date.parse('2026-11-03T10:00:00Z'),
  before,
  after,
  ...more,
});
const said = (one: RowChange) => changeOfRow(one, identify);
const verb = (one: RowChange) => said(one)?.type.split('.')[3];

test('a change is the envelope of the contract, without a value', () => {
  const after = row(2, {
    data: { bodyPart: 'knee', severity: 'severe', note: 'private' },
    by: 'coach-1',
    traceId: 't-1',
  });
  const found = said(change(row(1), after));
  expect(found).toEqual({
    id: 'evt_00000000000000000000001111',
    type: 'gymcoach.user-profile.injury.updated.v1',
    time: '2026-11-01T10:00:00.000Z',
    actor: { kind: 'user', id: 'coach-1' },
    subjectId: USER,
    resource: { kind: 'injury', id: 'inj_1', version: 2 },
    data: { changed: ['note', 'severity'] },
    traceId: 't-1',
  });
  expect(JSON.stringify(found)).not.toMatch(/private|severe"/);
  expect(isChange(found)).toBe(true);
});

test('a row that does not say who wrote it was written by the system', () => {
  expect(said(change(undefined, row(1)))).toMatchObject({ actor: { kind: 'system' } });
  expect(said(change(undefined, row(1)))).not.toHaveProperty('traceId');
});

test('created, updated, deleted, created again', () => {
  expect(verb(change(undefined, row(1)))).toBe('created');
  expect(verb(change(row(1), row(2)))).toBe('updated');
  expect(verb(change(row(2), tombstone(3)))).toBe('deleted');
  expect(verb(change(tombstone(3), row(4)))).toBe('created');
  expect(said(change(row(2), tombstone(3)))).toMatchObject({
    time: '2026-11-02T10:00:00.000Z',
    resource: { version: 3 },
    data: { changed: [] },
  });
  expect(said(change(tombstone(3), row(4)))?.data).toEqual({ changed: ['bodyPart', 'severity'] });
});

test('no new version is no change', () => {
  expect(said(change(row(2), row(2, { summary: 'in an index' })))).toBeUndefined();
  expect(said(change(tombstone(3), tombstone(3)))).toBeUndefined();
});

test('removed rows are TTL at work, or the end of everything of a person', () => {
  expect(said(change(row(2), undefined))).toBeUndefined();
  expect(said(change(tombstone(2), undefined))).toBeUndefined();
});

test('rows that are for the system count nothing, and the feed never counts its own', () => {
  const others = [
    ...[keys.account(USER), feedKeys.head(USER), feedKeys.manifest(USER, 0), keys.avatarUpload(USER, 'upl_1')],
    ...[keys.roleAssignment(USER, 'coach'), keys.coachRoster(USER)],
  ];
  for (const key of others) expect(said(change(undefined, row(1), { key }))).toBeUndefined();
  for (const key of [feedKeys.change(USER, 1), keys.accessLog(USER, '202611', 'a'), keys.role('coach')]) {
    expect(said(change(undefined, row(1), { key, userId: undefined }))).toBeUndefined();
  }
});

test('each side of a coach link, and the sender of an invitation, is told in their own feed', () => {
  const link = { v: 1, id: 'rel_1', version: 2, status: 'ended', areas: ['plan'], tokenHash: 'x' };
  const before = { ...link, version: 1, status: 'active', tokenHash: 'y' };
  for (const key of [keys.coachLink(USER, 'coach'), keys.clientLink(USER, 'client')]) {
    expect(said(change(before, link, { key }))).toMatchObject({
      type: 'gymcoach.access.coach-link.updated.v1',
      subjectId: USER,
      data: { changed: ['status'] },
    });
  }
  const key = keys.sentInvitation(USER, 'inv_1');
  expect(verb(change(undefined, { ...link, version: 1 }, { key }))).toBe('created');
});

test('the old image tells what changed, and nothing hangs on it', () => {
  expect(verb(change(undefined, row(2), { kind: 'MODIFY' }))).toBe('updated');
  expect(verb(change(undefined, row(1), { kind: 'MODIFY' }))).toBe('created');
  expect(verb(change(undefined, tombstone(5), { kind: 'MODIFY' }))).toBe('deleted');
});

test.each([
  ['no new image', change(row(1), undefined, { kind: 'MODIFY' })],
  ['an unknown schema version', change(undefined, row(1, { v: 2 }))],
  ['no version', change(undefined, row(1, { version: 'one' }))],
  ['a version that is none', change(undefined, row(0))],
  ['no id', change(undefined, row(1, { id: '' }))],
])('a row that counts and has %s cannot be understood', (_, one) => {
  expect(() => said(one)).toThrow();
});

test('whatever a row holds, the change is a valid one and small', () => {
  const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Row[string]>; // what a row holds is JSON
  const data = fc.dictionary(fc.string({ maxLength: 100 }), value, { maxKeys: 150 });
  const after = fc.record({ by: value, traceId: value, updatedAt: value, data });
  fc.assert(
    fc.property(after, data, (now, old) => {
      const found = said(change(row(1, { data: old }), row(2, now)));
      expect([isChange(found), JSON.stringify(found).length < 10_000]).toEqual([true, true]);
    }),
    { numRuns: 300 },
  );
});
