// Secrets in the manifests.
import type { Rule } from '../rule.ts';
import { rule as annotations } from './annotations/rule.ts';
import { rule as commandLine } from './command-line/rule.ts';
import { rule as configMap } from './config-map/rule.ts';
import { rule as environment } from './environment/rule.ts';
import { rule as filesOverVariables } from './files-over-variables/rule.ts';

export const secretsRules: readonly Rule[] = [
  annotations,
  commandLine,
  configMap,
  environment,
  filesOverVariables,
];
