// Kubernetes quantities as exact numbers, so that `0.5` and `500m` are one.

const suffixes = new Map<string, readonly [base: bigint, exponent: number]>([
  ['n', [10n, -9]],
  ['u', [10n, -6]],
  ['m', [10n, -3]],
  ['', [10n, 0]],
  ['k', [10n, 3]],
  ['M', [10n, 6]],
  ['G', [10n, 9]],
  ['T', [10n, 12]],
  ['P', [10n, 15]],
  ['E', [10n, 18]],
  ['Ki', [2n, 10]],
  ['Mi', [2n, 20]],
  ['Gi', [2n, 30]],
  ['Ti', [2n, 40]],
  ['Pi', [2n, 50]],
  ['Ei', [2n, 60]],
]);

const form = /^([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i))?$/;

/**
 * Amount in billionths (nano), the finest unit of the API; finer parts are rounded up as the API server
 * does. `undefined` when the text is no quantity. (apimachinery, `resource.Quantity`.)
 */
export function parseQuantity(text: string | number): bigint | undefined {
  const match = form.exec(String(text).trim());
  if (match === null) return undefined;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return undefined;
  const suffix = suffixes.get(match[5] ?? '');
  if (suffix === undefined || whole.length + fraction.length > 64) return undefined;
  const [base, power] = match[4] === undefined ? suffix : ([10n, Number(match[4])] as const);
  // digits × 10^-fraction × base^power × 10^9, kept as a fraction until the end.
  let up = BigInt(`${whole}${fraction}`) * 10n ** 9n;
  let down = 10n ** BigInt(fraction.length);
  if (power >= 0) up *= base ** BigInt(power);
  else down *= base ** BigInt(-power);
  const rounded = (up + down - 1n) / down;
  return match[1] === '-' ? -rounded : rounded;
}
