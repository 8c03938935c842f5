/**
 * What one request, or one batch of a stream, asks of AWS. Capacity units as DynamoDB counts them for the sample data. The
 * public keys of the user pool, which a container fetches once, are not among the calls.
 */
export interface Cost {
  /** `DynamoDB GetItem`: how often it was asked. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Both states of a container: `cold` is its first request, which knows nothing of the caller; `warm` one within a minute. */
interface Costs {
  /** Folder of the stack: `user-profile-service`, `platform`. */
  readonly service: string;
  /** Name of the sample event: `get-profile.by-coach`. */
  readonly event: string;
  readonly cold: Cost;
  readonly warm: Cost;
}

export interface RouteCost extends Costs {
  readonly method: string;
  readonly path: string;
  /** Writes of the rate limiter per request, one unit each, on top of `calls`: at the deployed limits, with quota left. */
  readonly limiter: number;
}

/** Of a function that a stream calls. */
export interface BatchCost extends Costs {
  readonly function: string;
  readonly records: number;
}

/** tests/contract/route-costs.json */
export interface RouteCosts {
  readonly routes: readonly RouteCost[];
  readonly batches: readonly BatchCost[];
}
