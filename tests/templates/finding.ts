/** A rule that a resource breaks. */
export interface Finding {
  /** `CT.S3.PR.3` of Control Tower, `S4_aborted_uploads_go` of ours, `W3005` of cfn-lint. */
  readonly rule: string;
  readonly stack: string;
  readonly stage: string;
  /** Logical id; of cfn-lint it may be a place outside the resources. */
  readonly resource: string;
  readonly type: string;
  readonly message: string;
}
