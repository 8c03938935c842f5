import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation, ReadLine } from './observer.ts';

export interface LogFiles {
  wrote(line: ReadLine): void;
  invoked(invocation: Invocation): void;
  /** Writes what is still to be written. */
  close(): void;
}

export interface LogFileOptions {
  /** Made when absent. */
  readonly folder: string;
  /** From this size on a file becomes `<function>.1.jsonl`, and that of before goes. @default 5 MB */
  readonly maxBytes?: number;
}

const FLUSH_MS = 50;

/**
 * What CloudWatch would have: `<function name>.jsonl`, one JSON object a line. Lines of a function stand there as written; text that is
 * no JSON object is put into one. Each invocation ends with a `platform.report`, as Lambda writes it when its log format is JSON.
 */
export function openLogFiles({ folder, maxBytes = 5 * 1024 * 1024 }: LogFileOptions): LogFiles {
  mkdirSync(folder, { recursive: true });
  const pending = new Map<string, string[]>();
  const sizes = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const [name, lines] of pending) {
      const path = join(folder, `${name}.jsonl`);
      const text = lines.join('');
      try {
        let size = sizes.get(name) ?? sizeOf(path);
        if (size > 0 && size + Buffer.byteLength(text) > maxBytes) {
          renameSync(path, join(folder, `${name}.1.jsonl`));
          size = 0;
        }
        appendFileSync(path, text);
        sizes.set(name, size + Buffer.byteLength(text));
      } catch {
        sizes.delete(name); // a full disk, or a folder that somebody removed: the terminal has the lines
      }
    }
    pending.clear();
  };
  const add = (name: string, line: string): void => {
    const lines = pending.get(name);
    if (lines === undefined) pending.set(name, [`${line}\n`]);
    else lines.push(`${line}\n`);
    timer ??= setTimeout(flush, FLUSH_MS);
  };
  return {
    wrote({ functionName, requestId, time, text, fields }) {
      if (text === '') return;
      const line =
        fields !== undefined
          ? text
          : JSON.stringify({ time: isoTime(time), lambdaRequestId: requestId, message: text });
      add(functionName, line);
    },
    invoked: (invocation) => add(invocation.functionName, report(invocation)),
    close: flush,
  };
}

const STATUS = { ok: 'success', failed: 'error', 'timed-out': 'timeout' } as const;

function report({ requestId, startedAt, endedAt, init, outcome, memoryMegabytes, usedMegabytes }: Invocation): string {
  const durationMs = round(endedAt - startedAt);
  const initDurationMs = init === undefined ? undefined : round(init.endedAt - init.startedAt);
  const metrics = {
    durationMs,
    billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
    memorySizeMB: memoryMegabytes,
    maxMemoryUsedMB: Math.ceil(usedMegabytes),
    initDurationMs,
  };
  const record = { requestId, metrics, status: STATUS[outcome] };
  return JSON.stringify({ time: isoTime(endedAt), type: 'platform.report', record });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

const isoTime = (time: number): string => new Date(time).toISOString();
const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
