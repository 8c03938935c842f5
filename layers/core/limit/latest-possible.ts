/** How far the clocks of containers may differ, milliseconds: what is further ahead comes from a clock that is wrong. */
export const CLOCKS_DIFFER_MS = 5_000;

/** The latest arrival time that anybody's honest clock can have led to, as seen at `at`; all in milliseconds. */
export const latestPossible = (at: number, burst: number): number => at + burst + CLOCKS_DIFFER_MS;
