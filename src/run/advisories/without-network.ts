// The end of decision 19: what a run judges by when nobody named a source and nothing can be fetched.
import { type AdvisorySource, noAdvisories } from '../../advisories/source.ts';
import { OutsideError } from '../../terms/errors.ts';

/**
 * The same source until it cannot be reached; from then on the old store that is there, which is stale, or nothing.
 * Neither passes a gate, both keep the inventory, and a warning says what could not be reached.
 */
export function orWithoutNetwork(
  source: AdvisorySource,
  openOldStore: () => AdvisorySource | undefined,
): AdvisorySource {
  let current = source;
  let warning: string | undefined;
  const withFallback = async <T>(ask: (from: AdvisorySource) => Promise<T>): Promise<T> => {
    try {
      return await ask(current);
    } catch (error) {
      if (current !== source || !isUnreachable(error)) throw error;
      const old = openOldStore();
      const rest = old === undefined ? 'nothing is known of the packages' : 'the old local store is used';
      warning = `no advisories could be fetched, ${rest}: ${error.message}`;
      current = old ?? noAdvisories;
      return ask(current);
    }
  };
  return {
    get kind() {
      return current.kind;
    },
    async lookup(queries) {
      const found = await withFallback((from) => from.lookup(queries));
      return warning === undefined ? found : { ...found, warnings: [...found.warnings, warning] };
    },
    knownExploited: () => withFallback((from) => from.knownExploited()),
    supportDates: () => withFallback((from) => from.supportDates()),
    async close() {
      await source.close();
      if (current !== source) await current.close();
    },
  };
}

function isUnreachable(error: unknown): error is OutsideError {
  return error instanceof OutsideError && (error.code === 'unreachable' || error.code === 'timeout');
}
