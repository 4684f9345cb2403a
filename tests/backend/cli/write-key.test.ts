import { addWriteKey, describeWriteKeys } from '../../../backend/cli/write-key.ts';
import { runZo } from '../../support/run-zo.ts';

const at = Date.parse('2026-03-10T09:00:00Z');
const key = { source: 'server', createdAt: at, lastUsedAt: null, revokedAt: null, isFromEnvironment: false } as const;

it('lists each key by its id, what it is for, and whether it works', () => {
  const listed = describeWriteKeys(
    [
      { ...key, keyId: '0123abcd', name: 'Segment' },
      { ...key, keyId: '89efabcd', name: '', isFromEnvironment: true, revokedAt: at },
    ],
    'UTC',
  ).split('\n');
  expect(listed).toHaveLength(3);
  expect(listed[1]).toMatch(/^0123abcd +server +Segment .*works$/);
  expect(listed[2]).toMatch(/^89efabcd +server +WRITE_KEY .*revoked /);
});

it('says how one is made where there is none', () => {
  expect(describeWriteKeys([], 'UTC')).toContain('`zo write-key` makes one');
});

it('sends nowhere what is no id, which may be the key itself', async () => {
  const { code, stderr } = await runZo('http://127.0.0.1:1', [addWriteKey], ['write-key', 'revoke', 'k'.repeat(32)]);
  expect(code).toBe(1);
  expect(stderr).toContain('by its id');
  expect(stderr).not.toContain('kkk');
});

it('makes no key of a word that is none of its verbs', async () => {
  const { code, stderr } = await runZo('http://127.0.0.1:1', [addWriteKey], ['write-key', 'lst']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/unknown command|too many arguments/);
});
