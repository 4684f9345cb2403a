/** How a portal gets its Slack workspace and loses it, in the store: everything is used once, and within its time. */
import fc from 'fast-check';
import type { SlackLoss } from '../../../backend/store/slack-connect-store.ts';
import { databases, type EitherStore, type OpenDatabase } from '../../support/engines.ts';

const minutes = 60_000;
const times = { now: 0, expiresAt: 10 * minutes };
const team = 'T0ACME001';
const alarm = { key: 'slack', message: 'Alerts wait.' };

let database: OpenDatabase;
let store: EitherStore;

type Step = { kind: 'connect' } | { kind: 'loss'; eventId: number; secondsAgo: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('connect' as const) }),
  fc.record({
    kind: fc.constant('loss' as const),
    eventId: fc.integer({ min: 0, max: 4 }),
    secondsAgo: fc.integer({ min: 0, max: 30 }),
  }),
);

describe.each(databases)('on %s', (name, open) => {
  beforeEach(async () => {
    database = await open();
    store = database.store;
  }, 60_000);
  afterEach(() => store?.close());

  describe('a link', () => {
    const link = { portalId: 42, author: 'ops@acme.test' };

    it('is taken once', async () => {
      await store.saveSlackLink('hash', link, times);
      expect(await store.takeSlackLink('other', 1)).toEqual({ outcome: 'unknown' });
      expect(await store.takeSlackLink('hash', 1)).toEqual({ outcome: 'taken', value: link });
      expect(await store.takeSlackLink('hash', 1)).toEqual({ outcome: 'unknown' });
    });

    it('is not taken after ten minutes, and says so for an hour', async () => {
      await store.saveSlackLink('hash', link, times);
      expect(await store.takeSlackLink('hash', 10 * minutes)).toEqual({ outcome: 'expired' });
      await store.saveSlackLink('old', link, times);
      await store.saveSlackLink('told', link, { now: 30 * minutes, expiresAt: 40 * minutes });
      await store.forgetBegunFlows(71 * minutes);
      expect(await store.takeSlackLink('old', 71 * minutes)).toEqual({ outcome: 'unknown' });
      expect(await store.takeSlackLink('told', 71 * minutes)).toEqual({ outcome: 'expired' });
    });
  });

  it('forgets who began to connect a workspace and never ended it, after the hour in which it is told', async () => {
    const state = {
      kind: 'slack',
      portalId: 42,
      author: 'ops@acme.test',
      sealedVerifier: null,
      returnUrl: null,
    } as const;
    await store.saveOauthState('state', 'browser', state, times);
    await store.forgetBegunFlows(70 * minutes);
    expect(await database.ask('SELECT author FROM oauth_states')).toEqual([{ author: 'ops@acme.test' }]);
    await store.forgetBegunFlows(70 * minutes + 1);
    expect(await database.ask('SELECT author FROM oauth_states')).toEqual([]);
  });

  describe('an offered workspace', () => {
    const offer = { portalId: 42, sealed: 'k1.x.y', details: { teamName: 'Acme' }, slackTeamId: team };

    it('is taken once, by the browser that allowed it; for another it stays', async () => {
      await store.saveSlackOffer('hash', 'browser', offer, times);
      expect(await store.takeSlackOffer('hash', 'another', 1)).toEqual({ outcome: 'unknown' });
      expect(await store.takeSlackOffer('hash', 'browser', 1)).toEqual({ outcome: 'taken', value: offer });
      expect(await store.takeSlackOffer('hash', 'browser', 1)).toEqual({ outcome: 'unknown' });
    });

    it('leaves no token behind once it is too old', async () => {
      await store.saveSlackOffer('hash', 'browser', offer, times);
      await store.saveSlackOffer('later', 'browser', offer, { now: 5 * minutes, expiresAt: 20 * minutes });
      await store.forgetBegunFlows(10 * minutes);
      expect(await database.ask('SELECT offer_hash FROM slack_offers')).toEqual([{ offer_hash: 'later' }]);
      expect(await store.takeSlackOffer('later', 'browser', 20 * minutes)).toEqual({ outcome: 'expired' });
    });
  });

  it('however events are late, repeated or out of order, a workspace is lost by what happened after it was connected, and by each event once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(step, fc.integer({ min: 1, max: 20_000 })), { maxLength: 20 }),
        async (steps) => {
          portalId += 1;
          await follow(steps);
        },
      ),
      { numRuns: name === 'SQLite' ? 60 : 20 },
    );
  }, 30_000);
});

let portalId = 1_000;

/** The store held against the rule in its plainest words. */
async function follow(steps: [Step, number][]): Promise<void> {
  const teamId = `T${portalId}`;
  let now = 1_000_000;
  let connectedAt: number | null = null;
  const taken = new Set<string>();
  for (const [what, passed] of steps) {
    now += passed;
    if (what.kind === 'connect') {
      connectedAt = now;
      const details = { botUserId: 'U0ZOBOT01', connectedAt };
      const credential = { sealed: 'k1.x.y', expiresAt: null, details, slackTeamId: teamId };
      await store.saveCredential(portalId, 'slack', credential, now);
      continue;
    }
    const eventId = `${portalId}:${what.eventId}`;
    const happenedAt = Math.floor(now / 1_000 - what.secondsAgo) * 1_000;
    const loss: SlackLoss = { eventId, teamId, botUserIds: ['U0ZOBOT01'], happenedAt, reason: 'lost', alarm };
    const isLost = !taken.has(eventId) && connectedAt !== null && connectedAt < happenedAt + 1_000;
    taken.add(eventId);
    expect(await store.loseSlackTeam(loss, now)).toEqual(isLost ? [portalId] : []);
    if (isLost) connectedAt = null;
    const status = (await store.credential(portalId, 'slack'))?.status.state ?? 'none';
    expect(status === 'active').toBe(connectedAt !== null);
  }
}
