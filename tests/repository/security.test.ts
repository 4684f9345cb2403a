/** SECURITY.md says what stops whom, and each of its lines is shown by a test that is there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { documentedRoutes } from '../../backend/http/documented-routes.ts';
import { read, repository } from './source-files.ts';

const text = read('SECURITY.md');
const testsIn = (line: string) => [...line.matchAll(/`(tests\/[^`]+)`/g)].map((match) => match[1] ?? '');

it('every test that SECURITY.md names is there', () => {
  const named = [...new Set(testsIn(text))];
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((file) => !existsSync(path.join(repository, file)))).toEqual([]);
});

it('every line about an attack names the test that shows what stops it', () => {
  const rows = text.split('\n').filter((line) => /^\| (?!attack |---)/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => testsIn(row.split('|').at(-2) ?? '').length === 0)).toEqual([]);
});

it('it says how to report, what is supported and what is out of scope', () => {
  for (const heading of ['Reporting', 'What is to be protected', 'Who may attack', 'What is out of scope']) {
    expect(text).toMatch(new RegExp(`^## ${heading}`, 'm'));
  }
});

it('every write of an operator leaves a trace: a new one without it fails here', () => {
  const audit = (file: string) => ({ audit: `backend/${file}` });
  const traces: Record<string, { audit: string } | 'a version with its author' | 'it changes no rule'> = {
    'POST /admin/portals/{portalId}/provision': audit('http/admin/provision-routes.ts'),
    'POST /admin/portals/{portalId}/drift/restore': audit('http/admin/drift-routes.ts'),
    'POST /admin/portals/{portalId}/write-keys': audit('http/admin/write-key-routes.ts'),
    'POST /admin/portals/{portalId}/write-keys/{keyId}/revoke': audit('http/admin/write-key-routes.ts'),
    'POST /admin/portals/{portalId}/sample': audit('sample/sample-activity.ts'),
    'PUT /admin/portals/{portalId}/playbook': 'a version with its author',
    'POST /admin/portals/{portalId}/playbook/rollback': 'a version with its author',
    'POST /admin/portals/{portalId}/erasures': audit('http/admin/erasure-routes.ts'),
    'POST /admin/portals/{portalId}/exports': audit('http/admin/erasure-routes.ts'),
    'POST /admin/portals/{portalId}/disconnect': audit('http/admin/connection-routes.ts'),
    'PUT /admin/portals/{portalId}/privacy/retention': audit('http/admin/privacy-routes.ts'),
    'PUT /admin/portals/{portalId}/privacy/allow-list': audit('http/admin/privacy-routes.ts'),
    'POST /admin/portals/{portalId}/privacy/retention/run': 'it changes no rule',
    'POST /admin/keys/rotate': 'it changes no rule',
    'POST /admin/portals/{portalId}/drift': 'it changes no rule',
    'POST /admin/portals/{portalId}/playbook/simulate': 'it changes no rule',
    'POST /admin/portals/{portalId}/rebuild': audit('http/admin/rules-routes.ts'),
    'POST /admin/portals/{portalId}/replays': audit('http/admin/audit-routes.ts'),
    'POST /admin/portals/{portalId}/backfills': audit('http/admin/backfill-routes.ts'),
    // Only of a file that was begun.
    'POST /admin/portals/{portalId}/backfills/{key}/rows': audit('http/admin/backfill-routes.ts'),
    'POST /admin/portals/{portalId}/backfills/{key}/end': audit('http/admin/backfill-routes.ts'),
    'POST /admin/portals/{portalId}/route': 'it changes no rule',
    'POST /admin/portals/{portalId}/unconfirmed': audit('http/admin/unconfirmed-routes.ts'),
  };
  const writes = documentedRoutes
    .filter(({ proof, method }) => proof === 'admin token' && method !== 'get')
    .map(({ method, path: at }) => `${method.toUpperCase()} ${at}`);
  expect(Object.keys(traces).toSorted()).toEqual(writes.toSorted());
  for (const trace of Object.values(traces)) {
    if (typeof trace === 'object') expect(read(trace.audit)).toMatch(/auditDeed\(\s*portalId/);
  }
});
