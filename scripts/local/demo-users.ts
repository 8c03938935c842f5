/** A person of the demo data. The password is public: such users exist in the local stage only. */
export interface DemoUser {
  readonly name: string;
  /** The token's `sub`: the same after a reset, so that paths can be kept. */
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly groups: readonly string[];
}

const demoUser = (name: string, digit: string, groups: readonly string[]): DemoUser => ({
  name,
  id: `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`,
  email: `${name}@example.com`,
  password: `${name.charAt(0).toUpperCase()}${name.slice(1)}-demo-2026`,
  groups,
});

/** `member` is coached by `coach`; `other` has nothing to do with them. */
export const demoUsers: readonly DemoUser[] = [
  demoUser('member', '1', []),
  demoUser('other', '2', []),
  demoUser('coach', '3', ['coach']),
  demoUser('admin', '4', ['admin']),
];

/** Throws for a name that is not among them. */
export function findDemoUser(name: string): DemoUser {
  const user = demoUsers.find((candidate) => candidate.name === name);
  if (user === undefined) {
    throw new Error(
      `there is no demo user "${name}"; choose one of ${demoUsers.map((known) => known.name).join(', ')}`,
    );
  }
  return user;
}
