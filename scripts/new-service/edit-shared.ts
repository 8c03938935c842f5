import { readYaml } from '../build/read-yaml.ts';
import type { ServiceNames } from './service-names.ts';

/** The line of the key builders before which new ones go. */
const ANCHOR = '  cursorSecret: ';

/** The source of layers/core/table/keys.ts with a key for the new resource. Throws when the name is taken. */
export function withKey(source: string, { kebab, camel }: ServiceNames): string {
  const sort = kebab.toUpperCase();
  if (new RegExp(`^  ${camel}: `, 'm').test(source) || source.includes(`'${sort}'`)) {
    throw new Error(`layers/core/table/keys.ts has a key "${camel}" or '${sort}' already`);
  }
  const at = source.indexOf(ANCHOR);
  if (at === -1) throw new Error(`layers/core/table/keys.ts has no line "${ANCHOR.trim()}" to put a key before`);
  const key = `  ${camel}: (userId: string): Key => own(userId, '${sort}'),\n`;
  return `${source.slice(0, at)}${key}${source.slice(at)}`;
}

/** The text of services/serverless-compose.yml with the new stack at its end. */
export function withStack(source: string, { kebab }: ServiceNames): string {
  return `${source.trimEnd()}\n  ${kebab}:\n    path: ${kebab}-service\n    dependsOn: platform\n`;
}

/** Names of the stacks that a compose file lists. */
export function composedStacks(file: string): readonly string[] {
  const { services } = readYaml(file) as { services?: object }; // our own file
  return Object.keys(services ?? {});
}
