import { createRecordFilter, type FilterPattern } from './record-filter.ts';

const image = { CustomerName: { S: 'AnyCompany Industries' }, Terms: { S: '60 days' }, Tags: { SS: ['x', 'vip'] } };
const record = {
  eventName: 'MODIFY',
  dynamodb: { Keys: { PK: { S: 'U#1' }, SK: { S: 'INJ#7' } }, NewImage: image, SizeBytes: 26 },
};
const sortKey = (...rules: readonly unknown[]): FilterPattern => ({ dynamodb: { Keys: { SK: { S: rules } } } });
const attribute = (name: string, rule: unknown): FilterPattern => ({
  dynamodb: { NewImage: { [name]: { S: [rule] } } },
});

test.each<[string, FilterPattern, boolean]>([
  ['an empty pattern', {}, true],
  ['an exact text', attribute('CustomerName', 'AnyCompany Industries'), true],
  ['another text', attribute('CustomerName', 'AnyCompany'), false],
  ['one of several', { eventName: ['INSERT', 'MODIFY'] }, true],
  ['none of several', { eventName: ['INSERT', 'REMOVE'] }, false],
  ['an exact number', { dynamodb: { SizeBytes: [26] } }, true],
  ['a number where a text is', attribute('Terms', 60), false],
  ['a prefix', sortKey({ prefix: 'INJ#' }), true],
  ['a prefix that is elsewhere in the text', sortKey({ prefix: '7' }), false],
  ['a prefix or a text', sortKey('PROFILE', { prefix: 'INJ#' }), true],
  ['neither a prefix nor a text', sortKey('PROFILE', { prefix: 'REL#' }), false],
  ['a suffix', sortKey({ suffix: '#7' }), true],
  ['a text in another case', sortKey({ 'equals-ignore-case': 'inj#7' }), true],
  ['an element of a set', { dynamodb: { NewImage: { Tags: { SS: ['vip'] } } } }, true],
  ['no element of a set', { dynamodb: { NewImage: { Tags: { SS: ['vips'] } } } }, false],
  ['a field that exists', attribute('Terms', { exists: true }), true],
  ['a field that is missing', attribute('Due', { exists: true }), false],
  ['the absence of a field', attribute('Due', { exists: false }), true],
  ['the absence of a field that is there', attribute('Terms', { exists: false }), false],
  ['the absence of an image', { dynamodb: { OldImage: { PK: { S: [{ exists: false }] } } } }, true],
  ['an end of a path, not a map on it', { dynamodb: { NewImage: { Terms: [{ exists: true }] } } }, false],
  ['anything but a text', attribute('Terms', { 'anything-but': '30 days' }), true],
  ['anything but this text', attribute('Terms', { 'anything-but': ['30 days', '60 days'] }), false],
  ['anything but a prefix', attribute('Terms', { 'anything-but': { prefix: '60' } }), false],
  ['anything but, of a field that is missing', attribute('Due', { 'anything-but': 'x' }), false],
  ['every field of a pattern', { eventName: ['MODIFY'], ...sortKey('INJ#7') }, true],
  ['not every field of a pattern', { eventName: ['INSERT'], ...sortKey('INJ#7') }, false],
  ['one of two paths', { $or: [{ eventName: ['INSERT'] }, sortKey('INJ#7')] }, true],
  ['none of two paths', { $or: [{ eventName: ['INSERT'] }, sortKey('INJ#8')] }, false],
  ['the absence of what TTL removals have', { userIdentity: { type: [{ exists: false }] } }, true],
])('matches %s', (_name, pattern, matches) => {
  expect(createRecordFilter(pattern)(record)).toBe(matches);
});

test('tells a TTL removal from a removal by somebody', () => {
  const wanted = createRecordFilter({ userIdentity: { type: [{ exists: false }] } });
  expect(wanted({ ...record, userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } })).toBe(false);
});

test.each<[FilterPattern, RegExp]>([
  [attribute('Terms', { numeric: ['>', 5] }), /do not know the comparison \{"numeric"/],
  [attribute('Terms', { prefix: 'a', suffix: 'b' }), /compares in two ways/],
  [{ eventName: 'INSERT' }, /wants a list or a map at "eventName"/],
  [{ $or: { eventName: ['INSERT'] } }, /\$or no list/],
])('refuses what it would not obey: %j', (pattern, message) => {
  expect(() => createRecordFilter(pattern)).toThrow(message);
});
