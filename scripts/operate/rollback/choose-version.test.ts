import { chooseVersion } from './choose-version.ts';

const versions = ['$LATEST', '1', '2', '3', '10', '11', '12'];
const releases = [
  { from: '10', to: '12' },
  { from: '3', to: '10' },
];

test('goes back to what the current version has replaced, past one whose release failed', () => {
  expect(chooseVersion({ current: '12', versions, releases }).to).toBe('10');
  // And, said again, further back.
  expect(chooseVersion({ current: '10', versions, releases }).to).toBe('3');
});

test('without a memory of releases it takes the next lower number, not the next lower text', () => {
  expect(chooseVersion({ current: '12', versions, releases: [] }).to).toBe('11');
  expect(chooseVersion({ current: '10', versions, releases: [] }).to).toBe('3');
});

test('a version that is gone is not gone back to', () => {
  const left = versions.filter((version) => version !== '10');
  expect(chooseVersion({ current: '12', versions: left, releases })).toMatchObject({ to: '11' });
});

test('a release of the way back itself leads nowhere', () => {
  expect(chooseVersion({ current: '10', versions, releases: [{ from: '10', to: '10' }, ...releases] }).to).toBe('3');
});

test('takes the version that is named, when it is there', () => {
  expect(chooseVersion({ current: '12', versions, releases, wanted: '2' })).toEqual({ to: '2', why: 'as told' });
  expect(() => chooseVersion({ current: '12', versions, releases, wanted: '7' })).toThrow(
    'there is no version 7; there are 1, 2, 3, 10, 11, 12',
  );
  expect(() => chooseVersion({ current: '12', versions, releases, wanted: '12' })).toThrow('live already');
  expect(() => chooseVersion({ current: '12', versions, releases, wanted: '$LATEST' })).toThrow('no version $LATEST');
});

test('says so when there is nothing to go back to', () => {
  expect(() => chooseVersion({ current: '1', versions: ['$LATEST', '1'], releases: [] })).toThrow(
    'nothing to go back to',
  );
});
