import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OauthState } from '../../../backend/store/credential-store.ts';
import { openPostgresStore } from '../../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { rotateKeys } from '../../../backend/tokens/rotate-keys.ts';
import { createSealer } from '../../../backend/tokens/sealer.ts';
import { createTokenVault } from '../../../backend/tokens/token-vault.ts';
import type { EitherStore } from '../../support/engines.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const older = { id: 'k0', key: Buffer.alloc(32, 1) };
const newer = { id: 'k1', key: Buffer.alloc(32, 2) };
const sealer = createSealer([newer, older]);
const tokens = { accessToken: 'access one', refreshToken: 'refresh one' };
const given = { tokens, expiresAt: 1_000, details: { hubDomain: 'acme.test' } };
const renewed = { tokens: { accessToken: 'access two', refreshToken: 'refresh two' }, expiresAt: 2_000 };
const minutes = 60_000;

let folder: string;
let store: EitherStore;
/** Another process on the same database. */
let openAgain: () => Promise<EitherStore>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const databases: [name: string, where: () => Promise<() => Promise<EitherStore>>][] = [
  [
    'SQLite',
    async () => {
      files += 1;
      const file = path.join(folder, `zo-${files}.db`);
      return () => openSqliteStore(file);
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const url = await createTestDatabase();
      return () => openPostgresStore(url);
    },
  ],
];

