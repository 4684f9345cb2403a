import type { IncomingMessage } from 'node:http';
import type { PortalStore, WriteKey } from '../store/store.ts';
import { hashWriteKey, keyKnownForMs } from '../write-key-hash.ts';

/** The key as Basic user name or `x-write-key`; undefined when neither is there. The body and the query come later. */
export function writeKeyOfHeaders(request: IncomingMessage): string | undefined {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) {
    const basic = /^basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization);
    if (basic) {
      const user = Buffer.from(basic[1]!, 'base64').toString('utf8');
      const colon = user.indexOf(':');
      const key = colon === -1 ? user : user.slice(0, colon);
      if (key !== '') return key;
    }
  }
  const header = request.headers['x-write-key'];
  return typeof header === 'string' && header !== '' ? header : undefined;
}

/** Null: nobody's key. A promise only when the store has to be asked. */
export type FindWriteKey = (key: string) => WriteKey | null | Promise<WriteKey | null>;

const unknownForMs = 1_000;
const mostRemembered = 10_000;

/**
 * Remembers keys by their hash. A revoked key works on for at most 30 seconds, a new one starts to work within one. When
 * the store cannot be asked, what was known of a key still holds; a key never seen rejects.
 */
export function createWriteKeyCache(
  store: Pick<PortalStore, 'writeKey'>,
  /** Called now and then for a key that is used. */
  onUsed: (keyHash: string) => void = () => {},
): FindWriteKey {
  const remembered = new Map<string, { found: WriteKey | null; until: number }>();
  const asked = new Map<string, Promise<WriteKey | null>>();

  async function ask(keyHash: string): Promise<WriteKey | null> {
    try {
      const found = await store.writeKey(keyHash);
      if (found !== null) onUsed(keyHash);
      // Whoever guesses keys must not make those forgotten that are in use.
      if (remembered.size >= mostRemembered) forgetUnknown(remembered);
      remembered.set(keyHash, { found, until: performance.now() + (found ? keyKnownForMs : unknownForMs) });
      return found;
    } catch (error) {
      const before = remembered.get(keyHash);
      if (before?.found) return before.found;
      throw error;
    } finally {
      asked.delete(keyHash);
    }
  }

  return (key) => {
    const keyHash = hashWriteKey(key);
    const entry = remembered.get(keyHash);
    if (entry && performance.now() < entry.until) return entry.found;
    let answer = asked.get(keyHash);
    if (!answer) {
      answer = ask(keyHash);
      asked.set(keyHash, answer);
    }
    return answer;
  };
}

function forgetUnknown(remembered: Map<string, { found: WriteKey | null }>): void {
  for (const [keyHash, { found }] of remembered) if (found === null) remembered.delete(keyHash);
  if (remembered.size >= mostRemembered) remembered.clear();
}
