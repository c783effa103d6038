// How far something is proven, in the words of docs/coverage.md.

export type Proof = 'proven on real data' | 'by cases of our own' | 'not proven';
