import {
  type ContactHistoryAnswer,
  type ContactReceiptsAnswer,
  type ContactTimelineAnswer,
  contactHistoryPath,
  contactReceiptsPath,
  contactTimelinePath,
  localMoment,
  type TimelineEntry,
} from '@zo/shared';
import type { z } from 'zod';
import { createHistoryCardRoutes } from '../../../backend/http/history-card-routes.ts';
import {
  contactHistoryAnswerSchema,
  contactReceiptsAnswerSchema,
  contactTimelineAnswerSchema,
} from '../../../backend/http/history-card-schemas.ts';
import { type CardWorld, openCardWorldOn, portalId, portalWithoutPlaybook } from '../../support/card-world.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { dayMs, facts, hourMs, minuteMs, now, today } from '../../support/handoffs.ts';
import { type Message, normaliseMessages } from '../../support/messages.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import type { Plain, Same } from '../../support/same-type.ts';

it('the schemas of the answers and the types the card knows are the same', () => {
  const history: Same<Plain<z.infer<typeof contactHistoryAnswerSchema>>, Plain<ContactHistoryAnswer>> = true;
  const timeline: Same<Plain<z.infer<typeof contactTimelineAnswerSchema>>, Plain<ContactTimelineAnswer>> = true;
  const receipts: Same<Plain<z.infer<typeof contactReceiptsAnswerSchema>>, Plain<ContactReceiptsAnswer>> = true;
  expect([history, timeline, receipts]).toEqual([true, true, true]);
});

