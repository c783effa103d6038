// What single package URL types ask beyond the general grammar (purl-spec, types/*-definition.json), as data.

/** Rules of one type; an absent rule leaves the component as it is. */
export interface PurlTypeRules {
  readonly namespace?: 'required' | 'prohibited';
  /** Components that the type compares without case and writes in lower case. */
  readonly lower?: readonly ('namespace' | 'name' | 'version')[];
  /** Pattern that the whole name must match. */
  readonly name?: RegExp;
  /** Pattern that the whole version must match. */
  readonly version?: RegExp;
  readonly requiredQualifiers?: readonly string[];
  /** Upper-case qualifier keys are refused, where other types read them in lower case. */
  readonly strictKeys?: boolean;
  /** The first segment alone is the namespace; the name may hold slashes. */
  readonly namespaceIsHost?: boolean;
  /** Runs of `-`, `_` and `.` are the same and written `-` (PEP 503). */
  readonly dashes?: boolean;
  /** Of several hosts as namespace, those whose names are compared without case. */
  readonly lowerNameFor?: readonly string[];
  /** A Databricks address makes the name caseless, every other tracking server keeps it. */
  readonly lowerNameWithRepository?: RegExp;
}

const none: PurlTypeRules = {};
const noNamespace: PurlTypeRules = { namespace: 'prohibited' };
const lowerAll: PurlTypeRules = { lower: ['namespace', 'name'] };

const rules: ReadonlyMap<string, PurlTypeRules> = new Map<string, PurlTypeRules>([
  ['alpm', lowerAll],
  ['apk', lowerAll],
  ['bazel', noNamespace],
  ['bitbucket', { namespace: 'required', lower: ['namespace', 'name'] }],
  ['bitnami', { namespace: 'prohibited', lower: ['name'] }],
  ['brew', lowerAll],
  ['cargo', noNamespace],
  [
    'chrome-extension',
    { namespace: 'prohibited', name: /^[a-p]{32}$/, version: /^[0-9]+(?:\.[0-9]+){0,3}$/ },
  ],
  ['cocoapods', noNamespace],
  ['composer', { namespace: 'required', lower: ['namespace', 'name'] }],
  ['conda', noNamespace],
  ['cpan', { name: /^(?!.*::)/ }],
  ['cran', noNamespace],
  ['deb', lowerAll],
  ['gem', { namespace: 'prohibited', strictKeys: true }],
  [
    'git',
    {
      namespace: 'required',
      namespaceIsHost: true,
      lower: ['namespace'],
      lowerNameFor: ['bitbucket', 'bitbucket.org', 'github', 'github.com'],
    },
  ],
  ['github', { namespace: 'required', lower: ['namespace', 'name'] }],
  ['golang', lowerAll],
  ['hackage', noNamespace],
  ['hex', lowerAll],
  ['huggingface', { namespace: 'required', lower: ['version'] }],
  ['julia', { namespace: 'prohibited', requiredQualifiers: ['uuid'] }],
  ['maven', { namespace: 'required' }],
  ['mlflow', { namespace: 'prohibited', lowerNameWithRepository: /^(?:https?:\/\/)?[^/]*databricks[^/]*/i }],
  ['nuget', noNamespace],
  ['oci', { namespace: 'prohibited', lower: ['name'] }],
  ['opam', noNamespace],
  ['otp', { namespace: 'prohibited', lower: ['name'] }],
  ['pub', { namespace: 'prohibited', lower: ['name'] }],
  ['pypi', { namespace: 'prohibited', lower: ['name'], dashes: true }],
  ['rpm', { lower: ['namespace'], strictKeys: true }],
  ['swid', { requiredQualifiers: ['tag_id'] }],
  ['swift', { namespace: 'required' }],
  ['vcpkg', { namespace: 'prohibited', lower: ['name'] }],
  ['vscode-extension', { namespace: 'required' }],
]);

/** Rules of a lower-case type; unknown types have none. */
export function purlTypeRules(type: string): PurlTypeRules {
  return rules.get(type) ?? none;
}
