import { readFileSync } from 'node:fs';
import path from 'node:path';
import { localDay } from '@zo/shared';
import { classifyEmail } from '../../../backend/ingest/email-domain.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { fitStory } from '../../../backend/sample/fit-story.ts';
import { sampleEmail, sampleUserId } from '../../../backend/sample/sample-names.ts';
import { storyMessages } from '../../../backend/sample/sample-story.ts';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { dayMs, now, timeZone } from '../../support/handoffs.ts';

const acmeFile = readFileSync(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');

function rulesOf(file: string) {
  const read = readPlaybook(file);
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return compileRules({ playbook: read.playbook, timeZone });
}

/** A playbook of other signals than Acme's. */
function playbookOf(definition: string, more = ''): string {
  return `
signals:
  uploaded: [File Uploaded, Folder Uploaded]
  shared link: Link Shared
  saw plans: { page: /plans }
score:
  - +10 per uploaded in the last 14 days, up to 60
  - +40 when shared link in the last 3 days
  - -20 when saw plans
definition: A free user becomes an SQL when ${definition}
handoff: { owners: [maria@acme.test] }
${more}`;
}

describe('a story for a playbook', () => {
  it('is the worked example for the playbook of the worked example', () => {
    const { story, distance, readiness } = fitStory(rulesOf(acmeFile), now);
    expect(story).toEqual({
      signals: {
        activated: { times: 1, daysAgo: 3 },
        'teammate invited': { times: 2, daysAgo: 2 },
        'key action': { times: 14, daysAgo: 5 },
      },
      plan: 'free',
      colleagues: 1,
    });
    expect([distance, readiness.ready, readiness.conditions[1]?.actual]).toEqual([0, 'yes', 65]);
  });

  it.each([
    'zo_pql_score >= 90',
    'at least 12 uploaded in the last 7 days',
    'uploaded more than 30 days ago AND shared link in the last 2 days',
    'no saw plans in the last 60 days AND zo_pql_score >= 40',
    'zo_company_active_users >= 5 AND zo_pql_score > 20',
    'zo_plan is one of (trial, team) AND uploaded',
    'company number of employees > 5000 OR at least 3 shared link',
    'zo_last_active_at within the last 2 days AND NOT (zo_pql_score < 30 OR zo_company_active_users < 2)',
    'the company is not on a personal email domain AND zo_pql_score is between 45 and 55',
  ])('meets "%s" by the portal’s own signals', (definition) => {
    const { readiness, distance, events } = fitStory(rulesOf(playbookOf(definition)), now);
    expect([distance, readiness.ready]).toEqual([0, 'yes']);
    expect(events).toBeLessThan(100);
  });

  it('comes as near as it can to what only HubSpot knows', () => {
    const { readiness, distance } = fitStory(
      rulesOf(playbookOf('zo_pql_score >= 40 AND company number of employees >= 50')),
      now,
    );
    expect(readiness.conditions.map(({ verdict }) => verdict)).toEqual(['met', 'not known']);
    expect(distance).toBe(1);
  });

  it('gives nobody a plan that is paid for', () => {
    const { story, readiness } = fitStory(rulesOf(playbookOf('zo_plan = enterprise')), now);
    expect([story.plan === 'enterprise', readiness.ready]).toEqual([false, 'no']);
  });

  it('costs no more than a moment with many signals', () => {
    const names = Array.from({ length: 25 }, (_, index) => `signal ${index}`);
    const file = `
signals: { ${names.map((name, index) => `${name}: Event ${index}`).join(', ')} }
score:
${names.map((name, index) => `  - +2 per ${name} in the last ${7 + index} days, up to 10`).join('\n')}
definition: A free user becomes an SQL when zo_pql_score >= 95 AND company number of employees >= 50
handoff: { owners: [maria@acme.test] }`;
    const rules = rulesOf(file);
    const began = performance.now();
    const { readiness } = fitStory(rules, now);
    expect(readiness.conditions[0]?.verdict).toBe('met');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('the messages of a story', () => {
  const { playbook } = rulesOf(acmeFile);
  const { story } = fitStory(rulesOf(acmeFile), now);
  const told = (loadId = '17') => storyMessages(story, playbook, { now, loadId });

  it('are messages that the door takes, of one user and a colleague nobody can make a contact of', () => {
    const { first, last } = told();
    const events = [...first, ...last].map((message) => {
      const read = normaliseMessage(message, { receivedAt: now, source: 'sample' });
      if (read.rejected !== undefined) throw new Error(read.rejected);
      return read.event;
    });
    expect(new Set(events.map(({ userId, anonymousId }) => userId ?? anonymousId))).toEqual(
      new Set([sampleUserId, 'zo-sample-colleague-1']),
    );
    expect(events.filter(({ email }) => email !== null).map(({ userId, email }) => [userId, email])).toEqual([
      [sampleUserId, sampleEmail],
    ]);
    expect(events.every(({ source, excluded, eventAt }) => source === 'sample' && !excluded && eventAt <= now)).toBe(
      true,
    );
  });

  it('come down to the colleague’s first activity, minutes after the last of the person’s own', () => {
    const { first, last } = told();
    expect(last).toEqual([
      expect.objectContaining({ type: 'track', anonymousId: 'zo-sample-colleague-1', event: 'Dashboard Viewed' }),
    ]);
    expect(first.at(-1)).toMatchObject({ userId: sampleUserId, event: 'Dashboard Shared' });
  });

  it('come down to the person’s own last event where no colleague is needed', () => {
    const alone = { ...story, colleagues: 0 };
    expect(storyMessages(alone, playbook, { now, loadId: '17' }).last).toEqual([
      expect.objectContaining({ userId: sampleUserId, event: 'Dashboard Shared' }),
    ]);
  });

  it('are the same when they are told again, and others for another load', () => {
    expect(told()).toEqual(told());
    const ids = (loadId: string) => [...told(loadId).first, ...told(loadId).last].map(({ messageId }) => messageId);
    expect(ids('17').filter((id) => ids('18').includes(id))).toEqual([]);
    expect(new Set(ids('17')).size).toBe(ids('17').length);
  });

  it('happen on the days the story says', () => {
    const days = told()
      .first.filter(({ event }) => event === 'Onboarding Completed')
      .map(({ timestamp }) => localDay(Date.parse(String(timestamp)), timeZone));
    expect(days).toEqual([localDay(now - 3 * dayMs, timeZone)]);
  });
});

it('the sample’s address is a business address at a domain that can belong to nobody', () => {
  expect(classifyEmail(sampleEmail).domainType).toBe('business');
  expect(sampleEmail.endsWith('.test')).toBe(true);
});
