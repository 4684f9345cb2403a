/**
 * Work by the rules in force. A command that counts events refuses when other rules are in force than those it was given, as
 * when another node put them there a moment ago; here they are read again and the command is repeated.
 */
import { noPlaybook } from '../playbook/no-playbook.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { PrivacyStore } from '../store/privacy-store.ts';
import type { ReceiptStore } from '../store/receipt-store.ts';
import type { RulesStore } from '../store/rules-store.ts';
import {
  type CurrentRules,
  type FoldRules,
  type IngestStore,
  type PortalStore,
  RulesChangedError,
} from '../store/store.ts';
import { type PortalStates, rulesOf } from './portal-state.ts';

type States = Pick<PortalStates, 'get' | 'changed'>;

/** The rules of a portal as they are in memory. */
export function rulesInMemory(
  store: Pick<PortalStore, 'portal'> & Pick<RulesStore, 'rulesInForce'>,
  states: States,
): (portalId: number) => Promise<CurrentRules> {
  return async (portalId) => {
    const state = await states.get(portalId);
    if (state !== null) return rulesOf(state);
    const [portal, inForce] = await Promise.all([store.portal(portalId), store.rulesInForce(portalId)]);
    return { playbook: noPlaybook, timeZone: portal?.timeZone ?? 'UTC', generation: inForce?.generation ?? 0 };
  };
}

type Commands = Pick<IngestStore, 'acceptEvents' | 'wakeDue'> &
  Pick<HandoffStore, 'unitePersons' | 'uniteCompanies'> &
  Pick<ReceiptStore, 'erasePersons'> &
  Pick<PrivacyStore, 'forgetEvents' | 'forgetInactive'>;

/** Rules do not change so often that more would be needed. */
const mostTries = 5;

/** The same store, whose commands are done by the rules in force, whichever they were given. */
export function byCurrentRules<Store extends Commands & Pick<PortalStore, 'portal'> & Pick<RulesStore, 'rulesInForce'>>(
  store: Store,
  states: States,
): Store {
  const rulesFor = rulesInMemory(store, states);

  async function repeat<Answer>(
    portalId: number,
    given: FoldRules,
    work: (rules: FoldRules) => Promise<Answer>,
  ): Promise<Answer> {
    let rules = given;
    for (let tries = 1; ; tries += 1) {
      try {
        return await work(rules);
      } catch (error) {
        if (!(error instanceof RulesChangedError)) throw error;
        states.changed(portalId);
        if (tries === mostTries) throw error;
        rules = await rulesFor(portalId);
      }
    }
  }

  const commands: Commands = {
    acceptEvents: (portalId, requests, rules, onCommitted) =>
      repeat(portalId, rules, (current) => store.acceptEvents(portalId, requests, current, onCommitted)),
    wakeDue: (portalId, now, rules, limit) =>
      repeat(portalId, rules, (current) => store.wakeDue(portalId, now, current, limit)),
    unitePersons: (portalId, claims, rules, now) =>
      repeat(portalId, rules, (current) => store.unitePersons(portalId, claims, current, now)),
    uniteCompanies: (portalId, claims, rules, now) =>
      repeat(portalId, rules, (current) => store.uniteCompanies(portalId, claims, current, now)),
    erasePersons: (portalId, personIds, mentions, rules, now, options) =>
      repeat(portalId, rules, (current) => store.erasePersons(portalId, personIds, mentions, current, now, options)),
    forgetInactive: (portalId, order) =>
      repeat(portalId, order.rules, (rules) => store.forgetInactive(portalId, { ...order, rules })),
    // From when events may go depends on the rules as well: whoever asked for it has to say it anew.
    async forgetEvents(portalId, order) {
      try {
        return await store.forgetEvents(portalId, order);
      } catch (error) {
        if (error instanceof RulesChangedError) states.changed(portalId);
        throw error;
      }
    },
  };
  return { ...store, ...commands };
}
