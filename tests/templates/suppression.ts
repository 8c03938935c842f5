/** A rule that does not hold here, why, and until when that is believed. */
export interface Suppression {
  readonly rules: readonly string[];
  /** Logical ids, or types of resources. */
  readonly resources: readonly string[];
  /** @default every stage */
  readonly stages?: readonly string[];
  readonly reason: string;
  /** The last day (ISO): after it the check fails, and somebody thinks again. */
  readonly until: string;
}

/** cfn-lint has to be installed: what is about its rules is for `npm run prove:templates` alone. */
export const isAboutLint = ({ rules }: Suppression): boolean => rules.some((rule) => /^[EWI]\d{4}$/.test(rule));
