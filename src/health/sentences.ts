// One plain sentence for each letter, for people who are no experts.
import type { GradeLetter } from '../terms/verdict.ts';

const sentences: Readonly<Record<GradeLetter, string>> = {
  A: 'Every critical or important security fix that exists is installed.',
  B: 'A serious security fix is missing, but it is recent: critical ones at most 7 days old, important ones at most 30.',
  C: 'A serious security fix has been waiting for some weeks: critical ones at most 30 days, important ones at most 90.',
  D: 'A serious security fix has been waiting for months: critical ones at most 90 days, important ones at most a year.',
  E: 'A critical security fix has been waiting for more than three months.',
  F: 'A serious security fix has been waiting for more than a year.',
};

const silence =
  'No serious fix is missing, but nobody has yet said how bad some known problems without a fix are.';

/** `onlySilence`: the letter comes from nothing but problems without fix and without stated severity. */
export function letterSentence(letter: GradeLetter, onlySilence: boolean): string {
  return onlySilence ? silence : sentences[letter];
}
