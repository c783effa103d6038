// Spans of time as the policy writes them: `48h`, `14d`, `2w`.

const hoursOf: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };

export const durationShape = /^[1-9]\d{0,4}[hdw]$/;

/** Hours of a span that has the shape; NaN for anything else. */
export function hoursOfDuration(text: string): number {
  if (!durationShape.test(text)) return Number.NaN;
  return Number.parseInt(text, 10) * (hoursOf[text.slice(-1)] ?? Number.NaN);
}
