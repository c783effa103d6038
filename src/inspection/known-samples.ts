// Data: SHA-256 of secrets that are public on purpose, so that documentation is not taken for a leak.

/** Digest of the secret (without white space) → where everybody may read it. */
export const knownSamples: ReadonlyMap<string, string> = new Map([
  ['0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059', 'the storage emulator Azurite'],
  ['184e4f79d6cb70d95d9063b3d83831c41f5f1a09730634bd50de8465de6a24ed', 'the documentation of Docker'],
  ['1a5d44a2dca19669d72edf4c4f1c27c4c1ca4b4408fbb17f6ce4ad452d78ddb3', 'the documentation of AWS'],
  ['33a6d3750d9a769b1c15ed2c4c2aa19f88fd673de6f98ca5327fb78639770e8d', 'the documentation of Docker'],
  ['38908069e91508b3e601b4e02b9500e1c73d826f2d825e9148d8ff7502344945', "the examples of GitHub's webhooks"],
  ['78314b11be2e581549ac1c4f616563fad3fdf0c3b71678f6e2299182080e0598', 'the documentation of AWS'],
  ['7f75367e7881255134e1375e723d1dea8ad5f6a4fdb79d938df1f1754a830606', 'jwt.io'],
  [
    '976b57ee8acdfcf45f76bcc5e329a23655bd0e1e7eeffd8ec98bab6ca6cdd660',
    "articles on the form of GitHub's tokens",
  ],
  ['9ec0be036c22f06fc32c70cf32aac22a57d0970de0b7072381f49af5b81d11c2', 'the documentation of Docker'],
  ['aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615', 'the Azure Cosmos DB emulator'],
  ['b5b17ca1d65733bbbdf82a5ca9164a549f0b077846125f397658b468c4292e16', 'the documentation of Docker'],
  ['bb54574a88d7fa3176909df4aacf49fe8c3963ca802e20dc0c2d964f670131f6', 'the documentation of Docker'],
  ['c6ea27c534f993d31f0aef882e3d200e7b87470c379ae79c8f9b19d3bd363dc9', 'the documentation of AWS'],
  ['e21b597ba6b9cafa59d9ebc4d65c0385f5eb3fa56abab2607fa76589ad849a33', 'the documentation of AWS'],
  ['fbc5f7847129b77feba0d8f038e18af159add07e989c590143a85e83e7bf5d2f', 'the documentation of Docker'],
]);
