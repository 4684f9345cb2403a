import { hash } from 'node:crypto';

/** What is stored of a write key and looked up by: its SHA-256 as hex. */
export function hashWriteKey(key: string): string {
  return hash('sha256', key);
}

/** A revoked key works on for at most so long: where keys are looked up, they are remembered. */
export const keyKnownForMs = 30_000;
