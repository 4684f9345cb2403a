/** Secrets that are handed out and come back: only their hash is kept. */
import { createHash, randomBytes } from 'node:crypto';

const secretBytes = 32;

export function makeSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** SHA-256 in hex. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
