/** The accounts of this process by portal id. The first is there from the start; the others are made by the controls. */
import { notFound } from '../http/refusal.ts';
import type { Account } from './account.ts';

export class Accounts {
  readonly #all = new Map<number, Account>();

  add(account: Account): void {
    this.#all.set(account.portal.settings.portalId, account);
  }

  /** Puts a fresh account in the place of the one with its id. */
  replace(account: Account): void {
    const { portalId } = account.portal.settings;
    this.#all.get(portalId)?.stop();
    this.#all.set(portalId, account);
  }

  remove(portalId: number): void {
    this.#all.get(portalId)?.stop();
    this.#all.delete(portalId);
  }

  get(portalId: number): Account | null {
    return this.#all.get(portalId) ?? null;
  }

  all(): Account[] {
    return [...this.#all.values()];
  }

  first(): Account {
    const [first] = this.#all.values();
    if (!first) throw new Error('there is no account');
    return first;
  }

  /** By the id a control names; without one the first. */
  named(id: string | null): Account {
    if (id === null) return this.first();
    const account = this.get(Number(id));
    if (!account) throw notFound(`There is no portal ${id}`);
    return account;
  }

  byStaticToken(token: string): Account | null {
    return this.all().find(({ portal }) => portal.settings.accessToken === token) ?? null;
  }
}
