// A value that its name calls a secret is found however the name is spelled; what only speaks of a secret is not.
import { describe, expect, test } from '@jest/globals';
import { ask, rules } from './cases.ts';

const value = 'Xk39slQQz0pq';

function failsOf(rule: string, one: object): readonly string[] {
  const asked = rules.filter(({ id }) => id === rule);
  const { findings } = ask(asked, { name: 'a', expect: 'fail', ...one });
  return findings.map(({ where }) => ('field' in where ? where.field : ''));
}

function inConfig(data: object): readonly string[] {
  return failsOf('secrets/config-map', {
    resources: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data }],
  });
}

function inArgs(args: readonly string[], command: readonly string[] = []): readonly string[] {
  return failsOf('secrets/command-line', { container: { command, args } });
}

function inEnvironment(name: string, text: string): readonly string[] {
  return failsOf('secrets/environment', { container: { env: [{ name, value: text }] } });
}

describe('a variable', () => {
  test.each(
    'PGPASSWORD dbPassword DB_PASSWORD_2 DB_PASSWORD2 dbPassword2 MYSQL_ROOT_PASSWORD SMTP_PASS apiKey APIKey API_KEY AUTHTOKEN oauth2Token AWS_SECRET_ACCESS_KEY SECRET_KEY_BASE CLIENT_SECRET db.password.prod my-app-token PASSWORD'.split(
      ' ',
    ),
  )('%s', (name) => {
    expect(inEnvironment(name, value)).toEqual(['spec.containers[0].env[0].value']);
  });

  test.each([
    ['TOKEN_TTL', '3600'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['PASSWORD_RESET_URL_PATH', 'reset-here-now'],
    ['spring.datasource.username', 'orders-service'],
    ['TOKENIZER', 'simple'],
    ['MAX_TOKENS', '1000000'],
    ['AWS_ACCESS_KEY_ID', 'notanaccesskey'],
    ['ALLOW_EMPTY_PASSWORD', 'allowed-here'],
    ['MYSQL_RANDOM_ROOT_PASSWORD', 'certainly'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['DB_PASSWORD', 'secrets/db/password'],
    ['DB_PASSWORD', 'db-password.txt'],
    ['DB_PASSWORD', '$(FROM_ELSEWHERE)'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a program fills in.
    ['DB_PASSWORD', '${FROM_ELSEWHERE}'],
    ['DB_PASSWORD', '<password>'],
    ['DB_PASSWORD', 'vault:secret/data/db#password'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db'],
    ['API_TOKEN', 'op://vault/item/token'],
    ['AUTH_TOKEN', 'https://login.example/token'],
    ['SESSION_TOKEN', '15m'],
    ['TOKEN', 'required'],
    ['IMAGE_PULL_SECRET', 'registry-credentials-2'],
    ['BYPASS', value],
    ['COMPASS', value],
    ['PASSWORD_HASH', value],
  ])('not %s=%s', (name, text) => {
    expect(inEnvironment(name, text)).toEqual([]);
  });

  test('a secret in base64 with a slash is no path', () => {
    expect(inEnvironment('DB_PASSWORD', 'aB3/xYz9Qk')).toHaveLength(1);
    expect(inEnvironment('CLIENT_SECRET', 'correct-horse')).toHaveLength(1);
  });
});

describe('a command line', () => {
  test.each<[args: readonly string[], at: number]>([
    [['--password', value], 1],
    [['-password', value], 1],
    [['--host', 'mysql', '--password', value], 3],
    [[`--password=${value} `], 0],
    [[`--adminPassword=${value}`], 0],
    [['--set', `db.password=${value}`], 1],
    [[`--set=db.host=a,db.password=${value}`], 0],
    [[`-Dspring.datasource.password=${value}`], 0],
    [['-c', `mysql --host=db --password=${value} < dump.sql`], 1],
    [['-c', `set -e\nexport PGPASSWORD='${value}'; psql -h db`], 1],
    [['-c', `if true; then curl --token "${value}"; fi`], 1],
    [['-c', `bash -c "redis-cli --pass-phrase x; tool --password ${value}"`], 1],
    [['-c', `psql "host=db password=${value}"`], 1],
    [['-c', `echo $(tool --token ${value})`], 1],
    [['-c', `tool \\\n  --token \\\n  ${value}`], 1],
  ])('%j', (args, at) => {
    expect(inArgs(args, ['sh'])).toEqual([`spec.containers[0].args[${at}]`]);
  });

  test.each<[args: readonly string[]]>([
    [['--password-file', '/run/secrets/x']],
    [['--password', '/run/secrets/x']],
    [['--password', '--verbose']],
    [['--password', '$(PASSWORD)']],
    [['--password-stdin', value]],
    [['--no-password', value]],
    [['--tokenizer=simple', '--token-ttl', '3600000', '--token-ttl=24h']],
    [['--default-ssl-certificate-secret=ingress/wildcard-tls', '--tls-secret', 'web-tls']],
    [['--tls-private-key=server.key', '--token=env:TOKEN']],
    [['-c', 'mysql --password="$PW" -e "select 1"']],
    [['-c', 'TOKEN=$(cat /run/secrets/token) ./run --token "$TOKEN"']],
    [['-c', 'TOKEN=`cat /run/secrets/token`; # --password=Xk39slQQz0pq is not this']],
    [['-c', 'psql --password orders2026']],
    [['-c', 'python -c \'password=os.getenv("PW"); token=config.token\'']],
    [['-c', 'docker login --password-stdin < /run/secrets/x']],
    [['-c', 'read -s password; echo token stored']],
  ])('not %j', (args) => {
    expect(inArgs(args, ['sh'])).toEqual([]);
  });

  test('an option whose value stands first among the arguments', () => {
    expect(inArgs([value], ['tool', '--password'])).toEqual(['spec.containers[0].args[0]']);
  });
});

describe('a ConfigMap', () => {
  test.each<[data: Readonly<Record<string, string>>]>([
    [{ 'spring.datasource.password': value }],
    [{ dbPassword: value }],
    [{ 'application.properties': `a=b\nspring.datasource.password = ${value}\n` }],
    [{ 'db.env': `export DB_PASSWORD_2="${value}"\n` }],
  ])('%j', (data) => {
    expect(inConfig(data)).toHaveLength(1);
  });

  test.each<[data: Readonly<Record<string, string>>]>([
    [
      {
        'spring.datasource.username': 'orders-service',
        tokenizer: 'simple',
        'password.txt': 'see the vault',
      },
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a program fills in.
    [{ 'application.properties': '# password=Xk39slQQz0pq\nspring.datasource.password=${DB_PASSWORD}\n' }],
    [{ 'schema.yaml': 'password: string\ntoken: string\n' }],
  ])('not %j', (data) => {
    expect(inConfig(data)).toEqual([]);
  });
});

describe('metadata', () => {
  test.each([
    ['labels', 'token'],
    ['annotations', 'example.com/db-password'],
  ])('%s: %s', (field, name) => {
    expect(failsOf('secrets/annotations', { metadata: { [field]: { [name]: value } } })).toHaveLength(1);
  });

  test.each([
    ['checksum/secret', '3f2ab0c4d1e5f60718293a4b5c6d7e8f'],
    ['vault.hashicorp.com/agent-inject-secret-db-password', 'internal/data/database/config'],
    ['vault.hashicorp.com/agent-inject-token', 'true'],
    ['nginx.ingress.kubernetes.io/auth-secret', 'basic-auth'],
    ['nginx.ingress.kubernetes.io/auth-tls-secret', 'default/ca-secret'],
  ])('not %s: %s', (name, text) => {
    expect(failsOf('secrets/annotations', { metadata: { annotations: { [name]: text } } })).toEqual([]);
  });
});
