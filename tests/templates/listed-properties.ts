import { buckets } from './listed/buckets.ts';
import { functions } from './listed/functions.ts';
import { gateway } from './listed/gateway.ts';
import { identity } from './listed/identity.ts';
import { keysAndLogs } from './listed/keys-and-logs.ts';
import { signIn } from './listed/sign-in.ts';
import { tables } from './listed/tables.ts';
import type { ListedProperty } from './listed-property.ts';

/** Every property that the list names, by type of resource. */
export const LISTED_PROPERTIES: readonly ListedProperty[] = [
  ...identity,
  ...functions,
  ...tables,
  ...buckets,
  ...signIn,
  ...gateway,
  ...keysAndLogs,
];
