/** The keys that stored tokens are sealed with, as ENCRYPTION_KEYS writes them: `id:base64key[,older…]`. Pure. */

export type EncryptionKey = { id: string; key: Buffer };

export const keyBytes = 32;
/** No dot: a sealed text begins with the id and a dot. */
const idShape = /^[A-Za-z0-9_-]{1,32}$/;
const base64Shape = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The first encrypts, all decrypt. Problems name a key by its place or id and never repeat any of it. */
export function parseEncryptionKeys(text: string): { keys: EncryptionKey[]; problems: string[] } {
  const keys: EncryptionKey[] = [];
  const problems: string[] = [];
  text.split(',').forEach((part, index) => {
    const place = `key ${index + 1}`;
    const entry = part.trim();
    const colon = entry.indexOf(':');
    if (colon === -1) {
      problems.push(
        `${place} is not written as id:base64key: put an id of your own before it, such as k${index + 1}:KEY`,
      );
      return;
    }
    const id = entry.slice(0, colon);
    const encoded = entry.slice(colon + 1);
    if (!idShape.test(id)) {
      problems.push(`the id of ${place} must be 1 to 32 letters, digits, - or _`);
      return;
    }
    const key = base64Shape.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
    if (key.length !== keyBytes) {
      problems.push(`${place} ("${id}") must be 32 bytes in base64; make one with: openssl rand -base64 32`);
      return;
    }
    if (keys.some((other) => other.id === id)) problems.push(`the id "${id}" is there twice`);
    else keys.push({ id, key });
  });
  return { keys, problems };
}
