// What only looks like a secret, for every kind: its keyword or its file, and then what its issuer never makes.
import { letters } from './made-up.ts';
import { nearTokens } from './near-tokens.ts';

const hex = '0123456789abcdef';
const digits = '0123456789';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface NearMiss {
  /** Id of the pattern that must not match. */
  readonly kind: string;
  readonly why: string;
  readonly path: string;
  readonly body: string;
}

function miss(kind: string, why: string, body: string, path = 'srv/settings.yaml'): NearMiss {
  return { kind, why, path, body: `# settings\n${body}\n` };
}

/** A PEM block whose body stands for one in a manual. */
const leftOut = (kind: string): string => `-----BEGIN ${kind}-----\n...\n-----END ${kind}-----`;

/** At least one of each kind. */
export const nearMisses: readonly NearMiss[] = [
  miss(
    'gcp-service-account',
    'the key is left out',
    `{"type": "service_account", "private_key": "${leftOut('PRIVATE KEY').replaceAll('\n', '\\n')}"}`,
  ),
  miss('private-key', 'the key is left out', leftOut('RSA PRIVATE KEY')),
  miss(
    'private-key',
    'one character over and over',
    `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(400)}\n-----END PRIVATE KEY-----`,
  ),
  miss('private-key', 'code that looks for it', 'if "-----BEGIN EC PRIVATE KEY-----" in text: return True'),
  miss('pgp-private-key', 'the key is left out', leftOut('PGP PRIVATE KEY BLOCK')),
  miss(
    'putty-private-key',
    'only its public half',
    `PuTTY-User-Key-File-3: ssh-rsa\nPublic-Lines: 1\n${letters(64)}`,
  ),
  miss(
    'age-key',
    'characters that Bech32 leaves out',
    `AGE-SECRET-KEY-1${letters(57, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}B`,
  ),
  miss('github-token', 'a wrong checksum', `token: ghp_${letters(36)}`),
  miss('github-token', 'part of a longer word', `token: my_ghp_${letters(36)}`),
  miss('github-refresh-token', 'one character over and over', `token: ghr_${'a'.repeat(76)}`),
  miss('github-fine-grained-token', 'no second part', `token: github_pat_${letters(22)}`),
  miss('gitlab-token', 'one character over and over', `token: glpat-${'x'.repeat(20)}`),
  miss('npm-token', 'a wrong checksum', `token: npm_${letters(36)}`),
  miss('npmrc', 'a variable', '//npm.example/:_authToken=\x24{NPM_TOKEN}', 'root/.npmrc'),
  miss('pypi-token', 'of another index than PyPI', `token: pypi-AgE${letters(90, upper)}`),
  miss('pypirc', 'a placeholder', '[pypi]\npassword = <your token>', 'root/.pypirc'),
  miss('rubygems-token', 'not hexadecimal', `token: rubygems_${letters(48, 'ghijklmnop')}`),
  miss('aws-access-key', 'the key of the documentation', `id: AKIA${'IOSFODNN7'}EXAMPLE`),
  miss('aws-access-key', 'digits that base 32 leaves out', `id: AKIA${letters(15, upper)}1`),
  miss(
    'aws-secret-key',
    'the key of the documentation',
    `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/${'bPxRfiCY'}EXAMPLEKEY`,
  ),
  miss('google-api-key', 'one character over and over', `key: AIza${'x'.repeat(35)}`),
  miss('google-oauth-secret', 'too short', `key: GOCSPX-${letters(20)}`),
  miss('azure-storage-key', 'a digest and no key', `AccountKey=${letters(64, hex)}`),
  miss('azure-shared-access-key', 'the key is left out', 'SharedAccessKey=<the key>;EntityPath=q'),
  miss('azure-client-secret', 'a mark at another place', `secret: ${letters(9)}8Q~${letters(28)}`),
  miss('slack-token', 'no team', `token: xoxb-your-token-${'here'}`),
  miss(
    'slack-webhook',
    'the address of the documentation',
    `https://hooks.slack.com/services/T0000/B0000/XXXX`,
  ),
  miss('stripe-key', 'a key of the test mode', `key: sk_test_${letters(24)} # and not sk_live_`),
  miss('twilio-key', 'a digest of 40 digits', `twilio: ${letters(40, hex)}`),
  miss('sendgrid-key', 'a name of a class', `import SG.${letters(12)}.${letters(20)}`),
  miss('mailgun-key', 'one digit over and over', `mailgun: key-${'3'.repeat(32)}`),
  miss('mailchimp-key', 'no data center', `mailchimp: ${letters(32, hex)}`),
  miss('docker-hub-token', 'one character over and over', `token: dckr_pat_${'x'.repeat(27)}`),
  miss(
    'docker-config',
    'a placeholder',
    '{"auths":{"r.example":{"auth":"<base64 of user:password>"}}}',
    'root/.docker/config.json',
  ),
  miss('docker-config', 'another file', `{"auth": "${letters(40)}"}`, 'srv/config.json'),
  miss('kube-config', 'a variable', '    token: \x24{KUBE_TOKEN}', 'root/.kube/config'),
  miss(
    'kube-config',
    'a certificate, which is public',
    `    client-certificate-data: ${letters(200)}`,
    'root/.kube/config',
  ),
  miss('netrc', 'a placeholder', 'machine git.example login me password changeme', 'root/.netrc'),
  miss('git-credentials', 'a name without a password', 'https://me@git.example', 'root/.git-credentials'),
  miss('pgpass', 'a comment', '#hostname:port:database:username:password', 'root/.pgpass'),
  miss('database-url', 'a variable', 'url: postgres://app:\x24{PASSWORD}@db.internal/x'),
  miss('database-url', 'a host of the documentation', `url: mysql://me:${letters(12)}@db.example.com/x`),
  miss('hashicorp-vault-token', 'too short', `token: hvs.${letters(12)}`),
  miss('terraform-token', 'the dots of the documentation', 'token: xxxxxxxxxxxxxx.atlasv1.zzzzzzzzzzzzz'),
  miss('pulumi-token', 'not hexadecimal', `name: pul-${letters(40, 'ghijklmnop')}`),
  miss('digitalocean-token', 'a digest that is too short', `token: dop_v1_${letters(40, hex)}`),
  miss('shopify-token', 'one digit over and over', `token: shpat_${'0'.repeat(32)}`),
  miss('square-token', 'one character over and over', `token: sq0atp-${'x'.repeat(22)}`),
  miss('square-token', 'a line of base64', `data: EAAA${letters(72)}`),
  miss('openai-key', 'no head', `text: ${letters(40)}T3BlbkFJ${letters(40)}`),
  miss('anthropic-key', 'the dots of the documentation', 'key: sk-ant-api03-...'),
  miss('huggingface-token', 'a name of a function', 'call: hf_hub_download_with_all_of_its_arguments'),
  miss('databricks-token', 'a word that begins so', `name: dapi${letters(32, 'ghijklmnop')}`),
  miss('grafana-token', 'no checksum', `token: glsa_${letters(32)}`),
  miss('newrelic-key', 'small letters', `key: NRAK-${letters(27, 'abcdefghij')}`),
  miss('sentry-token', 'too short', `token: sntryu_${letters(40, hex)}`),
  miss('postman-key', 'no second part', `key: PMAK-${letters(24, hex)}`),
  miss('linear-key', 'too short', `key: lin_api_${letters(20)}`),
  miss('atlassian-token', 'too short', `token: ATATT3${letters(40)}`),
  miss('telegram-token', 'a time and a word', `12:30:AA${letters(10)}`),
  miss(
    'discord-webhook',
    'the variables of the documentation',
    'https://discord.com/api/webhooks/{webhook.id}/{webhook.token}',
  ),
  miss('json-web-token', 'no signature', `token: eyJhbGciOiJub25lIn0.eyJ${letters(40)}.`),
  miss(
    'url-password',
    'a variable',
    'index-url = https://ci:\x24{TOKEN}@pip.internal/simple',
    'etc/pip.conf',
  ),
  miss('url-password', 'a port', 'index-url = https://pip.internal:8443/simple', 'etc/pip.conf'),
  miss('named-secret', 'a file that holds it', 'MAIL_PASSWORD=/run/secrets/mail', 'srv/.env'),
  miss(
    'named-secret',
    'a placeholder',
    `DB_PORT=${letters(4, digits)}\nDB_PASSWORD=changeme-now`,
    'srv/.env',
  ),
  ...nearTokens.map(([kind, why, body, path]) => miss(kind, why, body, path)),
];
