// The heavier suite: real registries, engines and tools.
import fast from './jest.config.js';

export default {
  ...fast,
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 300_000,
  // Some files wait more than they work.
  maxWorkers: 3,
};