describe.each(engines)('%s', (_engine, openStore) => {
  let world: CardWorld<EitherStore>;
  beforeAll(async () => {
    world = await openCardWorldOn(await openStore(), (app, parts) => app.use(createHistoryCardRoutes(parts)));
    await makeSarah();
  }, 60_000);
  afterAll(() => world.close());

  const sarah = { userId: 'sarah' };
  const track = (event: string, at: number, who: object = sarah): Message => ({
    type: 'track',
    event,
    timestamp: new Date(at).toISOString(),
    ...who,
  });

  /** Known from a device first; signed up, activated, made 60 reports; crossed with the second active user. */
  async function makeSarah(): Promise<void> {
    const send = (messages: Message[], at = now) => world.happen(normaliseMessages(messages, at), at);
    const device = { anonymousId: 'device-1' };
    const joined = { type: 'group', groupId: 'finpilot', traits: { name: 'FinPilot' } };
    await send(
      [{ type: 'page', properties: { path: '/pricing' }, timestamp: now - 21 * dayMs, ...device }],
      now - 21 * dayMs,
    );
    await send(
      [
        { type: 'identify', ...sarah, ...device, traits: { email: 'sarah@finpilot.test', name: 'Sarah Chen' } },
        { ...joined, ...sarah },
      ],
      now - 20 * dayMs,
    );
    await send([track('Onboarding Completed', now - 10 * dayMs)], now - 10 * dayMs);
    const reports = Array.from({ length: 60 }, (_, index) =>
      track('Report Created', now - 5 * dayMs + index * minuteMs),
    );
    await send(reports, now - 5 * dayMs + hourMs);
    const personId = await world.personId('sarah');
    await world.store.acknowledge(portalId, 'contact', [
      { subjectId: personId, recordId: '501', written: {}, problem: null },
    ]);
    await world.store.saveFacts(portalId, [{ personId, facts: facts() }], now);
    await send([{ ...joined, userId: 'priya' }, track('Dashboard Viewed', now - minuteMs, { userId: 'priya' })]);
  }

  const historyOf = async (contactId = '501', portal?: number) =>
    contactHistoryAnswerSchema.parse((await world.ask(contactHistoryPath, `contactId=${contactId}`, { portal })).body);

  async function pageOf(query: string) {
    const { body } = await world.ask(contactTimelinePath, `contactId=501&${query}`);
    const page = contactTimelineAnswerSchema.parse(body);
    if (page.status !== 'ready') throw new Error(page.status);
    return page;
  }

  /** Every page from the newest to the oldest. */
  async function everything(query = ''): Promise<{ entries: TimelineEntry[]; pages: number }> {
    const entries: TimelineEntry[] = [];
    let pages = 0;
    for (let before = ''; ; ) {
      const page = await pageOf(`${query}${before === '' ? '' : `&before=${before}`}`);
      entries.push(...page.entries);
      pages += 1;
      if (page.older === null) return { entries, pages };
      before = page.older;
    }
  }

  const words = (entry: TimelineEntry) => (entry.kind === 'event' ? entry.name : `${entry.mark}: ${entry.words}`);

  describe('the history card', () => {
    it('tells the score of each day, with the crossing marked', async () => {
      const history = await historyOf();
      if (history.status !== 'ready') throw new Error(history.status);
      const { days, marks } = history.score;
      const pointsOn = (ago: number) => days.find(({ day }) => day === today - ago)?.points;
      expect(days[0]?.day).toBe(today - 21);
      expect([21, 10, 6, 5, 0].map(pointsOn)).toEqual([0, 25, 25, 55, 55]);
      expect(marks).toEqual([{ day: today, at: now, what: 'crossing', label: 'Ready' }]);
    });

    it('says of whom it is, and what the timeline can be narrowed to', async () => {
      expect(await historyOf()).toMatchObject({
        name: 'Sarah Chen',
        choices: {
          signals: ['activated', 'key action', 'visited pricing'],
          events: ['Onboarding Completed', 'Report Created', 'page /pricing'],
        },
      });
    });

    it('begins with the newest page of what happened and of the receipts', async () => {
      const history = await historyOf();
      if (history.status !== 'ready') throw new Error(history.status);
      const page = await pageOf('');
      expect({ ...history.timeline, status: 'ready', asOf: now }).toEqual(page);
      const { body } = await world.ask(contactReceiptsPath, 'contactId=501');
      expect(contactReceiptsAnswerSchema.parse(body)).toEqual({ status: 'ready', asOf: now, ...history.receipts });
    });

    it('is empty for a contact nothing is known of, and for another portal’s', async () => {
      expect(await historyOf('999')).toMatchObject({ status: 'empty', eventsReceived: true });
      expect(await historyOf('501', portalId + 1)).toMatchObject({ status: 'empty', eventsReceived: false });
    });

    it('says what is missing of a portal that is not connected', async () => {
      expect(await historyOf('501', 299)).toEqual({ status: 'not connected', missing: 'portal' });
      expect(await historyOf('501', portalWithoutPlaybook)).toEqual({ status: 'not connected', missing: 'playbook' });
    });
  });

  describe('the timeline', () => {
    it('has all of the person’s events and decisions, each once, newest first, page by page', async () => {
      const { entries, pages } = await everything();
      expect(pages).toBe(2);
      expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
      expect(entries.map(words)).toEqual([
        'crossing: Ready: 2nd active user at FinPilot (needs 2)',
        ...Array.from({ length: 60 }, () => 'Report Created'),
        'Onboarding Completed',
        'Joined group finpilot',
        'Told who they are',
        'page /pricing',
      ]);
    });

    it('tells what an event counted as', async () => {
      const { entries } = await everything();
      const last = entries.at(-1);
      expect(last).toEqual({
        kind: 'event',
        id: expect.stringMatching(/^e\d+$/),
        at: now - 21 * dayMs,
        name: 'page /pricing',
        signals: ['visited pricing'],
      });
    });

    it.each([
      ['a signal', 'only=signal:activated', ['Onboarding Completed']],
      ['an event', 'only=event:page%20/pricing', ['page /pricing']],
      ['what was decided', 'only=marks', ['crossing: Ready: 2nd active user at FinPilot (needs 2)']],
      ['a signal that never happened', 'only=signal:unheard%20of', []],
    ])('can be narrowed to %s', async (_what, query, expected) => {
      expect((await everything(query)).entries.map(words)).toEqual(expected);
    });

    it('has each of many events of one kind once, over pages', async () => {
      const { entries, pages } = await everything('only=signal:key%20action');
      expect([pages, entries.length, new Set(entries.map(({ id }) => id)).size]).toEqual([2, 60, 60]);
    });

    it.each(['before=abc', 'only=everything', 'before=1.2.3', 'before=1'])('refuses %s', async (query) => {
      expect((await world.ask(contactTimelinePath, `contactId=501&${query}`)).status).toBe(400);
    });
  });

  describe('receipts', () => {
    it('are told in the words of the operator’s tool, with the events behind the decision, in the portal’s time', async () => {
      const history = await historyOf();
      if (history.status !== 'ready') throw new Error(history.status);
      const [crossing] = history.receipts.receipts;
      expect(crossing).toMatchObject({ kind: 'crossing', at: now, playbookVersion: 1, handoffId: expect.any(Number) });
      expect(crossing?.words[0]).toBe('Ready: 2nd active user at FinPilot (needs 2)');
      expect(crossing?.words).toContain(`Rule: ${acmePlaybook().definition.sentence}`);
      expect(crossing?.words).toContain('Score 55');
      expect(crossing?.words.join('\n')).toContain('Onboarding Completed, 2026-02-28 10:00:00 Europe/Berlin');
    });

    it('come in pages', async () => {
      const { store } = world;
      const personId = await world.personId('sarah');
      for (let index = 0; index < 20; index += 1) {
        await store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
          answer: null,
          change: {
            handoff: handoff!,
            effects: [],
            receipts: [{ kind: 'snooze', body: { until: now + dayMs, by: 'Maria', reason: null } }],
          },
        }));
      }
      const ids: number[] = [];
      for (let query = 'contactId=501'; ; ) {
        const { body } = await world.ask(contactReceiptsPath, query);
        const page = contactReceiptsAnswerSchema.parse(body);
        if (page.status !== 'ready') throw new Error(page.status);
        ids.push(...page.receipts.map(({ receiptId }) => receiptId));
        expect(page.receipts.length).toBeLessThanOrEqual(15);
        if (page.older === null) break;
        query = `contactId=501&before=${page.older}`;
      }
      expect(ids).toEqual([...new Set(ids)].sort((one, other) => other - one));
      expect(ids).toHaveLength(21);
    });

    it('have whole moments; the timeline tells them as the rest of the card does', async () => {
      const until = now + 14 * dayMs;
      const personId = await world.personId('sarah');
      await world.store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
        answer: null,
        change: {
          handoff: handoff!,
          effects: [],
          receipts: [{ kind: 'snooze', body: { until, by: 'Maria', reason: null } }],
        },
      }));
      const { entries } = await everything('only=marks');
      expect(entries.map(words)[0]).toBe(`other: Put off until ${localMoment(until, 'Europe/Berlin', now)} by Maria.`);
      const history = await historyOf();
      if (history.status !== 'ready') throw new Error(history.status);
      expect(history.receipts.receipts[0]?.words[0]).toMatch(
        /^Put off until \d{4}-\d\d-\d\d .* Europe\/Berlin by Maria\.$/,
      );
    });
  });
});
