import { openDynamoClient } from '../../support/dynamo-clients.ts';
import { availableEngines, createTables, startDynamoEngine } from '../../support/dynamodb-engines.ts';
import { withoutConditions } from '../../support/faulty-dynamo.ts';
import type { Figures, ProofRun } from '../proof.ts';
import { type Comparison, compareClients } from './compare-clients.ts';

const OPERATIONS = 8;
const SIDES = ['own', 'sdk'] as const;

/**
 * At least `size` generated calls of every operation that the product uses, on every engine that can run here, by our own
 * client and by the AWS SDK behind the same port, each on a table of its own: answers and errors are compared. Then with a
 * client that loses the conditions, which has to be noticed.
 */
export async function measureDynamodbClients({ seed, size }: ProofRun): Promise<Figures> {
  const engines: Record<string, Comparison> = {};
  let off: Comparison | undefined;
  for (const kind of availableEngines()) {
    const engine = await startDynamoEngine(kind);
    try {
      const open = async (side: (typeof SIDES)[number], run: string) => {
        const main = `${side}-main-${run}`;
        await createTables(engine.endpoint, { main, ephemeral: `${main}-e`, audit: `${main}-a` });
        return { client: openDynamoClient(side, engine.endpoint), table: main };
      };
      engines[kind] = await compareClients([await open('own', '1'), await open('sdk', '1')], { seed, size });
      if (off !== undefined) continue;
      const own = await open('own', '2');
      const careless = { ...own, client: withoutConditions(own.client) };
      off = await compareClients([careless, await open('sdk', '2')], { seed, size: Math.min(size, 400) });
    } finally {
      await engine.stop();
    }
  }
  const all = Object.values(engines);
  const total = (field: 'disagreements' | 'succeeded' | 'conditionsFailed' | 'refused'): number =>
    all.reduce((sum, one) => sum + one[field], 0);
  return {
    operations: Object.fromEntries(Object.entries(engines).map(([kind, one]) => [kind, one.operations])),
    succeeded: total('succeeded'),
    conditionsFailed: total('conditionsFailed'),
    refused: total('refused'),
    disagreements: total('disagreements'),
    operationsNotTried: Math.max(...all.map(({ tried }) => OPERATIONS - tried.size)),
    examples: all.flatMap(({ examples }) => examples),
    protectionOff: { operations: off?.operations ?? 0, disagreements: off?.disagreements ?? 0 },
  };
}
