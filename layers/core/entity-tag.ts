/** Strong entity tag of a version of a resource: `"<id>.<version>"`, or `"<id>.<version>-<view>"` for a partial view. */
export const entityTag = (id: string, version: number, view?: string): string =>
  `"${id}.${version}${view === undefined ? '' : `-${view}`}"`;
