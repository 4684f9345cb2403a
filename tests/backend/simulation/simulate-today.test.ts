import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Playbook } from '@zo/shared';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { simulateToday } from '../../../backend/simulation/simulate-today.ts';
import type { SimulationProgress } from '../../../backend/simulation/simulation-report.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { now, portalState, timeZone } from '../../support/handoffs.ts';

const acme = readFileSync(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');
const { portal, stageOrder } = portalState();
const { portalId } = portal;

function playbook(change: (yaml: string) => string = (yaml) => yaml): Playbook {
  const read = readPlaybook(change(acme));
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.playbook;
}
const definedAs = (sentence: string) =>
  playbook((yaml) =>
    yaml.replace(/definition: >[\s\S]*?(?=handoff:)/, `definition: A free user becomes an SQL when ${sentence}\n`),
  );

describe.each(engines)('%s', (_engine, openStore) => {
  let store: EitherStore;
  beforeEach(async () => {
    store = await openStore();
    await store.savePortal(portal);
  }, 60_000);
  afterEach(() => store.close());

  const minuteMs = 60_000;

  /** As many people as named, each in a company of their own, activated and alone. */
  async function signUp(...names: string[]): Promise<void> {
    const events = names.flatMap((name) => {
      const by = { userId: name, receivedAt: now - 10 * minuteMs };
      return [
        event({ ...by, type: 'identify', email: `${name}@${name}.test`, traits: { plan: 'free' } }),
        event({ ...by, type: 'group', groupId: `at-${name}`, traits: { name: `At ${name}` } }),
        event({ ...by, name: 'Onboarding Completed' }),
      ];
    });
    await store.acceptEvents(portalId, [events], { playbook: playbook(), timeZone });
  }

  function simulate(
    draft: Playbook,
    more: { present?: Playbook | null; signal?: AbortSignal; seen?: SimulationProgress[] } = {},
  ) {
    return simulateToday({
      store,
      portalId,
      present: more.present === undefined ? playbook() : more.present,
      draft,
      timeZone,
      stageOrder,
      normalise: normaliseAgain,
      now,
      onProgress: (progress) => more.seen?.push(progress),
      signal: more.signal,
    });
  }

  describe('a draft held against today', () => {
    it('names whom it would make ready and what they lacked, and takes nobody for new who is ready already', async () => {
      await signUp('ada', 'ben');
      const report = await simulate(definedAs('zo_activation_status = activated AND zo_company_active_users >= 1'));
      expect(report).toMatchObject({
        people: 2,
        present: { ready: 0, free: 0 },
        draft: { ready: 2, free: 2, heldBack: {} },
        added: {
          count: 2,
          free: 2,
          people: [{ name: 'ada@ada.test', company: 'At ada', gate: 'open', after: '2 of 2: ready' }, {}],
        },
        removed: { count: 0, people: [] },
        scores: { rise: 0, fall: 0 },
        isRecounted: false,
      });
      expect(report.added.people[0]?.before).toContain('1 more active user (has 1, needs 2)');
    });

    it('names whom it would lose, and says what they would lack', async () => {
      await signUp('ada');
      const lax = definedAs('zo_activation_status = activated');
      const report = await simulate(playbook(), { present: lax });
      expect(report).toMatchObject({ present: { ready: 1 }, draft: { ready: 0 }, removed: { count: 1 } });
      expect(report.removed.people[0]?.after).toContain('missing');
    });

    it('tells who is ready and not free, and why', async () => {
      await signUp('ada');
      const pays = event({ userId: 'ada', receivedAt: now, type: 'identify', traits: { plan: 'team' } });
      await store.acceptEvents(portalId, [[pays]], { playbook: playbook(), timeZone });
      const report = await simulate(definedAs('zo_activation_status = activated'));
      expect(report.draft).toEqual({ ready: 1, free: 0, heldBack: { customer_or_open_deal: 1 } });
      expect(report.added).toMatchObject({ count: 1, free: 0 });
    });

    it('counts whose score changes', async () => {
      await signUp('ada', 'ben');
      const report = await simulate(playbook((yaml) => yaml.replace('+25 when activated', '+20 when activated')));
      expect(report.scores).toEqual({ rise: 0, fall: 2 });
    });

    it('counts who depends on a value nobody has read from HubSpot yet', async () => {
      await signUp('ada', 'ben');
      const report = await simulate(definedAs('company number of employees is at least 50'));
      expect(report).toMatchObject({
        draft: { ready: 0 },
        notRead: { people: 2, properties: [{ label: 'company number of employees', people: 2 }] },
      });
    });

    it('counts the kept events again for signals of its own, and leaves the live usage alone', async () => {
      await signUp('ada');
      const seen: SimulationProgress[] = [];
      const renamed = playbook((yaml) =>
        yaml
          .replace('activated: Onboarding Completed', 'activated: Setup Done')
          .replace(
            /definition: >[\s\S]*?(?=handoff:)/,
            'definition: A free user becomes an SQL when zo_activation_status != activated\n',
          ),
      );
      const report = await simulate(renamed, { seen });
      expect(report).toMatchObject({ isRecounted: true, draft: { ready: 1 }, scores: { fall: 1 } });
      expect(seen.map(({ phase }) => phase)).toEqual(['events', 'people']);
      expect((await store.personByIdentity(portalId, 'u:ada'))?.usage.signals.activated?.total).toBe(1);
    });

    it('says nothing of counting again before anything has arrived', async () => {
      const renamed = playbook((yaml) => yaml.replace('activated: Onboarding Completed', 'activated: Setup Done'));
      for (const present of [playbook(), null]) {
        expect(await simulate(renamed, { present })).toMatchObject({ people: 0, isRecounted: false });
      }
      await signUp('ada');
      expect(await simulate(renamed, { present: null })).toMatchObject({ people: 1, isRecounted: true });
    });

    it('warns of a definition that tells hardly anybody apart, unless the one in force does not either', async () => {
      await signUp('ada', 'ben', 'cleo');
      const everybody = definedAs('zo_pql_score >= 0');
      expect(await simulate(everybody)).toMatchObject({ takesEveryone: true, draft: { ready: 3 } });
      expect(await simulate(everybody, { present: everybody })).toMatchObject({ takesEveryone: false });
    });

    it('counts everybody as new where there is no playbook yet', async () => {
      await signUp('ada');
      expect(await simulate(definedAs('zo_activation_status = activated'), { present: null })).toMatchObject({
        present: null,
        added: { count: 1, people: [{ before: null }] },
      });
    });

    it('ends when whoever asked has gone away', async () => {
      await signUp('ada');
      const signal = AbortSignal.abort(new Error('gone'));
      await expect(simulate(playbook(), { signal })).rejects.toThrow('gone');
    });
  });
});
