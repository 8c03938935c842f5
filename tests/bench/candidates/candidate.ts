import type { FunctionLayout } from '../lambda/start-function.ts';

export type CandidateKind = 'floor' | 'ours' | 'peer' | 'reference';

/** One thing to measure. Variants of one function (sampled or not) are candidates of their own. */
export interface Candidate {
  readonly name: string;
  readonly kind: CandidateKind;
  /** How the table and the picture call it. */
  readonly title: string;
  readonly layout: FunctionLayout;
  /** Whether its requests carry a sampled trace header. */
  readonly sampled: boolean;
  /** Bytes of the function's own bundle; undefined where there is none. */
  readonly bundleBytes: number | undefined;
  /** Bytes of the layer's files that the measured request loads. */
  readonly layerBytes?: number;
}

/** What every candidate is told about the world. */
export type Environment = Readonly<Record<string, string>>;
