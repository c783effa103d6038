// The only file that reads process.env; every variable that Seaworthy listens to stands here.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the environment says, read once by a composition root. */
export interface Environment {
  /** Directory of the advisory store and the layer cache. `SEAWORTHY_HOME`, else the XDG cache directory. */
  readonly home: string;
  /** Directory of Docker's `config.json`. `DOCKER_CONFIG`, else `~/.docker`. */
  readonly dockerConfig: string;
  /** Engine API address, such as `unix:///var/run/docker.sock`. `DOCKER_HOST`. */
  readonly dockerHost: string | undefined;
  /** `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`, either case. */
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
  /** PEM file of further certificate authorities. `SEAWORTHY_CA_FILE`, else `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string | undefined;
  readonly advisories: AdvisoryAddresses;
  /** `NO_COLOR` set to anything turns colour off; `FORCE_COLOR` turns it on. */
  readonly noColor: boolean;
  readonly forceColor: boolean;
  /** Day or instant that everything is judged as of, for rehearsals; `--as-of` beats it. `SEAWORTHY_AS_OF`. */
  readonly asOf: string | undefined;
  /** Directory in which the policy pack writes its own report. `SEAWORTHY_STACK_REPORT`. */
  readonly stackReport: string | undefined;
  /** Password of an encrypted signing key. `SEAWORTHY_KEY_PASSWORD`, else `COSIGN_PASSWORD`, which may be empty. A secret. */
  readonly keyPassword: string | undefined;
  /** HashiCorp Vault or OpenBao, for signing keys there. `VAULT_ADDR`; `VAULT_TOKEN`, a secret. */
  readonly vault: { readonly address: string | undefined; readonly token: string | undefined };
  /** OIDC token for keyless signing outside GitHub Actions. `SIGSTORE_ID_TOKEN`. A secret. */
  readonly identityToken: string | undefined;
  /** Directory in which the shell started whatever runs us. `PWD`. */
  readonly workingDirectory: string | undefined;
  readonly github: GitHubEnvironment;
  /** `INPUT_*` as the Actions runner sets them, names in lower case. */
  readonly inputs: ReadonlyMap<string, string>;
  /** For files of a build that name some of them (Bake, Compose): every variable whose name does not say a secret. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Mirrors of the public advisory services; undefined: the public ones. */
export interface AdvisoryAddresses {
  /** Origin that speaks OSV.dev's API. `SEAWORTHY_OSV_API`. */
  readonly api: string | undefined;
  /** Origin in the layout of the OSV bucket. `SEAWORTHY_OSV_BUCKET`. */
  readonly bucket: string | undefined;
  /** Address of CISA's catalogue of known exploited vulnerabilities. `SEAWORTHY_KEV_URL`. */
  readonly knownExploited: string | undefined;
}

/** What the Actions runner says (docs.github.com, «Default environment variables»). */
export interface GitHubEnvironment {
  readonly actions: boolean;
  /** Token of the command line. `GITHUB_TOKEN`, else `GH_TOKEN`. A secret. */
  readonly token: string | undefined;
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly repository: string | undefined;
  readonly eventName: string | undefined;
  readonly eventPath: string | undefined;
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  readonly baseRef: string | undefined;
  readonly headRef: string | undefined;
  readonly workspace: string | undefined;
  readonly runId: string | undefined;
  readonly runAttempt: string | undefined;
  readonly job: string | undefined;
  readonly workflowRef: string | undefined;
  readonly actor: string | undefined;
  /** `owner/name` and ref of the action that runs; absent for one of the checkout. */
  readonly actionRepository: string | undefined;
  readonly actionRef: string | undefined;
  /** Emptied before and after each job. `RUNNER_TEMP`. */
  readonly runnerTemp: string | undefined;
  readonly outputFile: string | undefined;
  readonly stepSummaryFile: string | undefined;
  readonly oidcRequestUrl: string | undefined;
  readonly oidcRequestToken: string | undefined;
}

/** A file of the change must not send these out within a reference that is asked for. */
const secret = /^(?:INPUT|ACTIONS|VAULT)_|TOKEN|SECRET|PASSW|CREDENTIAL|(?:^|_)(?:KEY|PAT|AUTH)(?:_|$)/i;

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the process's environment, or the variables given (for tests). */
export function readEnvironment(variables: Variables = process.env): Environment {
  const get = (name: string): string | undefined => nonEmpty(variables[name]);
  const cache = get('XDG_CACHE_HOME') ?? join(homedir(), '.cache');
  return {
    home: get('SEAWORTHY_HOME') ?? join(cache, 'seaworthy'),
    dockerConfig: get('DOCKER_CONFIG') ?? join(homedir(), '.docker'),
    dockerHost: get('DOCKER_HOST'),
    httpProxy: get('HTTP_PROXY') ?? get('http_proxy'),
    httpsProxy: get('HTTPS_PROXY') ?? get('https_proxy'),
    noProxy: get('NO_PROXY') ?? get('no_proxy'),
    caFile: get('SEAWORTHY_CA_FILE') ?? get('NODE_EXTRA_CA_CERTS'),
    advisories: {
      api: get('SEAWORTHY_OSV_API'),
      bucket: get('SEAWORTHY_OSV_BUCKET'),
      knownExploited: get('SEAWORTHY_KEV_URL'),
    },
    noColor: get('NO_COLOR') !== undefined,
    forceColor: get('FORCE_COLOR') !== undefined && get('FORCE_COLOR') !== '0',
    asOf: get('SEAWORTHY_AS_OF'),
    stackReport: get('SEAWORTHY_STACK_REPORT'),
    keyPassword: variables.SEAWORTHY_KEY_PASSWORD ?? variables.COSIGN_PASSWORD,
    vault: { address: get('VAULT_ADDR'), token: get('VAULT_TOKEN') },
    identityToken: get('SIGSTORE_ID_TOKEN'),
    workingDirectory: get('PWD'),
    github: readGitHub(get),
    inputs: readInputs(variables),
    variables: new Map(
      Object.entries(variables).flatMap(([name, value]) =>
        value === undefined || secret.test(name) ? [] : [[name, value]],
      ),
    ),
  };
}

function readGitHub(get: (name: string) => string | undefined): GitHubEnvironment {
  return {
    actions: get('GITHUB_ACTIONS') === 'true',
    token: get('GITHUB_TOKEN') ?? get('GH_TOKEN'),
    apiUrl: get('GITHUB_API_URL') ?? 'https://api.github.com',
    serverUrl: get('GITHUB_SERVER_URL') ?? 'https://github.com',
    repository: get('GITHUB_REPOSITORY'),
    eventName: get('GITHUB_EVENT_NAME'),
    eventPath: get('GITHUB_EVENT_PATH'),
    sha: get('GITHUB_SHA'),
    ref: get('GITHUB_REF'),
    baseRef: get('GITHUB_BASE_REF'),
    headRef: get('GITHUB_HEAD_REF'),
    workspace: get('GITHUB_WORKSPACE'),
    runId: get('GITHUB_RUN_ID'),
    runAttempt: get('GITHUB_RUN_ATTEMPT'),
    job: get('GITHUB_JOB'),
    workflowRef: get('GITHUB_WORKFLOW_REF'),
    actor: get('GITHUB_ACTOR'),
    actionRepository: get('GITHUB_ACTION_REPOSITORY'),
    actionRef: get('GITHUB_ACTION_REF'),
    runnerTemp: get('RUNNER_TEMP'),
    outputFile: get('GITHUB_OUTPUT'),
    stepSummaryFile: get('GITHUB_STEP_SUMMARY'),
    oidcRequestUrl: get('ACTIONS_ID_TOKEN_REQUEST_URL'),
    oidcRequestToken: get('ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
  };
}

function readInputs(variables: Variables): ReadonlyMap<string, string> {
  const inputs = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const trimmed = value?.trim();
    if (name.startsWith('INPUT_') && trimmed) inputs.set(name.slice(6).toLowerCase(), trimmed);
  }
  return inputs;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
