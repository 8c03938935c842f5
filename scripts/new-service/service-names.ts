import type { Kind } from '../../layers/core/auth/catalogue.ts';

/** One name in every spelling that the generated files need. */
export interface ServiceNames {
  /** `water-intake`. */
  readonly kebab: string;
  /** `waterIntake`. */
  readonly camel: string;
  /** `WaterIntake`. */
  readonly pascal: string;
  /** `WATER_INTAKE`. */
  readonly upper: string;
  /** `water intake`. */
  readonly words: string;
  /** `Water intake`. */
  readonly title: string;
  /** Permission kind. */
  readonly kind: Kind;
}

/** Characters: the role of its function has 64, of which the longest stage and region leave so many. */
export const LONGEST_SERVICE_NAME = 22;

/** Names of the template's own things: two of one name would not compile. */
const TAKEN = ['account', 'auth', 'call', 'clock', 'collection', 'cursors', 'deps', 'ephemeral', 'handler', 'item']
  .concat(['key', 'keys', 'main', 'new-id', 'now', 'platform', 'static', 'stores', 'table', 'type', 'user-path'])
  .concat(['versioned', 'value', 'routes', 'api', 'core', 'shared', 'stored', 'record']);

/** Throws an error of one clear line for a name that cannot be a folder, a path and an identifier at once. */
export function serviceNames(name: string, kind: Kind): ServiceNames {
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name) || name.length > LONGEST_SERVICE_NAME) {
    throw new Error(
      `"${name}" is no name: up to ${LONGEST_SERVICE_NAME} of a-z, 0-9 and single hyphens, as in water-intake`,
    );
  }
  if (name.endsWith('-service')) {
    throw new Error(`leave "-service" out, it is added: ${name.slice(0, -'-service'.length)}`);
  }
  const words = name.split('-');
  const pascal = words.map(capital).join('');
  const camel = `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
  if (TAKEN.includes(name) || !isIdentifier(camel))
    throw new Error(`"${name}" has a meaning of its own in the code: choose another`);
  return {
    kebab: name,
    camel,
    pascal,
    upper: name.replaceAll('-', '_').toUpperCase(),
    words: words.join(' '),
    title: capital(words.join(' ')),
    kind,
  };
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** Words of the language (`class`, `new`) are none. */
function isIdentifier(word: string): boolean {
  try {
    new Function(`"use strict"; const ${word} = 0;`);
    return true;
  } catch {
    return false;
  }
}
