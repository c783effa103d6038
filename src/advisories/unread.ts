// What records that could not be read mean for a judgement, decided in one place.
import type { UnreadRecord } from './dump-records.ts';

/** Tally of one ecosystem's unread records. */
export interface Unread {
  readonly count: number;
  /** Packages that such a record names: of them nothing is known. Sorted. */
  readonly names: readonly string[];
  /** Text that is no JSON was among them: of the whole ecosystem nothing is known. */
  readonly damaged: boolean;
  /** About the first of them. */
  readonly first?: string | undefined;
}

export const nothingUnread: Unread = { count: 0, names: [], damaged: false };

export function tallyUnread(records: readonly UnreadRecord[]): Unread {
  const [first] = records;
  return {
    count: records.length,
    names: [...new Set(records.flatMap((one) => [...one.names]))].sort(),
    damaged: records.some((one) => one.damaged),
    ...(first === undefined ? {} : { first: first.reason }),
  };
}

/**
 * At most one sentence an ecosystem. Packages named by an unread record, and all of a damaged ecosystem, count as
 * uncovered; a record that names no package could not have matched one, so that the sentence is all it gets.
 */
export function unreadWarnings(family: string, unread: Unread): string[] {
  if (unread.count === 0) return [];
  const what = `${unread.count} ${family} advisories could not be read; the first: ${unread.first ?? ''}`;
  return [unread.damaged ? `${what}; the data is damaged, so nothing is concluded from it` : what];
}
