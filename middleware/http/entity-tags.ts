/** A strong tag of ours, taken apart. */
export interface EntityTag {
  readonly id: string;
  readonly version: number;
}

const OURS = /^"([A-Za-z0-9_-]{1,64})\.(\d{1,15})(?:-(?:br|gzip))?"$/;

/**
 * The tags of an `If-Match` that can match: strong, ours, of a whole representation. Weak tags, tags of a partial view
 * (`"<id>.<version>-<view>"`) and foreign ones never match, so they are left out. The coding suffix is ignored.
 */
export function parseEntityTags(header: string): readonly EntityTag[] {
  return header.split(',').flatMap((text) => {
    const match = OURS.exec(text.trim());
    return match?.[1] === undefined ? [] : [{ id: match[1], version: Number(match[2]) }];
  });
}

/** The versions of one resource that the caller named. */
export const versionsOf = (tags: readonly EntityTag[], id: string): readonly number[] =>
  tags.filter((tag) => tag.id === id).map((tag) => tag.version);

/** `If-None-Match` compares weakly: the `W/` prefix and the coding suffix are ignored. */
export function matchesNone(header: string | undefined, current: string): boolean {
  if (header === undefined) return true;
  const bare = (tag: string): string =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/-(?:br|gzip)"$/, '"');
  return !header.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(current));
}
