import { runNode } from './parts/run-node.ts';

test('each bundle keeps to its budget (scripts/sizes.ts)', async () => {
  await expect(runNode(['scripts/sizes.ts'])).resolves.toContain('@gymcoach/core');
}, 60_000);
