import type { SequentialModel } from '../../support/linearizability.ts';

/** A resource with one text, seen through its API. */
export interface Register {
  readonly version: number;
  readonly value: string;
}

/**
 * `read`: what was answered. `write` on the condition of a version: `done`; `refused` with the version that is there (412);
 * `unknown` where the answer was lost.
 */
export type RegisterOperation =
  | { readonly is: 'read'; readonly found: Register }
  | { readonly is: 'write'; readonly expected: number; readonly value: string; readonly outcome: 'done' | 'unknown' }
  | { readonly is: 'write'; readonly expected: number; readonly outcome: 'refused'; readonly current: number };

/** A single copy of the register. */
export const registerModel = (initial: Register): SequentialModel<Register, RegisterOperation> => ({
  initial,
  step(state, operation) {
    if (operation.is === 'read') {
      return operation.found.version === state.version && operation.found.value === state.value ? state : undefined;
    }
    if (operation.outcome === 'refused') {
      return state.version !== operation.expected && state.version === operation.current ? state : undefined;
    }
    return state.version === operation.expected ? { version: state.version + 1, value: operation.value } : undefined;
  },
  keyOf: ({ version, value }) => `${version} ${value}`,
});
