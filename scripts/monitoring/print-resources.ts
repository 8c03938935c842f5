import { readFileSync } from 'node:fs';
import { MONITORING_MODES, monitoringResources } from './monitoring-resources.ts';
import { type DeclaredStack, outlineOf } from './stack-outline.ts';

/** For scripts/serverless/monitoring.cjs: a declared stack and its mode as JSON come in, its resources go out. */
const { mode: asked, ...stack } = JSON.parse(readFileSync(0, 'utf8')) as DeclaredStack & { mode: unknown }; // the plugin's
const mode = MONITORING_MODES.find((one) => one === asked);
if (mode === undefined) {
  console.error(`custom.monitoring is "${String(asked)}": it is one of ${MONITORING_MODES.join(', ')}`);
  process.exit(1);
}
process.stdout.write(JSON.stringify(monitoringResources(outlineOf(stack), mode)));
