import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  type LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import type { Stack } from '../../build/read-stack.ts';

/** What a stage's functions set aside for themselves. */
export interface Reservation {
  /** `gymcoach-access-prod-api` */
  readonly name: string;
  readonly wanted: number;
}

export interface AccountConcurrency {
  /** All executions at once that the account may have in the region. */
  readonly limit: number;
  /** Of them, what no function of the account has reserved. */
  readonly unreserved: number;
  /** What the functions to be deployed have reserved already. */
  readonly ownReserved: number;
}

/** What an account has at first, in some regions. */
const NEW_ACCOUNT = 10;

/** What Lambda wants left for functions without a reservation: 100, or 10 where the whole account has no more. */
export const mustStayFree = (limit: number): number => (limit > 100 ? 100 : 10);

/** Functions that ask for reserved concurrency, or only for provisioned, which is taken from the account just so. */
export function reservationsOf(stacks: readonly Stack[], stage: string): readonly Reservation[] {
  return stacks.flatMap((stack) => {
    const functions = (stack.get('functions') ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>; // by name
    return Object.entries(functions).flatMap(([name, settings]) => {
      const wanted = Number(settings['reservedConcurrency'] ?? settings['provisionedConcurrency'] ?? 0);
      return wanted > 0 ? [{ name: `${stack.name}-${stage}-${name}`, wanted }] : [];
    });
  });
}

/** What of a stage's functions counts against the account's quota. */
export function countFunctions(stacks: readonly Stack[]): number {
  return stacks.reduce((sum, stack) => sum + Object.keys(stack.get('functions') ?? {}).length, 0);
}

/**
 * What an account with few executions is told, where the stage can be deployed all the same: a new one may have 10, and shares
 * them among everything, so that requests at once are throttled. Undefined where there are more than 10, and one for each function.
 */
export function smallQuota(
  limit: number,
  { functions, stage, region }: { readonly functions: number; readonly stage: string; readonly region: string },
): string | undefined {
  if (limit > NEW_ACCOUNT && limit >= functions) return undefined;
  return (
    `the account has ${limit} concurrent executions in ${region} for all that runs there, and ${stage} has ${functions} functions here: what ` +
    `comes beyond them is throttled. Raise the quota "Concurrent executions" (L-B99A9384) of AWS Lambda in ${region}, to 1000 as a rule ` +
    `(Service Quotas, or aws service-quotas request-service-quota-increase). The deployment goes on.`
  );
}

/** Why the account cannot hold the stage, what to raise, and where; undefined when it can. */
export function concurrencyShortage(
  reservations: readonly Reservation[],
  { limit, unreserved, ownReserved }: AccountConcurrency,
  { stage, region }: { readonly stage: string; readonly region: string },
): string | undefined {
  const wanted = reservations.reduce((sum, one) => sum + one.wanted, 0);
  const free = unreserved + ownReserved - mustStayFree(limit);
  if (wanted === 0 || wanted <= free) return undefined;
  const each = reservations.map((one) => `${one.name} ${one.wanted}`).join(', ');
  return [
    `the functions of ${stage} want ${wanted} concurrent executions for themselves (${each}), and ${Math.max(0, free)} can be given: ` +
      `the account has ${limit} in ${region}, ${limit - unreserved - ownReserved} are reserved by others, and Lambda keeps ${mustStayFree(limit)} free.`,
    `Raise the quota "Concurrent executions" (L-B99A9384) of AWS Lambda in ${region} to ${limit + wanted - free} or more ` +
      `(Service Quotas, or aws service-quotas request-service-quota-increase), or lower reservedConcurrency of "${stage}" in services/_shared/params.yml.`,
  ].join('\n');
}

/** Asks Lambda. Functions that do not exist yet hold nothing. */
export async function accountConcurrency(
  lambda: Pick<LambdaClient, 'send'>,
  reservations: readonly Reservation[],
): Promise<AccountConcurrency> {
  const { AccountLimit = {} } = await lambda.send(new GetAccountSettingsCommand({}));
  const own = await Promise.all(reservations.map(({ name }) => reservedBy(lambda, name)));
  return {
    limit: AccountLimit.ConcurrentExecutions ?? 0,
    unreserved: AccountLimit.UnreservedConcurrentExecutions ?? 0,
    ownReserved: own.reduce((sum, count) => sum + count, 0),
  };
}

async function reservedBy(lambda: Pick<LambdaClient, 'send'>, FunctionName: string): Promise<number> {
  try {
    const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return answer.ReservedConcurrentExecutions ?? 0;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 0;
    throw error;
  }
}
