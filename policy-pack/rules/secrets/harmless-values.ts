// What stands where a secret might and is none: settings, references, names of objects.
import { isPlaceholder } from '../../../src/inspection/secret-checks.ts';

/** A number, a span of time, or how a secret is got or used. */
const setting =
  /^(?:\d{0,5}|(?:\d+(?:ms|[smhdw]))+|always|auto|basic|bearer|disabled?|enabled?|false|jwt|md5|never|nil|none|null|off|optional|plain|required?|simple|true)$/i;

/** A path, a file, a reference to a store, an address without an account, what a shell or a program fills in. */
const reference = new RegExp(
  [
    String.raw`(?:\.{0,2}|~)/.*`,
    String.raw`[a-z][\w.-]*(?:/[a-z\d_.-]+)+`,
    String.raw`[\w./-]+\.(?:cert|conf|crt|env|jks|json|key|p12|pem|pfx|token|txt|ya?ml)`,
    String.raw`(?:arn|env|fd|file|keychain|ref\+\w+|vault):.*`,
    String.raw`[A-Za-z][\w+.-]*://[^@]*`,
    String.raw`[$\x60]\(?.*`,
    String.raw`[a-z]+(?:\.[A-Za-z_]+)+(?:\[.*\])?`,
  ]
    .map((form) => `^${form}$`)
    .join('|'),
  's',
);

/** What objects of Kubernetes are called: `web-tls`, `basic-auth-2`. */
const objectName = /^[a-z]+(?:-(?:[a-z]+|\d{1,3}))*$/;

/** Whether a text names a secret, a place of one, or a setting about one, without being it. */
export function namesOnly(value: string): boolean {
  return setting.test(value) || reference.test(value) || isPlaceholder(value);
}

export function isObjectName(value: string): boolean {
  return objectName.test(value);
}
