import type { Issue } from '@gymcoach/core/errors';
import type { Failure } from '../contract/validator.ts';
import { pointerPart } from './pointer-part.ts';

/** Failed JSON Schema keyword to our permanent code. */
const CODES: Readonly<Record<string, string>> = {
  additionalProperties: 'validation.unknown-field',
  required: 'validation.required',
  type: 'validation.type',
  enum: 'validation.not-allowed',
  const: 'validation.not-allowed',
  minimum: 'validation.out-of-range',
  maximum: 'validation.out-of-range',
  multipleOf: 'validation.out-of-range',
  minLength: 'validation.length',
  maxLength: 'validation.length',
  minItems: 'validation.count',
  maxItems: 'validation.count',
  minProperties: 'validation.count',
  uniqueItems: 'validation.duplicate',
  pattern: 'validation.format',
  format: 'validation.format',
};

/** What a validator found, one issue per rule that does not hold. Limits of the schema are told, nothing of the input is. */
export function validationIssues(place: Issue['in'], failures: readonly Failure[]): readonly Issue[] {
  return failures.map(({ instancePath, keyword, params, message }) => {
    const { additionalProperty, missingProperty, ...limits } = params;
    const field = additionalProperty ?? missingProperty;
    return {
      in: place,
      pointer: typeof field === 'string' ? `${instancePath}/${pointerPart(field)}` : instancePath,
      code: CODES[keyword] ?? 'validation.failed',
      message: typeof field === 'string' ? wordsFor(keyword) : (message ?? 'is not valid'),
      ...(Object.keys(limits).length === 0 ? {} : { params: limits }),
    };
  });
}

const wordsFor = (keyword: string): string => (keyword === 'required' ? 'is required' : 'is not a known field');
