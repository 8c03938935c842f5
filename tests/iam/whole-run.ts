/** What Jest tells a reporter of how it was started, as far as it is asked here. */
export interface RunSettings {
  readonly projects: readonly unknown[];
  readonly testPathPatterns: { readonly patterns: readonly string[] };
  readonly nonFlagArgs: readonly string[];
  readonly testNamePattern?: string;
  readonly shard?: unknown;
  readonly filter?: string;
  readonly onlyChanged: boolean;
  readonly onlyFailures: boolean;
  readonly findRelatedTests: boolean;
  readonly bail: number;
}

/**
 * Whether a run of tests was of the whole suite: no filter, every project, and to its end.
 *
 * @param projects how many projects had files to run: those that were not selected have none
 */
export function isWholeRun(settings: RunSettings, projects: number, wasInterrupted: boolean): boolean {
  const { testPathPatterns, nonFlagArgs, testNamePattern, shard, filter } = settings;
  const isFiltered =
    testPathPatterns.patterns.length + nonFlagArgs.length > 0 ||
    Boolean(testNamePattern || shard || filter) ||
    settings.onlyChanged ||
    settings.onlyFailures ||
    settings.findRelatedTests ||
    settings.bail > 0;
  return !isFiltered && !wasInterrupted && projects === settings.projects.length;
}
