/** A name as part of a logical id: `error-ratio` -> `ErrorRatio`. */
export const logicalName = (name: string): string =>
  name.replaceAll(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9]?)/g, (_all, letter: string) => letter.toUpperCase());

/** The logical id of a function's log group, as the CLI names it: `number-changes` -> `NumberDashchangesLogGroup`. */
export const logGroupId = (functionName: string): string => {
  const plain = functionName.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}LogGroup`;
};
