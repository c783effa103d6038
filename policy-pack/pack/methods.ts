// The calls of the analyzer service (pulumi/proto/analyzer.proto).

export const methods = [
  'Analyze',
  'AnalyzeStack',
  'Remediate',
  'GetAnalyzerInfo',
  'GetPluginInfo',
  'Configure',
  'Handshake',
  'ConfigureStack',
  'Cancel',
] as const;
export type Method = (typeof methods)[number];
