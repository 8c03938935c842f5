import { alarmsOf } from './alarms-of-stack.ts';
import { dashboardOf } from './dashboard-of-stack.ts';
import { simulatedDay } from './day/simulated-day.ts';
import { describeAlarms } from './describe-alarms.ts';
import { drawDashboard } from './pictures/draw-dashboard.ts';
import { type HealthyDay, type MonitoringFigures, proveMonitoring } from './prove-monitoring.ts';
import { readOutlines, type WatchedStack } from './read-outlines.ts';

/** Quiet stages have minutes without data, busy ones have none; the last one's day is that of the pictures. */
const USERS = { dev: 1_000, prod: 100_000 };
const SEED = 1;

/** Everything that `npm run operations` writes, by path in the repository, and what is wrong with it. */
export function operationsFiles(): {
  readonly files: ReadonlyMap<string, string>;
  readonly failures: readonly string[];
} {
  const stages = Object.entries(USERS).map(([stage, users]) => {
    const watched = readOutlines(stage);
    const store = simulatedDay({ users, seed: SEED, stacks: watched.map(({ outline }) => outline) });
    const day = { users, seed: SEED, store };
    return { watched, day, figures: proveMonitoring(stage, watched, day) };
  });
  const figures = stages.map((stage) => stage.figures);
  return {
    files: new Map([
      ['tests/monitoring/results/alarms.json', `${JSON.stringify(figures, null, 2)}\n`],
      ['docs/operations/alarms.md', describeAlarms(figures)],
      ...stages.slice(-1).flatMap(({ watched, day }) => pictures(watched, day)),
    ]),
    failures: figures.flatMap(failuresOf),
  };
}

function pictures(watched: readonly WatchedStack[], { users, store }: HealthyDay) {
  const caption = `A simulated Monday of ${users.toLocaleString('en')} users on which all is well, hours of UTC; drawn from the definitions that are packaged (npm run operations)`;
  return watched.map(({ outline }) => {
    const names = alarmsOf(outline).map(({ name }) => name);
    const picture = drawDashboard(dashboardOf(outline, names), store, caption);
    return [`docs/operations/dashboards/${outline.service}.svg`, picture] as const;
  });
}

/** What an alarm must do: be well before, fire within this time, and clear within it. */
const LONGEST_MINUTES = 30;

function failuresOf({ stage, alarms, healthyDay, harmless, budget }: MonitoringFigures): readonly string[] {
  return [
    ...alarms
      .filter(
        ({ before, firesAfter = Infinity, clearsAfter = Infinity }) =>
          before !== 'OK' || firesAfter > LONGEST_MINUTES || clearsAfter > LONGEST_MINUTES,
      )
      .map(({ alarm, wrong }) => `${stage}: ${alarm}, ${wrong}`),
    ...healthyDay.fired.map((name) => `${name} fired on a day on which all was well`),
    ...harmless.flatMap(({ what, fired }) => fired.map((name) => `${name} fired, though ${what}`)),
    ...budget.told
      .filter(({ day, dayAtHalfPace }) => day === undefined || dayAtHalfPace !== undefined)
      .map(({ type }) => `${stage}: the budget, ${type}`),
  ];
}
