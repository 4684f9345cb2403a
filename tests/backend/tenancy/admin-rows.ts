/** The operators' routes in the matrix. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../../sandbox/demo/child-process.ts';
import type { Ids } from './ids.ts';
import type { Call, Row } from './row.ts';

const playbook = readFileSync(path.join(repositoryRoot, 'playbooks/acme.yaml'), 'utf8');

const admin = (
  method: string,
  rest: string,
  calls: (ids: Ids) => Call[] = () => [{ status: 200 }],
  more: Partial<Row> = {},
): Row => ({
  route: `${method} /admin/portals/{portalId}${rest}`,
  credential: 'admin token',
  calls,
  ...more,
});
/** The key of the same file read in another way. */
const anotherWay = (fileKey: string) => createHash('sha256').update(`another way of ${fileKey}`).digest('hex');
/** Asks in our own portal for what the ids name. */
const naming = (rest: string, status = 200): Call => ({ path: `/admin/portals/{own}${rest}`, status });

export const adminRows: Row[] = [
  // The token of the operators is of all portals: what holds is that a path of one portal never shows another.
  {
    route: 'GET /admin/portals',
    credential: 'admin token',
    calls: () => [],
  },
  admin('GET', ''),
  admin('GET', '/doctor'),
  admin('GET', '/provision'),
  admin('POST', '/provision', () => [{ body: { goLive: false }, status: 200 }]),
  admin('GET', '/playbook'),
  admin('PUT', '/playbook', ({ playbookVersion }) => [
    {
      body: {
        source: playbook,
        author: 'matrix',
        reason: 'matrix',
        expectedVersion: playbookVersion + 90,
      },
      status: 409,
    },
  ]),
  admin('GET', '/playbook/versions', ({ playbookVersion }) => [
    { status: 200 },
    naming(`/playbook/versions?before=${playbookVersion}`),
  ]),
  admin('GET', '/playbook/versions/{version}', ({ playbookVersion }) => [
    naming(`/playbook/versions/${playbookVersion}`, 404),
  ]),
  admin('POST', '/playbook/simulate', () => [{ body: { source: 'signals: {}' }, status: 400 }]),
  admin('POST', '/playbook/rollback', ({ playbookVersion }) => [{ body: { version: playbookVersion }, status: 404 }]),
  admin('GET', '/audit', () => [{ status: 200 }, naming('/audit?limit=200')]),
  admin('GET', '/properties'),
  admin('GET', '/shared-channels'),
  admin('GET', '/drift'),
  admin('POST', '/drift'),
  admin('POST', '/drift/restore', () => [{ body: { workflow: 'handoff' }, status: 200 }]),
  admin('GET', '/write-keys'),
  admin('POST', '/write-keys/{keyId}/revoke', ({ keyId }) => [naming(`/write-keys/${keyId}/revoke`, 409)]),
  admin('POST', '/write-keys', () => [{ body: { name: 'of the matrix' }, status: 201 }]),
  admin('GET', '/rules'),
  admin('POST', '/rebuild'),
  admin('POST', '/replays', () => [{ body: { events: 3 }, status: 201 }]),
  admin('GET', '/handoffs', () => [{ status: 200 }, naming('/handoffs?limit=1000')]),
  admin('GET', '/unconfirmed'),
  admin('POST', '/unconfirmed', ({ handoff }) =>
    ['there', 'post', 'leave'].map((verdict) => ({
      body: { key: `alert:${handoff}:channel:#nowhere`, verdict },
      status: 404,
    })),
  ),
  admin('GET', '/ready'),
  admin('POST', '/route', ({ email, contact, userId }) =>
    [email, contact, userId].map((who) => ({ body: { contact: who, dryRun: true }, status: 404 })),
  ),
  admin('GET', '/fairness'),
  admin('GET', '/receipts', ({ email, handoff, person }) => [
    naming(`/receipts?email=${encodeURIComponent(email)}`),

    naming(`/receipts?handoffId=${handoff}`),
    naming(`/receipts?personId=${person}`),
  ]),
  admin('GET', '/receipts/{receiptId}', ({ receipt }) => [naming(`/receipts/${receipt}`, 404)]),
  admin('POST', '/exports', ({ email, userId, contact, person }) =>
    [{ email }, { userId }, { contactId: contact }, { personId: person }].map((body) => ({ body, status: 200 })),
  ),
  admin('POST', '/erasures', ({ email, userId, contact, person }) =>
    [{ email }, { userId }, { contactId: contact }, { personId: person }].flatMap((who) => [
      { body: { ...who, dryRun: true }, status: 200 },
      { body: { ...who, confirm: true }, status: 200 },
    ]),
  ),
  admin('GET', '/privacy'),
  admin('PUT', '/privacy/retention', () => [{ body: { days: { events: 600 } }, status: 200 }]),
  admin('POST', '/privacy/retention/run'),
  admin('PUT', '/privacy/allow-list', () => [{ body: { add: ['traits.more'], remove: [] }, status: 200 }]),
  admin('GET', '/reports/sla'),
  admin('GET', '/reports/outcomes'),
  admin('GET', '/reports/review'),
  admin('GET', '/reports/handoffs'),
  admin('GET', '/backfills'),
  admin('GET', '/backfills/{key}', ({ backfillKey }) => [naming(`/backfills/${backfillKey}`, 404)]),
  admin('POST', '/backfills/{key}/rows', ({ backfillKey, userId, messageId }) => [
    {
      path: `/admin/portals/{own}/backfills/${backfillKey}/rows`,
      query: 'line=0&byte=0',
      lines: [
        {
          line: 1,
          through: { line: 1, byte: 9 },
          messages: [{ type: 'identify', userId, messageId, timestamp: '2026-01-01' }],
        },
      ],
      status: 409,
    },
  ]),
  admin('POST', '/backfills/{key}/end', ({ backfillKey }) => [naming(`/backfills/${backfillKey}/end`, 404)]),
  // Last of them: from here on our own portal has a file of that name too.
  admin('POST', '/backfills', ({ backfillKey }) => [
    // The same file in another way: it is told of those that were loaded of it.
    { body: { key: anotherWay(backfillKey), fileKey: backfillKey, name: 'of the matrix' }, status: 200 },
    { body: { key: backfillKey, fileKey: backfillKey, name: 'of the matrix' }, status: 200 },
  ]),
  admin('GET', '/sample'),
  admin('POST', '/sample', () => [{ body: { action: 'remove' }, status: 200 }]),
  admin('POST', '/disconnect', () => [{ body: { confirm: false }, status: 200 }]),
  { route: 'GET /admin/keys', credential: 'admin token', calls: () => [{ status: 200 }] },
  { route: 'POST /admin/keys/rotate', credential: 'admin token', calls: () => [{ status: 200 }] },
];
