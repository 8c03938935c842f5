import { StackStatus } from '@aws-sdk/client-cloudformation';
import { stackReadiness } from './stack-readiness.ts';

const of = (status?: string) => stackReadiness('gymcoach-access-dev', status, { stage: 'dev', region: 'eu-west-1' });

test('a stack that is there, or not there yet, is deployed', () => {
  for (const status of [undefined, 'CREATE_COMPLETE', 'UPDATE_COMPLETE']) expect(of(status)).toEqual({ kind: 'ready' });
});

test('one that was rolled back is tried again, and one that never came to be is cleared away first', () => {
  expect(of('UPDATE_ROLLBACK_COMPLETE')).toMatchObject({ kind: 'ready', note: expect.stringContaining('rolled back') });
  for (const status of ['ROLLBACK_COMPLETE', 'CREATE_FAILED', 'REVIEW_IN_PROGRESS'])
    expect(of(status)).toMatchObject({ kind: 'clear-first' });
});

test('every other state of CloudFormation is refused, with the next step on one line', () => {
  const others = Object.values(StackStatus).filter((status) => of(status).kind === 'refused');
  expect(others).toEqual(expect.arrayContaining(['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED', 'DELETE_FAILED']));
  for (const status of others) {
    const { reason = '' } = of(status) as { readonly reason?: string };
    expect(reason).toMatch(/^gymcoach-access-dev is .+: .*(run|npm run remove).*$/);
    expect(reason).toContain(status);
  }
  expect(of('UPDATE_ROLLBACK_FAILED')).toMatchObject({ reason: expect.stringContaining('continue-update-rollback') });
});
