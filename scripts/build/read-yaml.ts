import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const CLOUDFORMATION_TAGS = [
  ...['Ref', 'Sub', 'GetAtt', 'ImportValue', 'Join', 'Select', 'Split', 'If', 'Equals', 'Not', 'And', 'Or'],
  ...['FindInMap', 'Base64', 'Cidr', 'GetAZs', 'Condition', 'Transform'],
];

/** A CloudFormation intrinsic stays what it is to us: something that only CloudFormation can evaluate. */
const customTags = CLOUDFORMATION_TAGS.flatMap((name) =>
  ([undefined, 'seq', 'map'] as const).map((collection) => ({
    tag: `!${name}`,
    ...(collection === undefined ? {} : { collection }),
    resolve: (value: unknown) => ({
      [name]: typeof value === 'string' ? value : (value as { toJSON(): unknown }).toJSON(), // a node of the parser
    }),
  })),
);

/** The content of a YAML file of the infrastructure, intrinsics as plain objects, `${...}` variables untouched. */
export function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'), { customTags, merge: true });
}
