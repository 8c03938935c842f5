/** What a deployment does with a stack in a given state. */
export type Readiness =
  | { readonly kind: 'ready'; readonly note?: string }
  /** Its first creation has failed: CloudFormation only lets it be deleted. */
  | { readonly kind: 'clear-first'; readonly note: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Whether a stack can be deployed as it stands, and if not, what to do first. So a second run continues after whatever the first
 * one has left.
 *
 * @param status as CloudFormation has it, undefined where there is no such stack
 */
export function stackReadiness(
  stack: string,
  status: string | undefined,
  { stage, region }: { readonly stage: string; readonly region: string },
): Readiness {
  switch (status) {
    case undefined:
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'IMPORT_COMPLETE':
      return { kind: 'ready' };
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return {
        kind: 'ready',
        note: `the last change of ${stack} was rolled back: it is compared with what it was before`,
      };
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'REVIEW_IN_PROGRESS':
      return {
        kind: 'clear-first',
        note: `${stack} was never created (${status}): what is left of it is deleted first`,
      };
    case 'UPDATE_ROLLBACK_FAILED':
    case 'UPDATE_FAILED':
    case 'IMPORT_ROLLBACK_FAILED':
      return refused(
        `${stack} is stuck halfway (${status}): mend what its events name, then aws cloudformation continue-update-rollback ` +
          `--stack-name ${stack} --region ${region}, then run this again`,
      );
    case 'DELETE_FAILED':
      return refused(`${stack} is half removed (${status}): end that first, by npm run remove -- --stage ${stage}`);
    default:
      return refused(
        `${stack} is being changed by somebody else (${status}): wait until that has ended, then run the same command again`,
      );
  }
}

const refused = (reason: string): Readiness => ({ kind: 'refused', reason });
