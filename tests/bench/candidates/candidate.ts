import type { FunctionLayout } from '../lambda/start-function.ts';

export type CandidateKind = 'floor' | 'ours' | 'peer' | 'reference';

/** How the database is reached; everybody is compared with the floor of the same one. */
export type Transport = 'http' | 'tls';

/** One thing to measure. Variants of one function (sampled, unprimed, over TLS) are candidates of their own. */
export interface Candidate {
  readonly name: string;
  readonly kind: CandidateKind;
  /** How the table and the picture call it. */
  readonly title: string;
  readonly transport: Transport;
  readonly layout: FunctionLayout;
  /** Whether its requests carry a sampled trace header. */
  readonly sampled: boolean;
  readonly sizes: Sizes;
}

/** In bytes. */
export interface Sizes {
  /** What the measured request loads of the function's own folder; undefined where there is no bundle. */
  readonly bundle?: number;
  /** Everything in that folder, if it is more than one file. */
  readonly folder?: number;
  /** What the measured request loads of the layer. */
  readonly layer?: number;
}

/** What every candidate is told about the world. */
export type Environment = Readonly<Record<string, string>>;
export type Environments = Readonly<Record<Transport, Environment>>;

/** The name of a candidate on that transport: `hono`, `hono-tls`. */
export const onTransport = (name: string, transport: Transport): string =>
  transport === 'http' ? name : `${name}-${transport}`;
