import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PythonEnvironment } from './python-environment.ts';

/** How the emulator fares with types of CloudFormation, by its own account. */
export interface EmulatedTypes {
  /** Version of moto. */
  readonly moto: string;
  /** What moto alone makes from a template. */
  readonly ofMoto: readonly string[];
  /** What moto does not, and the rehearsal makes by calls of the service, which moto has. */
  readonly byApi: readonly string[];
  /** What moto makes, but not whole: made by calls of the service too. */
  readonly remade: readonly string[];
}

export interface Emulator {
  readonly url: string;
  readonly types: EmulatedTypes;
  /** What it wrote to its error output. */
  errors(): string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;

/** Starts the emulator on a free port of 127.0.0.1. It forgets everything when it ends. */
export async function startEmulator({ python }: PythonEnvironment): Promise<Emulator> {
  const script = join(import.meta.dirname, 'emulator/emulator.py');
  const child = spawn(python, ['-B', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AWS_ENDPOINT_URL: '', MOTO_ACCOUNT_ID: '123456789012' },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const line = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the emulator does not start\n${errors}`)), START_LIMIT_MS);
    createInterface({ input: child.stdout }).once('line', (text) => {
      clearTimeout(timer);
      resolve(text);
    });
    child.once('close', (code) => reject(new Error(`the emulator has ended with ${code}\n${errors}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const { url, ...types } = JSON.parse(line) as { readonly url: string } & EmulatedTypes; // printed by emulator.py
  return { url, types, errors: () => errors, stop };
}
