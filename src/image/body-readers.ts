// One body, any number of analyzers: each gets every chunk, and what one of them refuses is on record.
import type { HashAlgorithm } from '../oci/hashing/algorithms.ts';
import { Bug } from '../terms/errors.ts';
import { ContentError, type Refusal } from '../terms/refusal.ts';
import type { Analyzer, BodyReader, Entry, Fact, FactSink, Json, ToFact } from './analyzer.ts';

export interface BodyOutcome {
  fact(fact: Fact): void;
  /** A reader whose fact is made of the body's digests; the fact lacks them so far. */
  digests(
    fact: Omit<Fact, 'data'>,
    size: number,
    algorithms: readonly HashAlgorithm[],
    toFact: ToFact,
  ): BodyReader;
  refuse(refusal: Refusal): void;
  /** A body of so many bytes has ended that at least one analyzer refused. */
  bodyRefused(size: number): void;
}

/** One reader of the current body; its analyzer's `ContentError` ends it for this body. */
interface Place {
  readonly analyzer: Analyzer;
  readonly sink: FactSink;
  reader: BodyReader | undefined;
}

/**
 * Opens entry after entry for all analyzers; the reader returned feeds those that want the body and is
 * undefined when none does. Bodies come one at a time, so one set of sinks serves all of them. Any error of an
 * analyzer but `ContentError` is its mistake and leaves as `Bug`.
 */
export function bodyOpener(
  analyzers: readonly Analyzer[],
  outcome: BodyOutcome,
): (entry: Entry) => BodyReader | undefined {
  let current: Entry;
  let refused = false;
  const places = analyzers.map((analyzer): Place => {
    const sink: FactSink = {
      fact: (data) => outcome.fact({ analyzer: analyzer.id, path: current.path, data: apart(data) }),
      digests: (size, algorithms, toFact) =>
        outcome.digests({ analyzer: analyzer.id, path: current.path }, size, algorithms, toFact),
      refuse(refusal) {
        refused = true;
        outcome.refuse(refusal);
      },
    };
    return { analyzer, sink, reader: undefined };
  });
  const failed = (place: Place, error: unknown): void => {
    place.reader = undefined;
    if (!(error instanceof ContentError)) {
      throw new Bug(`analyzer ${place.analyzer.id} failed on ${current.path}`, { cause: error });
    }
    place.sink.refuse({ path: current.path, ...error.refusal });
  };
  const all: BodyReader = {
    write(chunk) {
      for (const place of places) {
        try {
          place.reader?.write(chunk);
        } catch (error) {
          failed(place, error);
        }
      }
    },
    end() {
      for (const place of places) {
        try {
          place.reader?.end();
        } catch (error) {
          failed(place, error);
        }
        place.reader = undefined;
      }
      if (refused) outcome.bodyRefused(current.size);
    },
  };
  return (entry) => {
    current = entry;
    refused = false;
    let wanted = false;
    for (const place of places) {
      try {
        place.reader = place.analyzer.open(entry, place.sink);
      } catch (error) {
        failed(place, error);
      }
      wanted ||= place.reader !== undefined;
    }
    return wanted || refused ? all : undefined;
  };
}

/** V8 keeps the whole text that a piece was cut from: a field of a database would hold all of it until the end. */
function apart(data: Json): Json {
  return typeof data === 'object' && data !== null ? structuredClone(data) : data;
}
