/** Tells what is being done: on a terminal in one line that is written over, and that an empty text clears. */
export type Progress = (text: string) => void;

export const progress: Progress = (text) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
};
