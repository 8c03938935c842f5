import { expectDescribed } from '../support/openapi-response.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const PROBLEM_TYPE = { 'Content-Type': 'application/problem+json' };
const PREFERENCES = {
  units: { load: 'kg', distance: 'km', length: 'cm', energy: 'kcal' },
  locale: 'en',
  timeZone: 'UTC',
  weekStartsOn: 'monday',
  privacy: 'private',
  rounding: { loadGrams: 2500 },
  version: 0,
};
const PATH = '/v1/users/me/preferences';
const problem = (status: number) => ({
  type: 'urn:gymcoach:problem:x',
  title: 'x',
  status,
  detail: 'x',
  instance: 'x',
  code: 'x.y',
  traceId: 'x',
});

test('passes what is described, as text or parsed, whatever the query', () => {
  expectDescribed('GET', PATH, 200, JSON_TYPE, PREFERENCES);
  expectDescribed('GET', `${PATH}?a=b`, 200, new Headers(JSON_TYPE), JSON.stringify(PREFERENCES));
  expectDescribed('GET', PATH, 304, {}, '');
  expectDescribed('GET', PATH, 401, PROBLEM_TYPE, problem(401));
});

test('refuses a status, a media type, a body and a field that are not described', () => {
  expect(() => expectDescribed('GET', PATH, 418, JSON_TYPE, PREFERENCES)).toThrow('does not describe this status');
  expect(() => expectDescribed('GET', PATH, 200, { 'content-type': 'text/html' }, '')).toThrow(
    'content-type text/html',
  );
  expect(() => expectDescribed('GET', PATH, 304, {}, 'x')).toThrow('described without a body');
  expect(() => expectDescribed('GET', PATH, 200, JSON_TYPE, { ...PREFERENCES, locale: 1 })).toThrow('/locale');
  expect(() => expectDescribed('GET', PATH, 200, JSON_TYPE, { ...PREFERENCES, more: 1 })).toThrow('additional');
  const deep = { ...PREFERENCES, units: { ...PREFERENCES.units, more: 1 } };
  expect(() => expectDescribed('GET', PATH, 200, JSON_TYPE, deep)).toThrow('additional');
  expect(() => expectDescribed('GET', PATH, 401, PROBLEM_TYPE, problem(403))).toThrow('other status');
});

test('a fixed path wins over a parameter, and what is no operation must be refused as such', () => {
  expectDescribed('GET', '/no/such/path', 404, PROBLEM_TYPE, problem(404));
  expectDescribed('DELETE', PATH, 405, PROBLEM_TYPE, problem(405));
  expect(() => expectDescribed('GET', '/no/such/path', 200, JSON_TYPE, {})).toThrow('does not describe');
  expect(() => expectDescribed('DELETE', PATH, 404, PROBLEM_TYPE, problem(404))).toThrow('does not describe');
});
