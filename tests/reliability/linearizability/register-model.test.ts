import { isLinearizable } from '../../support/linearizability.ts';
import { type RegisterOperation, registerModel } from './register-model.ts';

const model = registerModel({ version: 1, value: 'a' });
const LOST = Number.POSITIVE_INFINITY;
const read = (version: number, value: string): RegisterOperation => ({ is: 'read', found: { version, value } });
const write = (expected: number, value: string, outcome: 'done' | 'unknown' = 'done'): RegisterOperation => ({
  ...{ is: 'write', expected, value, outcome },
});
const refused = (expected: number, current: number): RegisterOperation => ({
  ...{ is: 'write', expected, outcome: 'refused', current },
});

type Line = readonly [invoked: number, returned: number, operation: RegisterOperation];
const linearizable = (...lines: readonly Line[]): boolean =>
  isLinearizable(
    model,
    lines.map(([invoked, returned, operation]) => ({ invoked, returned, operation })),
  );

test.each<[string, readonly Line[]]>([
  [
    'a read beside a write sees what was before it',
    [
      [1, 4, write(1, 'b')],
      [2, 3, read(1, 'a')],
    ],
  ],
  [
    'or what it wrote',
    [
      [1, 4, write(1, 'b')],
      [2, 3, read(2, 'b')],
    ],
  ],
  [
    'of two writes on one version one is refused',
    [
      [1, 4, write(1, 'b')],
      [2, 3, refused(1, 2)],
    ],
  ],
  [
    'a write whose answer was lost may have taken effect, late',
    [
      [1, LOST, write(1, 'b', 'unknown')],
      [2, 3, read(1, 'a')],
      [4, 5, read(2, 'b')],
    ],
  ],
  [
    'or never',
    [
      [1, LOST, write(1, 'b', 'unknown')],
      [2, 3, write(1, 'c')],
      [4, 5, read(2, 'c')],
    ],
  ],
])('one copy can have answered so: %s', (_, lines) => {
  expect(linearizable(...lines)).toBe(true);
});

test.each<[string, readonly Line[]]>([
  [
    'a read after a write sees what was before it',
    [
      [1, 2, write(1, 'b')],
      [3, 4, read(1, 'a')],
    ],
  ],
  [
    'two writes on one version are done',
    [
      [1, 4, write(1, 'b')],
      [2, 3, write(1, 'c')],
    ],
  ],
  [
    'two reads go back in time',
    [
      [1, 6, write(1, 'b')],
      [2, 3, read(2, 'b')],
      [4, 5, read(1, 'a')],
    ],
  ],
  [
    'a lost write takes effect twice',
    [
      [1, LOST, write(1, 'b', 'unknown')],
      [2, 3, read(3, 'b')],
    ],
  ],
  ['a write is refused by a version that nobody made', [[1, 2, refused(2, 3)]]],
  [
    'a lost write takes effect before it was sent',
    [
      [1, 2, read(2, 'b')],
      [3, LOST, write(1, 'b', 'unknown')],
    ],
  ],
])('one copy cannot have answered so: %s', (_, lines) => {
  expect(linearizable(...lines)).toBe(false);
});
