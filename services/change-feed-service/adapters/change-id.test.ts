import fc from 'fast-check';
import { changeId } from './change-id.ts';

const FORM = /^evt_[0-9A-HJKMNP-TV-Z]{26}$/;

test('equal parts give the same id, in the form of every other id, and others another', () => {
  const parts = fc.array(fc.string({ maxLength: 8 }), { maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(changeId(a)).toMatch(FORM);
      expect(changeId(a) === changeId(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
  expect(changeId(['U#1', 'PROFILE', '1', 'created'])).toBe(changeId(['U#1', 'PROFILE', '1', 'created']));
  expect(changeId(['a', 'b'])).not.toBe(changeId(['ab']));
});
