// The list of commands in the order of the help; each loads only when asked for.
import type { CommandEntry } from './command.ts';

export const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'what is in an image, and what is known about it',
    load: async () => (await import('./scan.ts')).scan,
  },
  {
    name: 'gate',
    summary: 'the verdict: may it be merged, is it fit to run',
    load: async () => (await import('./gate.ts')).gate,
  },
  {
    name: 'stack',
    summary: 'the verdict on infrastructure as code: manifests or a Pulumi state',
    load: async () => (await import('./stack.ts')).stack,
  },
  {
    name: 'sign',
    summary: 'gate an image, and sign it when it is fit to run',
    load: async () => (await import('./sign.ts')).sign,
  },
  {
    name: 'attest',
    summary: 'attach attestations to an image',
    load: async () => (await import('./attest.ts')).attest,
  },
  {
    name: 'verify',
    summary: 'is an image believed, by what is attached to it',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'promote',
    summary: 'move an image to the next stage, with its evidence',
    load: async () => (await import('./promote.ts')).promote,
  },
  {
    name: 'quarantine',
    summary: 'take an image out of use, or release it',
    load: async () => (await import('./quarantine.ts')).quarantine,
  },
  {
    name: 'evidence',
    summary: 'everything attached to an image, by whom, valid or why not',
    load: async () => (await import('./evidence.ts')).evidence,
  },
  {
    name: 'reach',
    summary: 'who can reach whom in a stack, why, and what a change opens',
    load: async () => (await import('./reach.ts')).reach,
  },
  {
    name: 'db',
    summary: 'the local advisory store: update, status',
    load: async () => (await import('./db.ts')).db,
  },
  {
    name: 'init',
    summary: 'write a commented seaworthy.yaml and a workflow',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'waive',
    summary: 'write an exemption with owner, reason and last day into the policy',
    load: async () => (await import('./waive.ts')).waive,
  },
  {
    name: 'doctor',
    summary: 'why the gate could be bypassed, or would never report',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  { name: 'policy', summary: 'check a policy file', load: async () => (await import('./policy.ts')).policy },
  {
    name: 'completion',
    summary: 'completion script for bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion,
  },
];
