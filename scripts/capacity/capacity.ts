import { capacityArguments, USAGE } from './capacity-options.ts';
import { readMeasuredTimes } from './measured-times.ts';
import { modelCapacity } from './model-capacity.ts';
import { printReport } from './print-report.ts';
import { readDeployment } from './read-deployment.ts';
import type { CapacityReport } from './report.schema.ts';
import { readRouteCosts } from './route-costs.ts';

/**
 * A day and a month of so many users on the prod stage, on paper: concurrency, cold starts, capacity units, hottest keys and
 * the bill. From the figures that benchmark and contract tests measured and those of inputs.ts.
 */
function main(args: readonly string[]): void {
  const { users, seed, service, json } = capacityArguments(args);
  const [deployment, measured, costs] = [readDeployment(), readMeasuredTimes(), readRouteCosts()];
  const report = only(service, modelCapacity({ users, seed, deployment, measured, costs }));
  console.log(json ? JSON.stringify(report, null, 2) : printReport(report));
}

function only(service: string | undefined, report: CapacityReport): CapacityReport {
  if (service === undefined) return report;
  const services = report.services.filter(({ name }) => name.split(' ')[0] === service);
  if (services.length > 0) return { ...report, services };
  const names = report.services.map(({ name }) => name.split(' ')[0]).join(', ');
  throw new Error(`--service ${service}: there is no such service with requests; there are ${names}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  console.error(sentence.includes(USAGE) ? sentence : `${sentence}\n${USAGE}`);
  process.exitCode = 1;
}
