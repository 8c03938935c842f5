import type { Loaded } from './hot-path.ts';

/** Costs that no common request may pay: see docs/decisions/0017-speed.md. */
const HEAVY_FILES = /clients\/|xray|@aws-sdk|@smithy|powertools|typebox|ajv/;
/** TLS where the endpoint is plain, compression of small answers, UDP of a trace that is not sampled. */
const HEAVY_BUILTIN = new Set(['https', 'tls', 'zlib', 'http2', 'dgram']);
/** In the text of a bundle: what the bundler has put into it keeps its name nowhere else. */
const HEAVY_TEXT = /smithy|aws-sdk|POWERTOOLS_|AWS_XRAY_/;
/** Code from text; V8 refuses it in these tests, and no bundle has any. */
const COMPILES = /\bnew Function\b|\bFunction\(|\beval\(|\b[Aa]jv\b|\b[Tt]ype[Bb]ox\b/;

export const heavyModules = ({ files, builtin }: Loaded): readonly string[] => [
  ...files.filter((file) => HEAVY_FILES.test(file)),
  ...builtin.filter((name) => HEAVY_BUILTIN.has(name)),
];

export const heavyText = (text: string): string | undefined => HEAVY_TEXT.exec(text)?.[0];

export const compilingText = (text: string): string | undefined => COMPILES.exec(text)?.[0];
