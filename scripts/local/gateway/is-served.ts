import type { FunctionDefinition, Stack } from '../../build/read-stack.ts';
import { readStreamMappings } from '../streams/stream-mapping.ts';
import { readRoutes } from './route-table.ts';

/** Whether anything leads to a function here: a route or a stream. What a schedule or CodeDeploy calls in AWS needs no container. */
export function isServed(stack: Stack, definition: FunctionDefinition): boolean {
  return readRoutes(definition, undefined).length + readStreamMappings(stack, definition).length > 0;
}
