/** What a person allowed: a code that the app exchanges for a token, once and within ten minutes. */
import { randomBytes } from 'node:crypto';

export type AuthorizationCode = {
  team: string;
  /** Who allowed it. */
  user: string;
  scopes: string[];
  redirectUrl: string;
  validUntil: number;
};

export type AuthorizationCodes = Map<string, AuthorizationCode>;

const codeMs = 10 * 60_000;

export function makeCode(codes: AuthorizationCodes, code: Omit<AuthorizationCode, 'validUntil'>, now: number): string {
  const secret = `${randomBytes(6).readUIntBE(0, 6)}.${randomBytes(24).toString('hex')}`;
  codes.set(secret, { ...code, validUntil: now + codeMs });
  return secret;
}

/** Uses it up; null when there is none, it is used, or too old. */
export function takeCode(codes: AuthorizationCodes, secret: string, now: number): AuthorizationCode | null {
  const code = codes.get(secret) ?? null;
  codes.delete(secret);
  return code !== null && now <= code.validUntil ? code : null;
}
