/** A client's consent to be coached: what one coach may see of one client, and for how long. */
export interface CoachLink {
  readonly clientId: string;
  readonly coachId: string;
  /** Only `active` grants. */
  readonly status: string;
  /** Epoch milliseconds; the link grants from this instant on. */
  readonly notBefore: number;
  /** Epoch milliseconds; at this instant it no longer grants. */
  readonly until: number;
  /** Kinds of the catalogue; a name that is none grants nothing. */
  readonly areas: readonly string[];
  readonly canWrite: boolean;
}

/** Where links are. Each call is one strongly consistent read, never cached: either side ends a link at once. */
export interface CoachLinkStore {
  /** The link in any state; undefined when there is none or its row cannot be understood. Rejects when the read fails. */
  load(clientId: string, coachId: string): Promise<CoachLink | undefined>;
}

/**
 * A link row `{ v: 1, status, notBefore, until, areas, canWrite }` as stored, times in epoch milliseconds; undefined for
 * any other shape, which is then no link.
 */
export function parseCoachLink(
  row: Readonly<Record<string, unknown>>,
  parties: Pick<CoachLink, 'clientId' | 'coachId'>,
): CoachLink | undefined {
  const { v, status, notBefore, until, areas, canWrite } = row;
  if (v !== 1 || typeof status !== 'string' || typeof canWrite !== 'boolean') return undefined;
  if (!isInstant(notBefore) || !isInstant(until)) return undefined;
  if (!Array.isArray(areas) || !areas.every((area) => typeof area === 'string')) return undefined;
  return { ...parties, status, notBefore, until, areas, canWrite };
}

/** True while the link grants anything. Half-open: at `notBefore` it does, at `until` it no longer does. */
export const isInForce = ({ status, notBefore, until }: CoachLink, now: number): boolean =>
  status === 'active' && notBefore <= now && now < until;

const isInstant = (value: unknown): value is number => Number.isSafeInteger(value);
