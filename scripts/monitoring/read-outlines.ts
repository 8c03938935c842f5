import { readStacks } from '../build/read-stack.ts';
import { MONITORING_MODES, type MonitoringMode } from './monitoring-resources.ts';
import { type DeclaredStack, outlineOf, type StackOutline } from './stack-outline.ts';

export interface WatchedStack {
  readonly outline: StackOutline;
  readonly mode: MonitoringMode;
}

/** What every stack of a stage has to be watched, the platform first: read from the YAML, apart from the CLI. */
export function readOutlines(stage: string): readonly WatchedStack[] {
  return readStacks({ stage }).map((stack) => {
    const fragments = [stack.get('resources') ?? []].flat();
    return {
      outline: outlineOf({
        service: stack.name,
        stage,
        functions: (stack.get('functions') ?? {}) as DeclaredStack['functions'], // checked by the CLI's schema
        resources: Object.assign({}, ...fragments.map((fragment) => (fragment as Fragment | null)?.Resources)),
      }),
      mode: MONITORING_MODES.find((mode) => mode === stack.get('custom.monitoring')) ?? 'off',
    };
  });
}

interface Fragment {
  readonly Resources?: DeclaredStack['resources'];
}
