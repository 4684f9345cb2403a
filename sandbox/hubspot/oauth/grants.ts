/** What accounts have granted the app: codes on their way, one refresh token for each account, access tokens. */
import { randomBytes, randomUUID } from 'node:crypto';

export type Consent = { portalId: number; userId: number; userEmail: string; scopes: string[] };

export type Code = Consent & {
  code: string;
  redirectUri: string;
  /** PKCE, S256; null when the app asked without. */
  challenge: string | null;
  expiresAt: number;
};

export type Grant = Consent & { refreshToken: string };
export type AccessToken = Consent & { token: string; expiresAt: number };

export class Grants {
  readonly #now: () => number;
  readonly #codes = new Map<string, Code>();
  readonly #grants = new Map<number, Grant>();
  readonly #accessTokens = new Map<string, AccessToken>();

  constructor(now: () => number) {
    this.#now = now;
  }

  issueCode(code: Omit<Code, 'code' | 'expiresAt'>, seconds: number): string {
    const issued = { ...code, code: randomUUID(), expiresAt: this.#now() + seconds * 1_000 };
    this.#codes.set(issued.code, issued);
    return issued.code;
  }

  /** Any use burns the code; null when it is unknown, used or too old. */
  takeCode(code: string): Code | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found && this.#now() < found.expiresAt ? found : null;
  }

  /** Installs the app, or installs it again: the refresh token of before dies. */
  grant({ portalId, userId, userEmail, scopes }: Consent): Grant {
    const grant = { portalId, userId, userEmail, scopes, refreshToken: newRefreshToken() };
    this.#grants.set(portalId, grant);
    return grant;
  }

  byRefreshToken(refreshToken: string): Grant | null {
    return [...this.#grants.values()].find((grant) => grant.refreshToken === refreshToken) ?? null;
  }

  of(portalId: number): Grant | null {
    return this.#grants.get(portalId) ?? null;
  }

  changeRefreshToken(grant: Grant): void {
    grant.refreshToken = newRefreshToken();
  }

  issueAccessToken({ portalId, userId, userEmail, scopes }: Consent, seconds: number): AccessToken {
    const token = `C${randomBytes(255).toString('base64url')}`;
    const issued = { portalId, userId, userEmail, scopes, token, expiresAt: this.#now() + seconds * 1_000 };
    this.#accessTokens.set(token, issued);
    return issued;
  }

  /** Expired ones, too. */
  accessToken(token: string): AccessToken | null {
    return this.#accessTokens.get(token) ?? null;
  }

  liveAccessTokens(portalId: number): number {
    const now = this.#now();
    return [...this.#accessTokens.values()].filter((one) => one.portalId === portalId && now < one.expiresAt).length;
  }

  /** The access tokens issued before live on until they expire. */
  revokeRefreshToken(portalId: number): void {
    this.#grants.delete(portalId);
  }

  revokeAccessToken(token: string): void {
    this.#accessTokens.delete(token);
  }

  /** Nothing of the account is left: the app was uninstalled. */
  forget(portalId: number): void {
    this.#grants.delete(portalId);
    for (const [code, { portalId: of }] of this.#codes) if (of === portalId) this.#codes.delete(code);
    for (const [token, { portalId: of }] of this.#accessTokens) if (of === portalId) this.#accessTokens.delete(token);
  }

  clear(): void {
    this.#codes.clear();
    this.#grants.clear();
    this.#accessTokens.clear();
  }
}

function newRefreshToken(): string {
  return `na1-${randomUUID()}`;
}
