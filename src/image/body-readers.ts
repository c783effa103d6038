// One body, any number of analyzers: each gets every chunk, and what one of them refuses is on record.
import { Bug } from '../terms/errors.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import type { Analyzer, BodyReader, Entry, Fact, FactSink } from './analyzer.ts';

export interface BodyOutcome {
  fact(fact: Fact): void;
  refuse(refusal: Refusal): void;
  /** The body was passed, but at least one analyzer refused it; said once, when it has ended. */
  bodyRefused(): void;
}

/** The reader that feeds all analyzers which want this entry's body; undefined when none does. */
export function openBodies(
  entry: Entry,
  analyzers: readonly Analyzer[],
  outcome: BodyOutcome,
): BodyReader | undefined {
  let readers: GuardedReader[] | undefined;
  let refused = false;
  for (const analyzer of analyzers) {
    const sink: FactSink = {
      fact: (data) => outcome.fact({ analyzer: analyzer.id, path: entry.path, data }),
      refuse(refusal) {
        refused = true;
        outcome.refuse(refusal);
      },
    };
    const reader = guard(analyzer, entry, sink);
    if (reader === undefined) continue;
    readers ??= [];
    readers.push(reader);
  }
  if (readers === undefined) return undefined;
  const all = readers;
  return {
    write(chunk) {
      for (const reader of all) reader.write(chunk);
    },
    end() {
      for (const reader of all) reader.end();
      if (refused) outcome.bodyRefused();
    },
  };
}

type GuardedReader = BodyReader;

/** A `ContentError` of an analyzer refuses this body for it; any other error is its mistake. */
function guard(analyzer: Analyzer, entry: Entry, sink: FactSink): GuardedReader | undefined {
  let reader: BodyReader | undefined;
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      reader = undefined;
      if (!(error instanceof ContentError)) {
        throw new Bug(`analyzer ${analyzer.id} failed on ${entry.path}`, { cause: error });
      }
      sink.refuse({ path: entry.path, ...error.refusal });
    }
  };
  attempt(() => {
    reader = analyzer.open(entry, sink);
  });
  if (reader === undefined) return undefined;
  return {
    write: (chunk) => attempt(() => reader?.write(chunk)),
    end: () => attempt(() => reader?.end()),
  };
}
