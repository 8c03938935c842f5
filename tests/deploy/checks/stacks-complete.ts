import type { Deployed } from '../deployed-stacks.ts';

const IMPORT = /"Fn::ImportValue":"([^"]+)"/g;

/** What is wrong with the stacks as such: their state, a resource that is not there, an import that nobody exports. */
export function stacksComplete({ stacks, exports }: Deployed, states: readonly string[]): readonly string[] {
  return stacks.flatMap(({ name, status, template, resources }) => {
    const missing = Object.entries(template).flatMap(([id, { Type }]) => {
      const found = resources.get(id);
      if (found?.PhysicalResourceId === undefined) return [`${name}: ${id} (${Type}) is not there`];
      if (found.ResourceType !== Type) return [`${name}: ${id} is a ${found.ResourceType}, not a ${Type}`];
      return [];
    });
    const surplus = [...resources.keys()]
      .filter((id) => !(id in template))
      .map((id) => `${name}: ${id} is still there`);
    const imports = [...JSON.stringify(template).matchAll(IMPORT)].map(([, imported = '']) => imported);
    const unknown = imports.filter((imported) => !exports.has(imported));
    return [
      ...(states.includes(status) ? [] : [`${name} is ${status}`]),
      ...missing,
      ...surplus,
      ...[...new Set(unknown)].map((imported) => `${name} imports ${imported}, which nobody exports`),
    ];
  });
}
