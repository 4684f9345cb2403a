/**
 * Seals secrets for the database: AES-256-GCM, a random nonce each time, and whose secret it is as associated data, so that
 * a sealed text copied into another portal's row, or another kind's, does not open.
 *
 * A sealed text is `keyId.nonce.box`, the last two in base64url; the box ends with the tag.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from './encryption-keys.ts';

/** Whose secret it is. A secret that belongs to no portal yet names portal 0. */
export type SealedAbout = { portalId: number; kind: 'hubspot' | 'slack' | 'oauth state' };

export type Sealer = {
  seal(secret: string, about: SealedAbout): string;
  /** Throws SealBrokenError. */
  open(sealed: string, about: SealedAbout): string;
  /** Of the key that seals. */
  keyId: string;
  /** Of every key that opens. */
  keyIds: readonly string[];
};

/** What is stored cannot be opened. Says nothing of the secret. */
export class SealBrokenError extends Error {
  /** What to do about it. */
  readonly remedy: string;

  constructor(reason: string, first: string, { portalId, kind }: SealedAbout) {
    super(`The stored ${kind} secret of portal ${portalId} cannot be opened: ${reason}`);
    this.name = 'SealBrokenError';
    this.remedy = `${first}. If that cannot be had any more, ${connectAgain[kind]}; everything else is as it was.`;
  }
}

const connectAgain: Record<SealedAbout['kind'], string> = {
  hubspot: 'install the app again at PUBLIC_URL/hubspot/oauth/install',
  slack: 'connect Slack again in the settings',
  'oauth state': 'begin again',
};

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export function keyIdOf(sealed: string): string {
  return sealed.slice(0, sealed.indexOf('.'));
}

/** Throws when there is no key. */
export function createSealer(keys: readonly EncryptionKey[]): Sealer {
  const [first] = keys;
  if (first === undefined) throw new Error('ENCRYPTION_KEYS is not set, so no token can be stored');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    keyId: first.id,
    keyIds: keys.map(({ id }) => id),
    seal(secret, about) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, first.key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(associated(first.id, about));
      const box = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${first.id}.${nonce.toString('base64url')}.${box.toString('base64url')}`;
    },
    open(sealed, about) {
      const parts = sealed.split('.');
      const [id = '', nonceText = '', boxText = ''] = parts;
      const nonce = Buffer.from(nonceText, 'base64url');
      const box = Buffer.from(boxText, 'base64url');
      if (parts.length !== 3 || nonce.length !== nonceBytes || box.length < tagBytes) {
        throw new SealBrokenError('it is damaged', 'Restore the database from a backup', about);
      }
      const key = byId.get(id);
      if (key === undefined) {
        const putBack = `Put the key "${id}" back into ENCRYPTION_KEYS and restart`;
        throw new SealBrokenError(`ENCRYPTION_KEYS has no key "${id}" any more`, putBack, about);
      }
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(associated(id, about));
      decipher.setAuthTag(box.subarray(-tagBytes));
      try {
        return Buffer.concat([decipher.update(box.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        const reason = 'it was changed, or belongs to something else, or the key has another value';
        const restore = `Give the key "${id}" in ENCRYPTION_KEYS the value it had before and restart`;
        throw new SealBrokenError(reason, restore, about);
      }
    },
  };
}

function associated(keyId: string, { portalId, kind }: SealedAbout): Buffer {
  return Buffer.from(JSON.stringify(['zo handoff', 1, keyId, portalId, kind]), 'utf8');
}
