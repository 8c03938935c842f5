import { execFileSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executablePath = process.env['CHROMIUM_PATH'] ?? NAMES.map(which).find((path) => path !== undefined);

/**
 * Declares tests that need Chromium; where it is not installed, one test that says so instead.
 *
 * @param what is opened in it: `/docs`
 */
export function inChromium(what: string, declare: (launch: () => Promise<Browser>) => void): void {
  if (executablePath !== undefined) {
    describe(`${what} in Chromium`, () => declare(() => chromium.launch({ executablePath, args: ARGUMENTS })));
    return;
  }
  const missing = `Chromium is not installed: ${what} was not opened in a browser`;
  test(missing, () => {
    process.stderr.write(`${missing} (apt-get install chromium, or set CHROMIUM_PATH)\n`);
  });
}

function which(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined; // not installed
  }
}
