// How old a base image is and how often it is built, from the dates that its registry shows.
import type { SeenBase } from './look.ts';

const day = 86_400_000;
/** Reproducible builds state 1970 or 1980; the first images of this kind are of 2013. */
const firstCredible = Date.UTC(2013, 2, 1);

/** Days a base may rest where no rhythm can be told. */
const patience = 365;
/** With a rhythm: so many times it, and never fewer days. */
const missedBuilds = 3;
const leastPatience = 180;

export interface BaseAge {
  /** Day of the last build, `YYYY-MM-DD`. */
  readonly built: string;
  readonly days: number;
  /** Median days between builds; absent where fewer than three are known. */
  readonly cadence?: number;
  readonly abandoned: boolean;
}

/** Undefined: the registry shows no date that can be believed. */
export function baseAge({ built, otherBuilds }: SeenBase, asOf: Date): BaseAge | undefined {
  const own = credible(built, asOf);
  if (own === undefined) return undefined;
  const days = Math.floor((asOf.getTime() - own) / day);
  const others = otherBuilds.flatMap((one) => credible(one, asOf) ?? []);
  const cadence = cadenceOf([own, ...others]);
  const limit = cadence === undefined ? patience : Math.max(leastPatience, missedBuilds * cadence);
  return {
    built: new Date(own).toISOString().slice(0, 10),
    days,
    abandoned: days > limit,
    ...(cadence === undefined ? {} : { cadence }),
  };
}

/** Whether other tags have to be looked at before anything can be said. */
export function needsCadence(built: string | undefined, asOf: Date): boolean {
  const own = credible(built, asOf);
  return own !== undefined && (asOf.getTime() - own) / day > leastPatience;
}

function credible(text: string | undefined, asOf: Date): number | undefined {
  const at = Date.parse(text ?? '');
  return at >= firstCredible && at <= asOf.getTime() + day ? at : undefined;
}

function cadenceOf(moments: readonly number[]): number | undefined {
  const days = [...new Set(moments.map((at) => Math.floor(at / day)))].sort((a, b) => a - b);
  if (days.length < 3) return undefined;
  const gaps = days.slice(1).map((one, i) => one - (days[i] ?? one));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}
