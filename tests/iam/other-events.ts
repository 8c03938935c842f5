/** An event for a function that neither a route nor a stream calls: of a schedule, of a deployment. */
export interface OtherEvent {
  /** Folder of its stack: `platform`, `services/...`. */
  readonly part: string;
  readonly function: string;
  readonly event: object;
  /** What AWS answers it, by operation (`GetParameter`), where `{}` would end it. */
  readonly answers?: Readonly<Record<string, object>>;
}

/** One line for each such function; what it asks of any AWS service is recorded. There is none yet. */
export const OTHER_EVENTS: readonly OtherEvent[] = [];
