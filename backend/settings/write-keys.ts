/** Write keys: made, shown once, revoked. Of a key only its hash is kept. */
import { randomBytes } from 'node:crypto';
import type { KeyView, MakeKeyDone, MakeKeyRequest, RevokeKeyDone, RevokeKeyRequest } from '@zo/shared';
import type { Clock } from '../clock.ts';
import { keyIdLength, type SettingsStore } from '../store/settings-store.ts';
import { hashWriteKey, keyKnownForMs } from '../write-key-hash.ts';
import type { RunOnce } from './run-once.ts';

export type WriteKeyParts = {
  store: Pick<SettingsStore, 'addWriteKey' | 'writeKeys' | 'revokeWriteKey'>;
  once: Pick<RunOnce, 'run'>;
  /** WRITE_KEY; null when it is not set. */
  fromEnvironment: string | null;
  clock: Clock;
};

export type WriteKeys = {
  list(portalId: number): Promise<KeyView[]>;
  make(portalId: number, author: string, request: MakeKeyRequest): Promise<MakeKeyDone>;
  revoke(portalId: number, author: string, request: RevokeKeyRequest): Promise<RevokeKeyDone>;
};

const mostKeys = 200;

export function createWriteKeys({ store, once, fromEnvironment, clock }: WriteKeyParts): WriteKeys {
  return {
    list: (portalId) => listWriteKeys(store, portalId, fromEnvironment),
    make(portalId, author, { requestId, source, name }) {
      const detail = `for ${source === 'server' ? 'servers' : 'browsers'}${name === '' ? '' : `: ${name}`}`;
      return once.run<MakeKeyDone>(portalId, { requestId, author, deed: 'make write key', detail }, async () => {
        const writeKey = randomBytes(24).toString('base64url');
        const hash = hashWriteKey(writeKey);
        await store.addWriteKey(hash, { portalId, source, name }, clock.now());
        const done = { status: 'done', keyId: hash.slice(0, keyIdLength) } as const;
        return { answer: { ...done, writeKey }, outcome: 'done', kept: { ...done, writeKey: null } };
      });
    },
    revoke(portalId, author, { requestId, keyId }) {
      const entry = { requestId, author, deed: 'revoke write key', detail: keyId } as const;
      return once.run<RevokeKeyDone>(portalId, entry, async () => {
        const reason = await revokeWriteKey(store, portalId, { keyId, fromEnvironment, now: clock.now() });
        if (reason !== null) return { answer: { status: 'refused', reason }, outcome: 'refused' };
        return { answer: { status: 'done', keyId, worksForSeconds: keyKnownForMs / 1_000 }, outcome: 'done' };
      });
    },
  };
}

/** Newest first, each by the beginning of its hash. `fromEnvironment`: WRITE_KEY, if it is set. */
export async function listWriteKeys(
  store: Pick<SettingsStore, 'writeKeys'>,
  portalId: number,
  fromEnvironment: string | null,
): Promise<KeyView[]> {
  const keys = await store.writeKeys(portalId, mostKeys);
  return keys.map((key) => ({ ...key, isFromEnvironment: isOf(fromEnvironment, key.keyId) }));
}

/** Whoever gives the key itself in its place has it written down nowhere. */
export function isKeyId(text: string): boolean {
  return text.length === keyIdLength && /^[0-9a-f]+$/.test(text);
}

export const noKeyId =
  'A write key is revoked by its id, eight characters that `zo write-key list` shows, and never by the key itself';

/** Why it was not revoked; null: it was. */
export async function revokeWriteKey(
  store: Pick<SettingsStore, 'revokeWriteKey'>,
  portalId: number,
  { keyId, fromEnvironment, now }: { keyId: string; fromEnvironment: string | null; now: number },
): Promise<string | null> {
  if (isOf(fromEnvironment, keyId)) {
    return 'WRITE_KEY names this key: take it out of the environment, or the next start makes it work again';
  }
  return (await store.revokeWriteKey(portalId, keyId, now)) ? null : 'There is no such key that works';
}

function isOf(key: string | null, keyId: string): boolean {
  return key !== null && hashWriteKey(key).startsWith(keyId);
}
