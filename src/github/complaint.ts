// What the doctor has to say about a gate.

export interface Complaint {
  /** `bypass`: a change gets in unjudged. `silent`: the verdict never arrives. `doubt`: look at it. */
  readonly kind: 'bypass' | 'silent' | 'doubt';
  /** `file:line`, or the branch. */
  readonly where: string;
  readonly message: string;
  readonly fix: string;
}

/** How each kind is called where complaints are shown. */
export const complaintWords = { bypass: 'BYPASS', silent: 'never reports', doubt: 'look at' } as const;

const order: readonly Complaint['kind'][] = ['bypass', 'silent', 'doubt'];

/** Worst first, then by place. */
export function sortComplaints(complaints: readonly Complaint[]): readonly Complaint[] {
  return complaints.toSorted(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      (a.where < b.where ? -1 : a.where > b.where ? 1 : 0) ||
      (a.message < b.message ? -1 : 1),
  );
}
