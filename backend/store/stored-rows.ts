/** Rows that both databases keep in the same columns, and what they are read as. */
import type { ClaimedEffect, EffectOutcome, Priority } from '../outbox/effect.ts';
import type { Company } from '../usage/company.ts';
import type { Person } from '../usage/person.ts';
import type { StoredPlaybook, Told } from './store.ts';

export type PersonRow = {
  person_id: number;
  company_id: number | null;
  profile_json: string;
  usage_json: string;
  revision: number;
};

export function toPerson(row: PersonRow): Person {
  return {
    personId: row.person_id,
    companyId: row.company_id,
    profile: JSON.parse(row.profile_json),
    usage: JSON.parse(row.usage_json),
    revision: row.revision,
  };
}

export type CompanyRow = { company_id: number; profile_json: string; usage_json: string; active_users: number };

export function toCompany(row: CompanyRow): Company {
  return {
    companyId: row.company_id,
    profile: JSON.parse(row.profile_json),
    usage: JSON.parse(row.usage_json),
    activeUsers: row.active_users,
  };
}

export type PortalRow = {
  portal_id: number;
  time_zone: string;
  ui_domain: string;
  scopes_json: string;
  go_live_at: number | null;
  created_at: number;
};

export function toPortal(row: PortalRow) {
  return {
    portalId: row.portal_id,
    timeZone: row.time_zone,
    uiDomain: row.ui_domain,
    scopes: JSON.parse(row.scopes_json) as string[],
    goLiveAt: row.go_live_at,
    createdAt: row.created_at,
  };
}

export type PlaybookRow = {
  version: number;
  source: string;
  properties_json: string;
  author: string;
  reason: string;
  alert_ready: number | boolean;
  created_at: number;
};

export function toPlaybook(row: PlaybookRow): StoredPlaybook {
  return {
    version: row.version,
    source: row.source,
    properties: JSON.parse(row.properties_json),
    author: row.author,
    reason: row.reason,
    alertReady: Boolean(row.alert_ready),
    createdAt: row.created_at,
  };
}

export type OutboxRow = {
  effect_key: string;
  lane: string;
  kind: ClaimedEffect['kind'];
  priority: Priority;
  generation: number;
  attempts: number;
  created_at: number;
  payload_json: string;
};

export function toClaimed(portalId: number, lease: string, row: OutboxRow): ClaimedEffect {
  return {
    portalId,
    key: row.effect_key,
    lane: row.lane,
    kind: row.kind,
    priority: row.priority,
    generation: row.generation,
    attempts: row.attempts,
    createdAt: row.created_at,
    lease,
    effect: JSON.parse(row.payload_json),
  };
}

/** The order of work within a lane: by priority, then age. */
export function byUrgency(one: ClaimedEffect, other: ClaimedEffect): number {
  return one.priority - other.priority || one.createdAt - other.createdAt || (one.key < other.key ? -1 : 1);
}

/** A claimed effect's end. */
export type SettledEffect = { key: string; lease: string; generation: number; outcome: EffectOutcome };

/** What the outcome writes; `notBefore` is null where it leaves it. `restsUntil`: 0 where nothing rests. */
export function settledRow(outcome: EffectOutcome, now: number) {
  switch (outcome.outcome) {
    case 'done': {
      const restsUntil = outcome.restMs ? now + outcome.restMs : 0;
      return { state: 'done', notBefore: null, result: JSON.stringify(outcome.result ?? null), restsUntil };
    }
    case 'interrupted':
    case 'later': {
      // What an interruption means for the row depends on whether it was being sent; see the stores.
      const state = outcome.outcome === 'later' ? 'pending' : 'interrupted';
      return { state, notBefore: now + outcome.afterMs, result: because(outcome.reason), restsUntil: 0 };
    }
    case 'failed':
    case 'unconfirmed':
      return { state: outcome.outcome, notBefore: null, result: because(outcome.reason), restsUntil: 0 };
  }
}

function because(reason: string): string {
  return JSON.stringify({ reason });
}

/** Of an unconfirmed effect, once somebody has been told of it. */
export function toldRow(told: Told): { state: 'done' | 'unconfirmed'; result: string } {
  return told.isPosted
    ? { state: 'done', result: 'null' }
    : { state: 'unconfirmed', result: JSON.stringify({ reason: told.reason }) };
}

export type ResultRow = { result_json: string | null };

/** Says why the effect was not done when it was tried last; null when nothing was said. */
export function withReason<Row extends ResultRow>({ result_json, ...effect }: Row) {
  const reason: string | null = result_json === null ? null : (JSON.parse(result_json)?.reason ?? null);
  return { ...effect, reason };
}
