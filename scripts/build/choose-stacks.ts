import type { Stack } from './read-stack.ts';

/** `gymcoach-user-profile`, and the folder's `user-profile-service`, as `user-profile`. */
export const shortName = (name: string): string => name.replace(/^gymcoach-/, '').replace(/-service$/, '');

/** The stack that goes by this name, short, of its folder or whole; all of them without one. Throws with the names there are. */
export function chooseStacks<Named extends Pick<Stack, 'name'>>(
  stacks: readonly Named[],
  wanted: string | undefined,
): readonly Named[] {
  if (wanted === undefined) return stacks;
  const chosen = stacks.filter(({ name }) => shortName(name) === shortName(wanted));
  if (chosen.length > 0) return chosen;
  throw new Error(`no service "${wanted}"; there are: ${stacks.map(({ name }) => shortName(name)).join(', ')}`);
}
