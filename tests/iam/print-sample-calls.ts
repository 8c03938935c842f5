import { recordSampleCalls } from './sample-calls.ts';

/** For tests: Jest loads no script that bundles. */
console.log(JSON.stringify(await recordSampleCalls()));
