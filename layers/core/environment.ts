import { parseRatePolicies, type RatePolicies } from './limit/rate-policies.ts';

/** What every function is told about its stage. Names of variables: services/_shared/environment.yml. */
export interface Environment {
  readonly stage: string;
  readonly mainTable: string;
  readonly ephemeralTable: string;
  readonly auditTable: string;
  /** How often a caller may ask, by route class: `RATE_LIMITS`. */
  readonly rateLimits: RatePolicies;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Where the local user pool publishes its keys; absent in AWS. */
  readonly jwksUri: string | undefined;
  /** The key set of the user pool as known at deployment, JSON; absent where keys are fetched from the start. */
  readonly jwks: string | undefined;
}

/** Parses the environment once, at start. Throws an error that names every variable that is missing or malformed. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const missing: string[] = [];
  const text = (name: string): string => {
    const value = variables[name];
    if (value === undefined || value === '') missing.push(name);
    return value ?? '';
  };
  const rateLimits = parseRatePolicies(variables['RATE_LIMITS'] ?? '');
  const environment = {
    stage: text('STAGE'),
    mainTable: text('MAIN_TABLE'),
    ephemeralTable: text('EPHEMERAL_TABLE'),
    auditTable: text('AUDIT_TABLE'),
    userPoolId: text('USER_POOL_ID'),
    userPoolClientId: text('USER_POOL_CLIENT_ID'),
    jwksUri: variables['JWKS_URI'] || undefined,
    jwks: variables['JWKS'] || undefined,
  };
  if (rateLimits === undefined)
    missing.push('RATE_LIMITS (read=600/60 write=120/60 sensitive=30/60, quotas of 10 or more)');
  else if (missing.length === 0) return { ...environment, rateLimits };
  throw new Error(`missing or malformed in the environment: ${missing.join(', ')}`);
}
