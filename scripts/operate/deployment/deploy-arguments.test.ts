import { readDeployArguments } from './deploy-arguments.ts';

const names = (...args: string[]) => readDeployArguments(args).stacks.map(({ name }) => name);

test('without more than a stage it is every stack, the platform first', () => {
  expect(names('--stage', 'dev')[0]).toBe('gymcoach-platform');
  expect(names('--stage', 'dev').length).toBeGreaterThan(3);
});

test('a stage may have the longest name that fits into every role', () => {
  expect(readDeployArguments(['--stage', 'a'.repeat(13)]).stage.name).toBe('a'.repeat(13));
});

test('--only is one service by any of its names, --infrastructure-only the platform', () => {
  for (const only of ['user-profile', 'user-profile-service', 'gymcoach-user-profile'])
    expect(names('--stage', 'dev', '--only', only)).toEqual(['gymcoach-user-profile']);
  expect(names('--stage', 'dev', '--infrastructure-only')).toEqual(['gymcoach-platform']);
  expect(readDeployArguments(['--stage', 'dev', '--force'])).toMatchObject({ force: true });
});

test('figures for this deployment alone are those of the table', () => {
  const { params } = readDeployArguments(['--stage', 'dev', '--param', 'memory=512', '--param', 'logLevel=debug']);
  expect(params).toEqual(['memory=512', 'logLevel=debug']);
  expect(readDeployArguments(['--stage', 'dev']).params).toEqual([]);
  const [platform] = readDeployArguments(['--stage', 'dev', '--param', 'reservedConcurrency=7']).stacks;
  expect(platform?.get('functions.system.reservedConcurrency')).toBe('7');
});

test.each([
  [[], /^--stage is missing\nusage: npm run deploy/],
  [['--stage', ''], /^"" cannot be a stage/],
  [['--stage', 'Prod!'], /^"Prod!" cannot be a stage: a letter and at most 12 of a-z/],
  [['--stage', 'a'.repeat(14)], /cannot be a stage/],
  [['--stage', 'dev', '--fast'], /Unknown option '--fast'/],
  [['--stage', 'local'], /^the stage "local" is what npm start serves, it is never deployed: try --stage dev$/],
  [['--stage', 'dev', '--only', 'profile'], /^no service "profile"; there are: platform, user-profile, access/],
  [['--stage', 'dev', '--only', 'access', '--infrastructure-only'], /^--only or --infrastructure-only, not both/],
  [['--stage', 'dev', 'access'], /^what is "access" to do here\?\nusage: /],
  [['--stage', 'dev', '--param', 'memroy=512'], /has no figure "memroy"; there are: memory, timeout, /],
  [['--stage', 'dev', '--param', 'memory'], /^--param memory: it has to be <name>=<value>/],
])('%j is refused in one message', (args, said) => {
  expect(() => readDeployArguments(args)).toThrow(said);
});
