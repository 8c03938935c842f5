import { numberOf, textOf, type Value } from './value.ts';

const PARTS = /\d+|\D+/g;

/**
 * The order of `sort`, by AWS's page of that command: what is no number comes before all numbers; texts are compared part by
 * part, digits by their length and then by value, others by their Unicode values. What is absent comes first, which AWS does
 * not say.
 */
export function compareValues(one: Value | undefined, other: Value | undefined): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  const [a, b] = [numberOf(one), numberOf(other)];
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? -1 : 1;
  return compareTexts(textOf(one), textOf(other));
}

function compareTexts(one: string, other: string): number {
  const [parts, others] = [one.match(PARTS) ?? [], other.match(PARTS) ?? []];
  for (const [index, part] of parts.entries()) {
    const against = others[index];
    if (against === undefined) return 1;
    const bothDigits = /^\d/.test(part) && /^\d/.test(against);
    const difference = bothDigits ? part.length - against.length || compare(part, against) : compare(part, against);
    if (difference !== 0) return difference;
  }
  return parts.length - others.length;
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
