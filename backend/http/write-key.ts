import type { IncomingMessage } from 'node:http';
import type { PortalMemory } from '../portals/portal-memory.ts';
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
  memory: PortalMemory,
  /** Called now and then for a key that is used. */
  onUsed: (portalId: number, keyHash: string) => void = () => {},
): FindWriteKey {
  const remembered = new Map<string, { found: WriteKey | null; until: number }>();
  const asked = new Map<string, Promise<WriteKey | null>>();
  /** What was asked before something was forgotten is not remembered. */
  let forgettings = 0;

  const ofPortal = (portalId: number) => [...remembered].filter(([, { found }]) => found?.portalId === portalId);
  function forget(portalId: number): void {
    forgettings += 1;
    for (const [keyHash] of ofPortal(portalId)) remembered.delete(keyHash);
  }
  // Before its data goes, too: what a key of a portal brings while it is erased would be kept for nobody.
  memory.onEnd(forget);
  memory.keep('its write keys', { holds: (portalId) => ofPortal(portalId).length > 0, forget });

  async function ask(keyHash: string): Promise<WriteKey | null> {
    const before = forgettings;
    try {
      const found = await store.writeKey(keyHash);
      if (found !== null) onUsed(found.portalId, keyHash);
      // Whoever guesses keys must not make those forgotten that are in use.
      if (remembered.size >= mostRemembered) forgetUnknown(remembered);
      const until = performance.now() + (found ? keyKnownForMs : unknownForMs);
      if (before === forgettings) remembered.set(keyHash, { found, until });
      return found;
    } catch (error) {
      const known = remembered.get(keyHash);
      if (known?.found) return known.found;
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
