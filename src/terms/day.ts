// UTC calendar days as whole numbers: the unit in which grades drop and waivers end.

const millisecondsOfDay = 86_400_000;

/** Days since 1970-01-01 (UTC) of an instant. */
export function dayOf(instant: Date): number {
  return Math.floor(instant.getTime() / millisecondsOfDay);
}

/** Day of an ISO 8601 date or instant; undefined when it is none. */
export function dayOfText(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : dayOf(new Date(time));
}

/** Day of a strict `YYYY-MM-DD`; undefined for anything else, 2026-02-30 included. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = dayOfText(text);
  return day !== undefined && dayText(day) === text ? day : undefined;
}

/** `YYYY-MM-DD`. */
export function dayText(day: number): string {
  return new Date(day * millisecondsOfDay).toISOString().slice(0, 10);
}
