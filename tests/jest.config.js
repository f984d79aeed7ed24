/** Runs every test of the repository from its TypeScript source: nothing needs to be built first. */
import { availableParallelism } from 'node:os';

const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
};

export default {
  rootDir: '..',
  testEnvironment: 'node',
  // eventually() has its own, shorter deadline, and says what it waited for.
  testTimeout: 60_000,
  // Jest alone takes one less than there are cores, which is one worker of two; but much of the time of a test of services is
  // waiting. Files keep out of each other's way: each has its own databases, key prefix, folders and ports, and servers of its
  // own where it breaks them.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testSequencer: '<rootDir>/tests/infrastructure/longest-first.cjs',
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/testdata/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@streampact/runtime$': '<rootDir>/runtime/src/index.ts',
    '^@streampact/runtime/nest$': '<rootDir>/runtime/src/nest/index.ts',
    '^@streampact/runtime/testing$': '<rootDir>/runtime/src/testing/index.ts',
    '^@streampact/runtime/tools$': '<rootDir>/runtime/src/tools/index.ts',
    '^@streampact/generated/registry$': '<rootDir>/generated/registry.ts',
    '^@streampact/generated/([^/]+)/testing$': '<rootDir>/generated/$1/testing.ts',
    '^@streampact/generated/([^/]+)$': '<rootDir>/generated/$1/index.ts',
    '^@streampact/local$': '<rootDir>/deploy/local/src/index.ts',
    '^@streampact/edge$': '<rootDir>/services/edge/src/index.ts',
    '^@streampact/((user|order|notification)-service)$': '<rootDir>/services/$1/src/app.module.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: '<rootDir>/tests/infrastructure/global-setup.js',
  globalTeardown: '<rootDir>/tests/infrastructure/global-teardown.js',
};
