/** One configuration for every suite; `--selectProjects unit`, `cards` or `browser` picks one. */
const base = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: false },
          experimental: { keepImportAssertions: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironment: 'node',
  // What commands write there is none of the source, such as the copy of the app that `npm run hubspot:static` makes.
  modulePathIgnorePatterns: ['<rootDir>/hubspot-project/.*/dist/', '<rootDir>/data/'],
};

/** The cards are React 18, from the packages of hubspot-project/app. */
const typescript = '^.+\\.tsx?$';
const [swc, options] = base.transform[typescript];
const jsx = {
  parser: { syntax: 'typescript', tsx: true },
  transform: { react: { runtime: 'automatic' } },
};
const cards = {
  ...base,
  displayName: 'cards',
  testMatch: ['<rootDir>/tests/hubspot-project/**/*.test.tsx'],
  transform: { [typescript]: [swc, { ...options, jsc: { ...options.jsc, ...jsx } }] },
  resolver: '<rootDir>/tests/support/cards-resolver.cjs',
};

export default {
  watchman: false,
  // Several tests at a time on a busy machine: what takes milliseconds alone may take seconds there. It counts only here.
  testTimeout: 20_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/browser/'],
      globalSetup: '<rootDir>/tests/support/global-setup.mjs',
      globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
    },
    cards,
    { ...base, displayName: 'browser', testMatch: ['<rootDir>/tests/browser/**/*.test.ts'] },
  ],
};
