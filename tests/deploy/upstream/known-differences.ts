/** A way in which what the two CLIs write may differ, and what stands in its place for a comparison. */
export interface KnownDifference {
  readonly name: string;
  readonly why: string;
  /** What differs, in the template's text. */
  readonly pattern: RegExp;
  readonly instead: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'time of packaging',
    why: 'archives are uploaded below it: two packagings by one CLI differ in it as well',
    pattern: /(serverless\/[\w-]+\/[\w-]+)\/\d+-[\dTZ:.-]+\//g,
    instead: '$1/<time>/',
  },
];

/** Warnings of the upstream CLI that are as meant, each as printed, `*` for what may stand there. */
export const KNOWN_WARNINGS: readonly { readonly text: string; readonly why: string }[] = [
  {
    text: "at 'provider.runtime': must be equal to one of the allowed values [*]",
    why: 'it was last released before nodejs24.x; the value goes into the template as it is',
  },
  {
    text: "at 'layers.core.compatibleRuntimes.0': must be equal to one of the allowed values [*]",
    why: 'the same, of the layer',
  },
];

/** Lines that are no warning: headings, progress, and what both CLIs say without AWS. */
export const EXPECTED_LINES: readonly string[] = [
  'Warning: Invalid configuration encountered',
  'Learn more about configuration validation here: http://slss.io/configuration-validation',
  'Packaging gymcoach-* for stage * (*)',
  'No keys of the user pool in the environment, functions will fetch them: *',
  '✔ Service packaged (*)',
];
