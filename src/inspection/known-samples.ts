// Data: SHA-256 of secrets that are public on purpose, so that documentation is not taken for a leak.

/** Digest of the secret (without white space) → where everybody may read it. */
export const knownSamples: ReadonlyMap<string, string> = new Map([
  ['0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059', 'the storage emulator Azurite'],
  ['1a5d44a2dca19669d72edf4c4f1c27c4c1ca4b4408fbb17f6ce4ad452d78ddb3', 'the documentation of AWS'],
  ['78314b11be2e581549ac1c4f616563fad3fdf0c3b71678f6e2299182080e0598', 'the documentation of AWS'],
  ['7f75367e7881255134e1375e723d1dea8ad5f6a4fdb79d938df1f1754a830606', 'jwt.io'],
  [
    '976b57ee8acdfcf45f76bcc5e329a23655bd0e1e7eeffd8ec98bab6ca6cdd660',
    "articles on the form of GitHub's tokens",
  ],
  ['aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615', 'the Azure Cosmos DB emulator'],
  ['c6ea27c534f993d31f0aef882e3d200e7b87470c379ae79c8f9b19d3bd363dc9', 'the documentation of AWS'],
  ['e21b597ba6b9cafa59d9ebc4d65c0385f5eb3fa56abab2607fa76589ad849a33', 'the documentation of AWS'],
]);
