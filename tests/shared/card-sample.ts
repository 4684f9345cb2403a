import type { CardAction, CardHandoff, CardTouch, ContactCard } from '@zo/shared';

/** Tuesday 2026-11-24, 10:00 in Berlin. */
export const sampleNow = Date.UTC(2026, 10, 24, 9);
export const sampleToday = Math.floor(sampleNow / 86_400_000);
export const minute = 60_000;
export const hour = 60 * minute;

/** Sarah Chen, one teammate short of the definition. */
export function sampleCard(change: Partial<ContactCard> = {}): ContactCard {
  return {
    asOf: sampleNow,
    portal: { portalId: 1234567, uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' },
    gate: 'not_ready',
    score: {
      points: 65,
      receipt: [
        { text: '+25 when activated', value: 'activated: yes', points: 25 },
        {
          text: '+2 per key action in the last 7 days, up to 30',
          value: '14 key actions in the last 7 days',
          points: 28,
        },
        {
          text: '+6 per teammate invited in the last 30 days, up to 18',
          value: '2 teammates invited in the last 30 days',
          points: 12,
        },
        { text: '-15 when inactive for 14 days', value: 'inactive for 14 days: no', points: 0 },
      ],
      losses: [{ day: sampleToday + 3, points: 10, text: '+2 per key action in the last 7 days, up to 30' }],
    },
    readiness: {
      ready: 'no',
      conditionsMissing: 1,
      conditions: [
        {
          label: 'Active users, last 30 days',
          text: 'zo_company_active_users >= 2',
          verdict: 'not met',
          actual: 1,
          needs: '2',
          missing: '1 more active user',
        },
        {
          label: 'Activation status',
          text: 'zo_activation_status = activated',
          verdict: 'met',
          actual: 'activated',
          needs: 'activated',
          missing: null,
        },
        { label: 'PQL score', text: 'zo_pql_score >= 50', verdict: 'met', actual: 65, needs: '50', missing: null },
        {
          label: 'Email domain',
          text: 'the company is not on a personal email domain',
          verdict: 'met',
          actual: 'business',
          needs: 'a business email address',
          missing: null,
        },
      ],
    },
    activity: {
      lastActiveAt: sampleNow - 3 * minute,
      keyActions7d: 14,
      days: Array.from({ length: 14 }, (_, index) => ({ day: sampleToday - 13 + index, events: index })),
      recent: [
        { name: 'Dashboard Shared', at: sampleNow - 3 * minute },
        { name: 'Report Created', at: sampleNow - 2 * hour },
      ],
    },
    company: {
      name: 'FinPilot',
      recordId: '900',
      activeUsers: 1,
      people: [{ name: 'Sarah Chen', lastActiveAt: sampleNow - 3 * minute, contactId: '501' }],
    },
    handoffs: [],
    acting: { actions: [], whyNone: null },
    freshness: { eventsThrough: sampleNow - 3 * minute, waitingSince: null, hubspot: { status: 'agrees' } },
    ...change,
  };
}

export function sampleHandoff(change: Partial<CardHandoff> = {}): CardHandoff {
  return {
    handoffId: 5,
    status: 'alerted',
    openedAt: sampleNow - 48 * minute,
    closedAt: null,
    trigger: '2nd active user at FinPilot (needs 2)',
    byHand: null,
    owner: { name: 'Maria', email: 'maria@acme.test', reason: 'next in the rotation' },
    passedOn: null,
    heldSince: null,
    acceptedAt: null,
    snoozedUntil: null,
    dueAt: sampleNow + 72.5 * minute,
    overdueSince: null,
    touch: null,
    review: null,
    askedAt: null,
    reasons: [],
    isWrongPerson: false,
    alerts: [{ place: '#pql-handoff', state: 'posted', link: 'https://acme.slack.test/archives/C1/p1', reason: null }],
    ...change,
  };
}

/** Everything met and handed off. */
export function handedOffCard(handoff: Partial<CardHandoff> = {}, change: Partial<ContactCard> = {}): ContactCard {
  const card = sampleCard();
  const conditions = card.readiness.conditions.map((condition) => ({
    ...condition,
    verdict: 'met' as const,
    missing: null,
  }));
  return {
    ...card,
    gate: 'handed_off',
    readiness: { ready: 'yes', conditionsMissing: 0, conditions },
    handoffs: [sampleHandoff(handoff)],
    ...change,
  };
}

/** The owner called a while after the handoff. */
export function sampleTouch(change: Partial<CardTouch> = {}): CardTouch {
  return { at: sampleNow - hour, kind: 'call', by: 'owner', minutes: 20, isInTime: true, ...change };
}

/** "I'm on it": done at once. */
export function sampleAction(change: Partial<CardAction> = {}): CardAction {
  return {
    command: 'accept',
    handoffId: 5,
    label: 'I’m on it',
    confirm: null,
    needsReason: false,
    reasons: [],
    choice: null,
    ...change,
  };
}
