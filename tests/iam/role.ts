/** A statement of a role, in the shape that the CLI packages. Everything here allows; anything else is refused when read. */
export interface Statement {
  readonly actions: readonly string[];
  /** ARNs of the local stage, with IAM's wildcards. */
  readonly resources: readonly string[];
  /** What every partition key of a call must be like; absent where there is no such condition. */
  readonly leadingKeys?: LeadingKeys;
}

export interface LeadingKeys {
  readonly operator: 'StringEquals' | 'StringLike';
  readonly patterns: readonly string[];
  /** `ForAllValues` is also true of a call without keys: this says that one has none of it. */
  readonly refusesNone: boolean;
}

/** What one function may do. */
export interface Role {
  /** `gymcoach-access api` */
  readonly function: string;
  /** With what it signs locally. */
  readonly accessKeyId: string;
  readonly statements: readonly Statement[];
}
