/** A release that went through, as CodeDeploy remembers it. */
export interface PastRelease {
  readonly from: string;
  readonly to: string;
}

export interface Choice {
  readonly to: string;
  /** `what 12 has replaced`, for the reader. */
  readonly why: string;
}

/**
 * Which version an alias goes back to: the one that was live before, by the release that brought the current one, for in between lie
 * versions whose releases failed; where none is remembered, the next lower number. Throws when there is nothing to go back to.
 */
export function chooseVersion({
  current,
  versions,
  releases,
  wanted,
}: {
  readonly current: string;
  /** Published ones that are still there. */
  readonly versions: readonly string[];
  /** Newest first. */
  readonly releases: readonly PastRelease[];
  readonly wanted?: string | undefined;
}): Choice {
  const known = versions.filter((version) => /^\d+$/.test(version));
  if (wanted !== undefined) {
    if (wanted === current) throw new Error(`version ${wanted} is live already`);
    if (known.includes(wanted)) return { to: wanted, why: 'as told' };
    throw new Error(`there is no version ${wanted}; there are ${known.toSorted(byNumber).join(', ') || 'none'}`);
  }
  const before = releases.find(({ from, to }) => to === current && from !== current)?.from;
  if (before !== undefined && known.includes(before)) return { to: before, why: `what ${current} has replaced` };
  const lower = known.filter((version) => Number(version) < Number(current)).toSorted(byNumber);
  const last = lower.at(-1);
  if (last === undefined) throw new Error(`version ${current} is the first: there is nothing to go back to`);
  return { to: last, why: 'the next lower number: no release of the current one is remembered' };
}

const byNumber = (a: string, b: string): number => Number(a) - Number(b);
