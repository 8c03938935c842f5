/** Columns as wide as their widest cell: the first and texts to the left, figures to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const isText = head.map((_, column) => rows.some((row) => /^[A-Za-z]{4}/.test(row[column] ?? '')));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (isText[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
