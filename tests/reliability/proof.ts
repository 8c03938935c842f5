/** How much a proof is to do. The same seed and size give the same requests. */
export interface ProofRun {
  readonly seed: number;
  /** In the proof's own unit: writers, items, requests. */
  readonly size: number;
}

/** What a proof has measured: plain data for the JSON file. */
export type Figures = object;

/** What a figure has to be; `atMostFigure` is the path of another one. */
export type Target =
  | { readonly equals: number }
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly atMostFigure: string };

/** Something that is claimed of the contract, and how it is measured. */
export interface Proof {
  /** Its field in the results: `locks`. */
  readonly name: string;
  /** What is claimed, for the table: a sentence. */
  readonly claim: string;
  readonly measure: (run: ProofRun) => Promise<Figures>;
  /** Size of the full run, and of the reduced one in CI. */
  readonly size: { readonly full: number; readonly reduced: number };
  /** Path of a figure (`protectionOff.lostUpdates`) to what it has to be; in the order of the table. */
  readonly targets: Readonly<Record<string, Target>>;
  /** Figures that are told without a target. */
  readonly told?: readonly string[];
}

/** The figure at a path of names joined by dots. */
export function figureAt(figures: Figures, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => Object.entries(value ?? {}).find(([key]) => key === name)?.[1], figures);
}

/** The targets that are not met, in words. */
export function missedTargets({ name, targets }: Pick<Proof, 'name' | 'targets'>, figures: Figures): readonly string[] {
  return Object.entries(targets).flatMap(([path, target]) => {
    const value = figureAt(figures, path);
    if (typeof value === 'number' && isMet(value, target, figures)) return [];
    return [`${name}: ${path} is ${JSON.stringify(value)}, not ${inWords(target)}`];
  });
}

/** `0`, `>= 1`, `<= 500`. */
export function inWords(target: Target): string {
  if ('equals' in target) return String(target.equals);
  if ('atLeast' in target) return `>= ${target.atLeast}`;
  return 'atMost' in target ? `<= ${target.atMost}` : `<= \`${target.atMostFigure}\``;
}

function isMet(value: number, target: Target, figures: Figures): boolean {
  if ('equals' in target) return value === target.equals;
  if ('atLeast' in target) return value >= target.atLeast;
  return value <= ('atMost' in target ? target.atMost : Number(figureAt(figures, target.atMostFigure)));
}
