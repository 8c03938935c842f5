/** Unit and type tests sit beside the code; the other kinds live in tests/, one project each. */
const base = {
  testEnvironment: 'node',
  transform: {
    '\\.m?[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@middy/|typebox/|@seriousme/|jose/)'],
  moduleNameMapper: {
    '^@middy/([^/]+)$': '<rootDir>/node_modules/@middy/$1/index.js',
    '^@gymcoach/core/(.+)$': '<rootDir>/layers/core/$1.ts',
    '^@gymcoach/middleware/(.+)$': '<rootDir>/middleware/$1.ts',
  },
  modulePathIgnorePatterns: [
    '/\\.build/',
    '/\\.esbuild/',
    '/\\.local/',
    '/\\.venv/',
    '/layers/core/(lib|dist)/',
    '/tests/(bench|deploy)/node_modules/',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/\\.'],
};

export default {
  maxWorkers: 2,
  // The second one compares what functions ask of AWS with their roles.
  reporters: ['default', '<rootDir>/tests/iam/suite-reporter.ts'],
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{layers,middleware,platform,services,scripts,tests/bench,tests/deploy}/**/*.test.ts'],
    },
    { ...base, displayName: 'contract', testMatch: ['<rootDir>/tests/contract/**/*.test.ts'] },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/tests/integration/**/*.test.ts'] },
    { ...base, displayName: 'reliability', testMatch: ['<rootDir>/tests/reliability/**/*.test.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'] },
  ],
};
