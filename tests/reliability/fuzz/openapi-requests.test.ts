import { Ajv2020 } from 'ajv/dist/2020.js';
import { formats, patterns } from '../../../middleware/contract/runtime.ts';
import { documentedOperations } from '../../support/openapi/operations.ts';
import { writeRequest } from '../../support/openapi/request-draft.ts';
import { createRequestSource, type GeneratedRequest } from '../../support/openapi-requests.ts';

const REQUESTS = 2_000;
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { ...patterns, ...formats } });
const callers = ['member', 'admin'].map((name, index) => ({ name, id: `${index}`.repeat(8) }));
const [subject = { name: '', id: '' }] = callers;

function generate(seed: number): readonly GeneratedRequest[] {
  const source = createRequestSource({ seed, callers, subject });
  return Array.from({ length: REQUESTS }, () => source.next());
}
const requests = generate(5);
const withBody = requests.filter(({ operation, draft }) => operation.body !== undefined && draft.raw === undefined);
const keepsItsSchema = ({ operation, draft }: GeneratedRequest): boolean =>
  ajv.validate(operation.body?.schema ?? {}, draft.json);

test('the same seed gives the same requests, another gives others', () => {
  const written = (all: readonly GeneratedRequest[]): string =>
    JSON.stringify(all.map(({ fault, draft: { json: _json, raw: _raw, ...rest } }) => [fault, writeRequest(rest)])); // dates in bodies are of today
  const before = written(requests);
  expect([written(generate(5)) === before, written(generate(6)) === before]).toEqual([true, false]);
});

test('every operation of the document is asked, with and without a fault', () => {
  const asked = (faulty: boolean): readonly string[] =>
    [
      ...new Set(
        requests.filter(({ fault }) => (fault !== undefined) === faulty).map(({ operation }) => operation.operationId),
      ),
    ].sort();
  const all = documentedOperations()
    .map(({ operationId }) => operationId)
    .sort();
  expect([asked(false), asked(true)]).toEqual([all, all]);
});

test('a body keeps its schema exactly when nothing is wrong with it', () => {
  const aboutTheBody = ({ fault }: GeneratedRequest): boolean => fault?.startsWith('body ') === true;
  const wrong = withBody.filter((request) => keepsItsSchema(request) === aboutTheBody(request));
  expect(wrong.map(({ operation, fault, draft }) => [operation.operationId, fault, draft.json])).toEqual([]);
  expect(withBody.filter(aboutTheBody).length).toBeGreaterThan(50);
});

test('a body is broken in its own text, too, where its schema would take it once it is parsed', () => {
  const parses = (text: unknown): unknown => {
    try {
      return JSON.parse(String(text));
    } catch {
      return undefined;
    }
  };
  const hidden = requests.filter(
    ({ operation, draft, fault }) =>
      fault?.startsWith('body /') === true &&
      typeof draft.raw === 'string' &&
      ajv.validate(operation.body?.schema ?? {}, parses(draft.raw)),
  );
  const kinds = new Set(hidden.map(({ fault = '' }) => fault.replace(/^body \S+ /, '')));
  expect([...kinds]).toEqual(expect.arrayContaining(['twice', 'twice, once escaped', 'with U+FFFD']));
});

test('a request without a fault has every header that is required', () => {
  for (const { operation, draft, fault } of requests) {
    if (fault !== undefined) continue;
    const required = operation.parameters.filter((one) => one.required && one.in === 'header');
    expect(Object.keys(draft.headers)).toEqual(expect.arrayContaining(required.map(({ name }) => name.toLowerCase())));
  }
});
