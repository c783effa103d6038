// Secrets of every kind, made up by a seeded generator when the tests run, so that none stands in this repository.
import { base64, digits, fineGrained, hex, letters, lower, upper, withChecksum } from './made-up.ts';
import type { Planted } from './planted.ts';
import { planted, value } from './planted.ts';
import { plantedTokens } from './planted-tokens.ts';

function pem(kind: string, lines = 12): string {
  const body = Array.from({ length: lines }, () => letters(64, base64)).join('\n');
  return `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
}

/** One of each kind. */
export const plantedSecrets: readonly Planted[] = [
  planted('private-key', 'etc/ssl/private/server.key', pem('RSA PRIVATE KEY')),
  planted('private-key', 'root/.ssh/id_ed25519', pem('OPENSSH PRIVATE KEY', 6)),
  planted('private-key', 'srv/pkcs8.pem', pem('PRIVATE KEY')),
  planted('private-key', 'srv/ec.pem', pem('EC PRIVATE KEY', 3)),
  planted('pgp-private-key', 'srv/signing.asc', pem('PGP PRIVATE KEY BLOCK').replace('-----\n', '-----\n\n')),
  planted(
    'putty-private-key',
    'srv/login.ppk',
    letters(64, base64),
    (text) =>
      `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\n${text}`,
  ),
  planted('age-key', 'srv/age.txt', `AGE-SECRET-KEY-1${letters(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`),
  planted('gcp-service-account', 'srv/gcp.json', pem('PRIVATE KEY').trim().replaceAll('\n', '\\n'), (text) =>
    JSON.stringify({ type: 'service_account', key: 0 }).replace('"key":0', `"private_key": "${text}\\n"`),
  ),
  planted('github-token', 'srv/github.yaml', withChecksum('ghp'), value),
  planted('github-refresh-token', 'srv/refresh.yaml', withChecksum('ghr', 70), value),
  planted('github-fine-grained-token', 'srv/fine.yaml', fineGrained(), value),
  planted('gitlab-token', 'srv/gitlab.yaml', `glpat-${letters(20)}`, value),
  planted('gitlab-token', 'srv/flags.yaml', `glffct-${letters(20)}`, value),
  planted('npm-token', 'srv/npm.yaml', withChecksum('npm'), value),
  planted('npmrc', 'root/.npmrc', letters(36, hex), (text) => `//npm.example/:_authToken=${text}`),
  planted('pypi-token', 'srv/pypi.yaml', `pypi-AgEIcHlwaS5vcmc${letters(90)}`, value),
  planted('pypi-token', 'srv/pypi-long.yaml', `pypi-AgEIcHlwaS5vcmc${letters(900)}`, value),
  planted('pypirc', 'root/.pypirc', letters(16), (text) => `[pypi]\nusername = me\npassword = ${text}`),
  planted('rubygems-token', 'srv/gem.yaml', `rubygems_${letters(48, hex)}`, value),
  planted('aws-access-key', 'srv/aws-id', `AKIA${letters(16, `${upper}234567`)}`, value),
  planted(
    'aws-secret-key',
    'root/.aws/credentials',
    letters(40, base64),
    (text) => `aws_secret_access_key = ${text}`,
  ),
  planted('google-api-key', 'srv/maps.js', `AIza${letters(35)}`, value),
  planted('google-oauth-secret', 'srv/oauth.json', `GOCSPX-${letters(28)}`, value),
  planted(
    'azure-storage-key',
    'srv/storage.conf',
    `${letters(86, base64)}==`,
    (text) => `AccountName=a;AccountKey=${text};`,
  ),
  planted(
    'azure-shared-access-key',
    'srv/bus.conf',
    `${letters(43, base64)}=`,
    (text) => `SharedAccessKey=${text}`,
  ),
  planted('azure-client-secret', 'srv/entra.env.txt', `${letters(3)}8Q~${letters(34)}`, value),
  planted(
    'slack-token',
    'srv/slack.yaml',
    `xoxb-${letters(12, digits)}-${letters(12, digits)}-${letters(24)}`,
    value,
  ),
  planted(
    'slack-webhook',
    'srv/hook.txt',
    `services/T${letters(9, upper)}/B${letters(9, upper)}/${letters(24)}`,
    (text) => `https://hooks.slack.com/${text}`,
  ),
  planted('stripe-key', 'srv/pay.yaml', `sk_live_${letters(24)}`, value),
  planted('twilio-key', 'srv/sms.yaml', letters(32, hex), (text) => `TWILIO_AUTH_TOKEN=${text}`),
  planted('sendgrid-key', 'srv/mail.yaml', `SG.${letters(22)}.${letters(43)}`, value),
  planted('mailgun-key', 'srv/mailgun.yaml', `key-${letters(32, hex)}`, (text) => `mailgun: ${text}`),
  planted('mailchimp-key', 'srv/mailchimp.yaml', `${letters(32, hex)}-us12`, (text) => `mailchimp: ${text}`),
  planted('docker-hub-token', 'srv/hub.yaml', `dckr_pat_${letters(27)}`, value),
  planted(
    'docker-config',
    'root/.docker/config.json',
    letters(40, base64),
    (text) => `{"auths":{"r.example":{"auth":"${text}"}}}`,
  ),
  planted('kube-config', 'root/.kube/config', letters(200, base64), (text) => `    client-key-data: ${text}`),
  planted('netrc', 'root/.netrc', letters(14), (text) => `machine git.example login me password ${text}`),
  planted(
    'git-credentials',
    'root/.git-credentials',
    letters(20),
    (text) => `https://me:${text}@git.example`,
  ),
  planted('pgpass', 'root/.pgpass', letters(18), (text) => `db.internal:5432:app:app:${text}`),
  planted(
    'database-url',
    'srv/config/settings.py',
    letters(14),
    (text) => `DATABASE = "postgresql://app:${text}@db.internal:5432/app"`,
  ),
  planted('hashicorp-vault-token', 'srv/vault.yaml', `hvs.${letters(95)}`, value),
  planted('terraform-token', 'root/.terraformrc', `${letters(14)}.atlasv1.${letters(64)}`, value),
  planted('pulumi-token', 'srv/pulumi.yaml', `pul-${letters(40, hex)}`, value),
  planted('digitalocean-token', 'srv/do.yaml', `dop_v1_${letters(64, hex)}`, value),
  planted('shopify-token', 'srv/shop.yaml', `shpat_${letters(32, hex)}`, value),
  planted('square-token', 'srv/square.yaml', `sq0atp-${letters(22)}`, value),
  planted('square-token', 'srv/square2.yaml', `EAAA${letters(60)}`, value),
  planted('openai-key', 'srv/openai.yaml', `sk-proj-${letters(40)}T3BlbkFJ${letters(40)}`, value),
  planted('anthropic-key', 'srv/anthropic.yaml', `sk-ant-api03-${letters(93)}`, value),
  planted('huggingface-token', 'srv/hf.yaml', `hf_${letters(34, upper + lower)}`, value),
  planted('databricks-token', 'srv/dbx.yaml', `dapi${letters(32, hex)}`, value),
  planted('grafana-token', 'srv/grafana.yaml', `glsa_${letters(32)}_${letters(8, hex)}`, value),
  planted('grafana-token', 'srv/grafana-cloud.yaml', `glc_eyJ${letters(100)}`, value),
  planted('newrelic-key', 'srv/newrelic.yaml', `NRAK-${letters(27, digits + upper)}`, value),
  planted('sentry-token', 'srv/sentry.yaml', `sntryu_${letters(64, hex)}`, value),
  planted('postman-key', 'srv/postman.yaml', `PMAK-${letters(24, hex)}-${letters(34, hex)}`, value),
  planted('linear-key', 'srv/linear.yaml', `lin_api_${letters(40)}`, value),
  planted('atlassian-token', 'srv/jira.yaml', `ATATT3${letters(180)}`, value),
  planted('telegram-token', 'srv/bot.yaml', `${letters(10, '123456789')}:AA${letters(33)}`, value),
  planted(
    'discord-webhook',
    'srv/discord.txt',
    `${letters(18, '123456789')}/${letters(68)}`,
    (text) => `https://discord.com/api/webhooks/${text}`,
  ),
  planted(
    'json-web-token',
    'srv/session.txt',
    `eyJhbGciOiJIUzI1NiJ9.eyJ${letters(40)}.${letters(43)}`,
    value,
  ),
  planted(
    'url-password',
    'etc/pip.conf',
    letters(18),
    (text) => `index-url = https://ci:${text}@pip.internal/simple`,
  ),
  planted('named-secret', 'srv/.env', letters(20), (text) => `MAIL_PASSWORD=${text}`),
  ...plantedTokens,
];