describe.each(databases)('on %s', (_name, where) => {
  beforeEach(async () => {
    openAgain = await where();
    store = await openAgain();
  }, 60_000);
  afterEach(() => store?.close());

  describe('a credential', () => {
    it('is kept sealed, with what is no secret beside it', async () => {
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      expect(await vault.open(42, 'hubspot')).toEqual({
        tokens,
        credential: expect.objectContaining({ status: { state: 'active' }, details: given.details, expiresAt: 1_000 }),
      });
      expect(JSON.stringify(await store.credentials('hubspot'))).not.toContain('access one');
      expect(await vault.open(43, 'hubspot')).toBeNull();
      expect(await vault.open(42, 'slack')).toBeNull();
    });

    it("copied into another portal's row does not open there", async () => {
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      const { sealed } = (await store.credential(42, 'hubspot'))!;
      await store.saveCredential(43, 'hubspot', { sealed: sealed!, expiresAt: null, details: {} }, 10);
      await expect(vault.open(43, 'hubspot')).rejects.toThrow('portal 43 cannot be opened');
    });

    it('that is revoked keeps no token, says why and since when, and is active again once saved anew', async () => {
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      const { revision } = (await store.credential(42, 'hubspot'))!;
      await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: minutes });
      const revoke = (leaseId: string, only: number) =>
        store.revokeCredential(42, 'hubspot', 'uninstalled', 20, { leaseId, revision: only });
      expect(await revoke('a', revision + 1)).toBe(false);
      expect(await revoke('of another', revision)).toBe(false);
      expect(await revoke('a', revision)).toBe(true);
      expect(await store.revokeCredential(42, 'hubspot', 'again', 30)).toBe(false);
      expect(await vault.open(42, 'hubspot')).toEqual({
        tokens: null,
        credential: expect.objectContaining({
          sealed: null,
          status: { state: 'revoked', reason: 'uninstalled', at: 20 },
        }),
      });
      await vault.save(42, 'hubspot', given, 40);
      expect(await vault.open(42, 'hubspot')).toMatchObject({
        tokens,
        credential: { status: { state: 'active' }, createdAt: 10, updatedAt: 40 },
      });
    });

    it('of Slack is found by its workspace, in every portal that shares it, as long as it is active', async () => {
      const vault = createTokenVault(store, sealer);
      const slack = { tokens: { botToken: 'xoxb' }, expiresAt: null, details: {}, slackTeamId: 'T1' };
      await vault.save(42, 'slack', slack, 10);
      await vault.save(43, 'slack', slack, 10);
      await vault.save(44, 'slack', { ...slack, slackTeamId: 'T2' }, 10);
      expect(await store.portalsOfSlackTeam('T1')).toEqual([42, 43]);
      await store.revokeCredential(42, 'slack', 'removed from Slack', 20);
      await store.removeCredential(44, 'slack');
      expect(await store.portalsOfSlackTeam('T1')).toEqual([43]);
      expect(await store.portalsOfSlackTeam('T2')).toEqual([]);
    });

    it('is renewed by one process at a time, by the clock of the database', async () => {
      const other = await openAgain();
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      const { revision } = (await store.credential(42, 'hubspot'))!;
      expect(await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: 500 })).toBe('taken');
      expect(await other.leaseCredential(42, 'hubspot', revision, { id: 'b', forMs: minutes })).toBe('held');
      await sleep(600);
      expect(await other.leaseCredential(42, 'hubspot', revision, { id: 'b', forMs: minutes })).toBe('taken');
      expect(await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: minutes })).toBe('held');
      const renewing = { leaseId: 'b', revision };
      expect(await createTokenVault(other, sealer).renew(42, 'hubspot', renewing, renewed, 60)).toBe('renewed');
      expect((await vault.open(42, 'hubspot'))!.tokens).toEqual(renewed.tokens);
      expect(await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: minutes })).toBe('changed');
      await other.close();
    });

    it('that comes from whoever lost the lease is kept, unless another came before it', async () => {
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      const { revision } = (await store.credential(42, 'hubspot'))!;
      await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: 0 });
      expect(await store.leaseCredential(42, 'hubspot', revision, { id: 'b', forMs: minutes })).toBe('taken');
      expect(await vault.renew(42, 'hubspot', { leaseId: 'a', revision }, renewed, 55)).toBe('renewed');
      const later = { tokens: { accessToken: 'three', refreshToken: 'three' }, expiresAt: 3_000 };
      expect(await vault.renew(42, 'hubspot', { leaseId: 'b', revision }, later, 60)).toBe('lost');
      expect(await store.revokeCredential(42, 'hubspot', 'gone', 61, { leaseId: 'b', revision })).toBe(false);
      expect((await vault.open(42, 'hubspot'))!.tokens).toEqual(renewed.tokens);
    });

    it('that was held for revoked, since its refresh token was used up, is active again with the new one', async () => {
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      const { revision } = (await store.credential(42, 'hubspot'))!;
      await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: 0 });
      await store.leaseCredential(42, 'hubspot', revision, { id: 'b', forMs: minutes });
      expect(await store.revokeCredential(42, 'hubspot', 'gone', 50, { leaseId: 'b', revision })).toBe(true);
      expect(await vault.renew(42, 'hubspot', { leaseId: 'a', revision }, renewed, 55)).toBe('regained');
      expect(await vault.open(42, 'hubspot')).toMatchObject({
        tokens: renewed.tokens,
        credential: { status: { state: 'active' }, expiresAt: 2_000 },
      });
    });

    it('that was disconnected or connected anew meanwhile is not overwritten by a late renewal', async () => {
      const vault = createTokenVault(store, sealer);
      await vault.save(42, 'hubspot', given, 10);
      const { revision } = (await store.credential(42, 'hubspot'))!;
      const renewing = { leaseId: 'a', revision };
      await store.leaseCredential(42, 'hubspot', revision, { id: 'a', forMs: minutes });
      await vault.save(42, 'hubspot', { ...given, tokens: { ...tokens, accessToken: 'reconnected' } }, 25);
      expect(await vault.renew(42, 'hubspot', renewing, renewed, 30)).toBe('lost');
      expect((await vault.open(42, 'hubspot'))!.tokens!.accessToken).toBe('reconnected');
      const anew = { ...renewing, revision: revision + 1 };
      await store.disconnectCredential(42, 'hubspot', 'by the owner', 40);
      expect(await vault.renew(42, 'hubspot', anew, renewed, 45)).toBe('lost');
      expect((await vault.open(42, 'hubspot'))!.tokens).toBeNull();
    });
  });

  describe('a flow that has begun', () => {
    const state: OauthState = { kind: 'hubspot', portalId: null, sealedVerifier: 'k1.x.y', returnUrl: null };
    const times = { now: 0, expiresAt: 10 * minutes };

    it('is ended once, by the browser that began it', async () => {
      await store.saveOauthState('state', 'browser', state, times);
      const take = (browser: string) => store.takeOauthState('state', 'hubspot', browser, 1);
      expect(await take('another')).toEqual({ outcome: 'other browser' });
      expect(await take('browser')).toEqual({ outcome: 'taken', state });
      expect(await take('browser')).toEqual({ outcome: 'unknown' });
    });

    it('is not ended as one of the other platform, nor after ten minutes', async () => {
      await store.saveOauthState('state', 'browser', state, times);
      expect(await store.takeOauthState('state', 'slack', 'browser', 1)).toEqual({ outcome: 'unknown' });
      expect(await store.takeOauthState('state', 'hubspot', 'browser', 10 * minutes)).toEqual({ outcome: 'expired' });
      expect(await store.takeOauthState('state', 'hubspot', 'browser', 10 * minutes)).toEqual({ outcome: 'unknown' });
    });
  });

  describe('rotating keys', () => {
    it('seals everything under the first key, tells its progress and which keys can be dropped', async () => {
      const before = createTokenVault(store, createSealer([older]));
      for (const portalId of [41, 42, 43]) await before.save(portalId, 'hubspot', given, 10);
      const vault = createTokenVault(store, sealer);
      await vault.save(44, 'hubspot', given, 10);
      await store.saveOauthState(
        'state',
        'browser',
        { kind: 'hubspot', portalId: null, sealedVerifier: 'k0.nonce.box', returnUrl: null },
        { now: 0, expiresAt: 100 },
      );
      const told: string[] = [];
      const rotation = await rotateKeys(store, sealer, 50, (done, total) => told.push(`${done} of ${total}`));
      expect(told).toEqual(['1 of 3', '2 of 3', '3 of 3']);
      expect(rotation).toEqual({
        sealedAnew: 3,
        broken: [],
        missing: [],
        keyId: 'k1',
        // A flow that began a moment ago may still end.
        unused: [],
        uses: [
          { keyId: 'k0', credentials: 0, states: 1 },
          { keyId: 'k1', credentials: 4, states: 0 },
        ],
      });
      expect(await rotateKeys(store, sealer, 100)).toMatchObject({ sealedAnew: 0, unused: ['k0'] });
      const withNewerOnly = createTokenVault(store, createSealer([newer]));
      for (const portalId of [41, 42, 43, 44])
        expect((await withNewerOnly.open(portalId, 'hubspot'))!.tokens).toEqual(tokens);
    });

    it('never puts an old token back over one renewed meanwhile', async () => {
      await createTokenVault(store, createSealer([older])).save(42, 'hubspot', given, 10);
      const vault = createTokenVault(store, sealer);
      const [row] = await store.sealedOtherwise('k1', 10);
      await vault.save(42, 'hubspot', { ...given, tokens: { ...tokens, accessToken: 'renewed' } }, 20);
      expect(await store.sealAnew(row!, sealer.seal('{}', row!))).toBe(false);
      expect((await vault.open(42, 'hubspot'))!.tokens!.accessToken).toBe('renewed');
    });

    it('leaves what it cannot open as it is, and says so', async () => {
      const lost = createSealer([{ id: 'lost', key: Buffer.alloc(32, 9) }]);
      await createTokenVault(store, lost).save(42, 'hubspot', given, 10);
      expect(await rotateKeys(store, sealer, 50)).toMatchObject({
        sealedAnew: 0,
        missing: ['lost'],
        broken: [{ portalId: 42, kind: 'hubspot', keyId: 'lost', reason: expect.stringContaining('no key "lost"') }],
        uses: [{ keyId: 'lost', credentials: 1, states: 0 }],
      });
    });
  });
});
