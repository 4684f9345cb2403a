/** What the version before there were timers had stored: handoffs.handoff_json with the moment of its wake, and receipts. */
import { readFileSync } from 'node:fs';
import { startOfLocalDay } from '@zo/shared';
import { runCommand } from '../../../backend/handoff/commands/run-command.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { handoffValues } from '../../../backend/handoff/handoff-values.ts';
import { openStatus } from '../../../backend/handoff/open-status.ts';
import { replayReceipt } from '../../../backend/handoff/replay-receipt.ts';
import { reviveHandoff, type StoredHandoff } from '../../../backend/handoff/revive-handoff.ts';
import type { Timers } from '../../../backend/handoff/timers.ts';
import { wakeHandoff } from '../../../backend/handoff/wake-handoff.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import { facts, maria, minuteMs, now, portalState, record, timeZone, today } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { returnRule } from '../../support/rules.ts';
import { handoffContext, wake } from '../../support/wakes.ts';

type Written = {
  name: string;
  wakeAt: number | null;
  handoff: StoredHandoff | null;
  receipts: { kind: string; format: number; body: unknown }[];
};

const written: Written[] = readFileSync(new URL('./written-before.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const of = (name: string) => written.find((one) => one.name === name)!;
const revived = (name: string): Handoff => reviveHandoff(of(name).handoff!);
const playbook = acmePlaybook({ return: { ...returnRule('14 days without AE activity'), channel: '#marketing' } });
const fourteenDaysOn = startOfLocalDay(today + 14, timeZone);

describe('a handoff stored before there were timers', () => {
  it('is of a form that knew none', () => {
    for (const { handoff } of written) expect(Object.keys(handoff ?? {})).not.toContain('timers');
  });

  it.each<[string, Timers]>([
    ['waits for the workflow', { workflow: now + 2 * minuteMs }],
    ['is to be taken up by direct mode', { 'take up': now }],
    ['alerted', { 'return rule': now }],
    ['has no owner', { 'return rule': now, held: now }],
    ['return due', { workflow: now }],
    ['withdrawn', {}],
  ])('that %s has the timers its wake was for, and the status its facts make', (name, timers) => {
    const handoff = revived(name);
    expect(handoff.timers).toEqual(timers);
    if (handoff.closedAt === null) expect(openStatus(handoff)).toBe(handoff.status);
    expect(handoffValues(handoff)).toMatchObject({ zo_first_touch_at: '', zo_minutes_to_first_touch: '' });
  });

  it('reminds of no call that was promised without a clock', () => {
    const handoff = revived('alerted');
    expect([handoff.clock, handoff.dueAt]).toEqual([null, now + 120 * minuteMs]);
    const change = wake({ handoff, record: record() }, { playbook }, of('alerted').wakeAt!);
    expect(change).toMatchObject({ handoff: { status: 'alerted' }, effects: [], receipts: [] });
  });

  it('can be worked like any other', () => {
    const handoff = revived('alerted');
    const parts = {
      context: handoffContext({ handoff, record: record() }),
      state: portalState({ playbook }),
      actor: { email: maria.email, via: 'Slack' as const },
      operators: [],
      now: now + minuteMs,
    };
    expect(runCommand({ kind: 'call' }, parts)).toMatchObject({
      outcome: 'done',
      change: { handoff: { status: 'engaged', touch: { minutes: 1 } } },
    });
  });
});

describe('in the store', () => {
  let store: SqliteStore;
  let portalId = 60_000;
  beforeAll(async () => {
    store = await openSqliteStore(':memory:');
  });
  afterAll(() => store.close());

  /** As it stood there when the version before was stopped. */
  async function kept(name: string): Promise<Handoff> {
    portalId += 1;
    const { handoff, wakeAt } = of(name);
    await store.acceptEvents(portalId, [[event({ receivedAt: now, eventAt: now })]], { playbook, timeZone });
    const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
    await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
    const row = handoff!;
    store.connection
      .statement(
        `INSERT INTO handoffs (portal_id, handoff_id, person_id, company_id, contact_id, hubspot_company_id, status, is_open,
           opened_at, closed_at, handoff_json) VALUES (?, ?, ?, NULL, ?, NULL, ?, 1, ?, NULL, ?)`,
      )
      .run(portalId, row.handoffId, personId, row.contactId, row.status, row.openedAt, JSON.stringify(row));
    store.connection
      .statement("INSERT INTO wakes (portal_id, kind, subject_id, due_at) VALUES (?, 'handoff', ?, ?)")
      .run(portalId, row.handoffId, wakeAt);
    return (await store.handoff(portalId, row.handoffId))!;
  }

  /** When its wake comes. */
  async function woken(name: string): Promise<Handoff> {
    const { handoffId } = await kept(name);
    const at = of(name).wakeAt!;
    expect(await store.dueHandoffs(portalId, at, 10)).toEqual([handoffId]);
    await store.transactHandoff(portalId, { handoffId }, at, wakeHandoff(portalState({ playbook }), at));
    expect(await store.dueHandoffs(portalId, at, 10)).toEqual([]);
    return (await store.handoff(portalId, handoffId))!;
  }
  const alarms = async () => (await store.alarms(portalId)).map(({ key }) => key);

  it('one that waits for the workflow still tells when it stays silent', async () => {
    const { handoffId, status } = await woken('waits for the workflow');
    expect([status, await alarms()]).toEqual(['waiting', [`waiting-for-hubspot:${handoffId}`]]);
  });

  it('one that direct mode was about to take up is taken up', async () => {
    expect(await woken('is to be taken up by direct mode')).toMatchObject({
      status: 'assigned',
      owner: { email: maria.email },
      timers: { 'return rule': fourteenDaysOn },
    });
  });

  it('one without an owner is found one when it is looked at', async () => {
    expect(await woken('has no owner')).toMatchObject({ owner: { email: maria.email }, heldSince: null });
  });

  it('one that is due back still tells that nobody has performed it', async () => {
    const { handoffId, returnDueAt } = await woken('return due');
    expect([returnDueAt, await alarms()]).toEqual([now, [`waiting-for-hubspot:${handoffId}`]]);
  });
});

describe('a receipt written then', () => {
  const receipts = written.flatMap(({ name, receipts: all }) =>
    all.map((one, index) => [`${one.kind} ${index + 1} of one that ${name}`, one] as const),
  );

  it('is there of every kind that there was', () => {
    const kinds = new Set(receipts.map(([, { kind }]) => kind));
    expect([...kinds].toSorted()).toEqual([
      'alert',
      'assignment',
      'crossing',
      'handoff',
      'refusal',
      'return',
      'withdrawal',
    ]);
  });

  it.each(receipts)('%s is decided again in the same way, or was no decision', (_what, { kind, format, body }) => {
    const replayed = replayReceipt({
      receiptId: 1,
      outcome: null,
      playbookVersion: 1,
      personId: 1,
      handoffId: 1,
      at: now,
      erasedAt: null,
      kind,
      format,
      body,
    });
    const isFact = kind === 'handoff' || kind === 'alert';
    expect(replayed).toEqual(isFact ? { same: null, reason: expect.stringContaining('a fact') } : { same: true });
  });
});
