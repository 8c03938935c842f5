/** One bundle and its size on disk. */
export interface BundleSize {
  readonly name: string;
  readonly bytes: number;
}

/** Prints a line per bundle, sizes in kB (1,000 bytes), aligned. */
export function printSizes(sizes: readonly BundleSize[]): void {
  const width = Math.max(0, ...sizes.map(({ name }) => name.length));
  for (const { name, bytes } of sizes) {
    console.log(`${name.padEnd(width)}  ${(bytes / 1000).toFixed(1).padStart(8)} kB`);
  }
}
