/** The design's worked example, sentence by sentence: a handoff, three who are not handed off, and a return. */
import { acmeLife, firstAfternoon } from './acme-life.ts';
import { actEagerly, elena, jonas, marc, nora, priya, samir, sarah } from './acme-people.ts';
import { expectCompleted, expectContact, expectMessage } from './expectations.ts';
import { companyOf, contactByEmail, ownerEmail } from './hubspot-state.ts';
import { calendarDaysLater, hourMs } from './local-time.ts';
import { messagesIn } from './slack-view.ts';
import { timeZone } from './start-demo.ts';
import type { Stage, StoryStep } from './story.ts';
import { waitUntil } from './wait-until.ts';

export const handoffFlow = 'Zo | SQL handoff';
export const returnFlow = 'Zo | Return to marketing';
const alertChannel = '#pql-handoff';
const marketingChannel = '#marketing';
const alertTitle = 'New SQL: Sarah Chen';

const asked = 'zo_company_active_users >= 2';
const tried = 'zo_company_active_users >= 1';

const writtenWithinMs = 20_000;

export const acmeStory: StoryStep[] = [
  {
    say: 'An operator provisions HubSpot and goes live.',
    do: async ({ demo }) => {
      await demo.goLive();
    },
    expect: async (stage) => {
      await waitUntil(
        `the workflows "${handoffFlow}" and "${returnFlow}" to be on`,
        () => {
          const { flows } = stage.hubspot.state();
          const on = flows.filter((flow) => flow.isEnabled).map((flow) => flow.name);
          if ([handoffFlow, returnFlow].every((name) => on.includes(name))) return { value: true };
          return { instead: flows.map((flow) => `${flow.name} ${flow.isEnabled ? 'on' : 'off'}`).join(', ') || 'none' };
        },
        writtenWithinMs,
      );
      return `Both workflows are on: "${handoffFlow}" and "${returnFlow}".`;
    },
  },
  {
    say: 'Sarah Chen of FinPilot signs up, activates (three days ago), invites two teammates, does 14 key actions.',
    do: async ({ product }) => {
      await actEagerly(product, sarah);
      await product.signUp(priya);
      await product.delivered();
    },
    expect: async (stage) => {
      const contact = await expectContact(
        stage,
        sarah.email,
        {
          zo_pql_score: '65',
          zo_score_receipt: /^\+25: activated[\s\S]*^\+28: 14 key actions[\s\S]*^\+12: 2 teammates/m,
          zo_activation_status: 'activated',
          zo_key_actions_7d: '14',
          zo_teammates_invited_30d: '2',
          zo_sql_ready: 'no',
          zo_conditions_missing: '1',
          zo_handoff_gate: 'not_ready',
        },
        writtenWithinMs,
      );
      return `HubSpot holds score 65 (25 + 28 + 12), one condition missing: ${contact.values.zo_sql_readiness}`;
    },
  },
  {
    say: 'Priya, whom Sarah invited, does her first thing in the product. It alone makes Sarah cross.',
    do: async ({ product }) => {
      product.use(priya.userId, { track: 'Dashboard Viewed' });
      await product.delivered();
    },
    expect: async (stage) => {
      await expectContact(stage, sarah.email, { zo_sql_ready: 'yes', zo_conditions_missing: '0' }, writtenWithinMs);
      const company = await waitUntil(
        'FinPilot to have 2 active users in HubSpot',
        () => {
          const state = stage.hubspot.state();
          const contact = contactByEmail(state, sarah.email);
          const activeUsers = contact && companyOf(state, contact.id)?.values.zo_company_active_users;
          return activeUsers === '2' ? { value: activeUsers } : { instead: `zo_company_active_users ${activeUsers}` };
        },
        writtenWithinMs,
      );
      return `Active users 1 → ${company}: every condition is met and the gate opens.`;
    },
  },
  {
    say: 'HubSpot enrols her; the workflow computes, assigns, moves the stage and sends the alert.',
    do: async () => {},
    expect: async (stage) => {
      const { labels } = await expectCompleted(
        stage,
        sarah.email,
        handoffFlow,
        stage.demo.enrolmentDelayMs + writtenWithinMs,
      );
      const contact = await expectContact(
        stage,
        sarah.email,
        { lifecyclestage: 'salesqualifiedlead', hubspot_owner_id: /./, zo_handoff_owner: /./, zo_handoff_at: /./ },
        writtenWithinMs,
      );
      const owner = ownerEmail(stage.hubspot.state(), contact.values.hubspot_owner_id);
      return `${labels.join(' → ')}. Stage SQL, owner ${owner}, handed off.`;
    },
  },
  {
    say: 'The alert reaches the AE and the channel, word for word.',
    do: async () => {},
    expect: async (stage) => {
      const wanted = await alertLines(stage);
      const owner = wanted.owner;
      for (const conversation of [alertChannel, `dm:${owner}`]) {
        const text = await expectMessage(stage, conversation, alertTitle, writtenWithinMs);
        const lines = text.split('\n').map((line) => line.trim());
        if (lines.join('\n') !== wanted.lines.join('\n')) {
          throw new Error(`Expected in ${conversation}:\n${wanted.lines.join('\n')}\nbut read:\n${lines.join('\n')}`);
        }
      }
      return wanted.lines.join('\n');
    },
  },
  {
    say: 'A gmail twin in another workspace, with an active teammate there, does all the same and is not handed off.',
    do: async ({ product }) => {
      await product.signUp(nora);
      product.use(nora.userId, { track: 'Report Created' });
      await actEagerly(product, samir);
      await product.delivered();
    },
    expect: async (stage) => {
      const contact = await expectContact(
        stage,
        samir.email,
        {
          zo_pql_score: '65',
          zo_email_domain_type: 'personal',
          zo_conditions_missing: '1',
          zo_sql_readiness: /^3 of 4: missing a business email address/,
          zo_handoff_gate: 'not_ready',
        },
        writtenWithinMs,
      );
      return `Score 65, gate not_ready: ${contact.values.zo_sql_readiness}`;
    },
  },
  {
    say: 'A lone user elsewhere does the same and stays one condition short.',
    do: async ({ product }) => {
      await actEagerly(product, jonas);
      await product.delivered();
    },
    expect: async (stage) => {
      const contact = await expectContact(
        stage,
        jonas.email,
        { zo_pql_score: '65', zo_sql_ready: 'no', zo_conditions_missing: '1', zo_handoff_gate: 'not_ready' },
        writtenWithinMs,
      );
      return `Score 65, one condition missing: ${contact.values.zo_sql_readiness}`;
    },
  },
  {
    say: 'A paying customer who meets every condition is left alone.',
    do: async ({ product }) => {
      await product.signUp(marc);
      product.use(marc.userId, { track: 'Report Created' });
      await actEagerly(product, elena);
      await product.delivered();
    },
    expect: async (stage) => {
      await expectContact(
        stage,
        elena.email,
        {
          zo_sql_ready: 'yes',
          zo_conditions_missing: '0',
          zo_handoff_gate: 'customer_or_open_deal',
          lifecyclestage: 'customer',
        },
        writtenWithinMs,
      );
      const alerts = messagesIn(stage.slack.state(), alertChannel);
      if (alerts.length !== 1) throw new Error(`Expected one alert in ${alertChannel}, but saw ${alerts.length}.`);
      return `Every condition is met, gate customer_or_open_deal. ${alertChannel} still has one alert: Sarah's.`;
    },
  },
  ...acmeLife,
  {
    say: 'Day by day, time moves on to 14 calendar days after the first, same local time plus one hour. With no event, Sarah returns to marketing.',
    do: async ({ demo, product, kept }) => {
      const first = Number(kept.get(firstAfternoon));
      for (let day = 3; day <= 14; day += 1) {
        const until = calendarDaysLater(first, day, timeZone) + (day === 14 ? hourMs : 0);
        await demo.clock.advance(until - demo.clock.now());
        await product.delivered();
      }
    },
    expect: async (stage) => {
      const contact = await expectContact(
        stage,
        sarah.email,
        {
          zo_pql_score: '22',
          zo_score_receipt: /^\+25: activated[\s\S]*^\+12: 2 teammates[\s\S]*^[-−]15: inactive/m,
          lifecyclestage: 'marketingqualifiedlead',
          hubspot_owner_id: null,
          zo_handoff_owner: /./,
          zo_handoff_gate: 'cooling_down',
        },
        stage.demo.enrolmentDelayMs + 2 * writtenWithinMs,
      );
      const last = ownerEmail(stage.hubspot.state(), contact.values.zo_handoff_owner);
      return `Score 65 → 22 (25 + 12 − 15), stage MQL, owner cleared (was ${last}), gate cooling_down.`;
    },
  },
  {
    say: 'Marketing is told why.',
    do: async () => {},
    expect: async (stage) => {
      const note = await expectMessage(stage, marketingChannel, 'Sarah Chen', writtenWithinMs);
      for (const reason of ['score 22, below 30', '14 days without AE activity']) {
        if (!note.includes(reason)) throw new Error(`Expected the note to say "${reason}", but it reads:\n${note}`);
      }
      return note;
    },
  },
  {
    say: 'The lone user is as eager again. A draft that asks for one active user would hand him off; nothing is saved.',
    do: async ({ product }) => {
      await actEagerly(product, jonas);
      await product.delivered();
    },
    expect: async (stage) => {
      await expectContact(stage, jonas.email, { zo_pql_score: '71', zo_conditions_missing: '1' }, writtenWithinMs);
      const { playbooks } = stage.demo;
      const draft = (playbooks.inForce()?.definition ?? '').replace(asked, tried);
      const seen = await playbooks.simulate(draft, AbortSignal.timeout(writtenWithinMs));
      if (seen.outcome === 'mistaken') throw new Error(`The draft was not understood: ${seen.message}`);
      const names = seen.added.map(({ name, company }) => `${name}, ${company}`).join('; ');
      if (!names.includes(jonas.name))
        throw new Error(`Expected ${jonas.name} to be new, but saw: ${names || 'nobody'}`);
      return `With "${tried}": ${seen.readyNow} ready → ${seen.readyThen}. New: ${names}. Change the definition's box to see it.`;
    },
  },
];

/** The six lines of the design, with the owner who was assigned and the record's real address. */
async function alertLines(stage: Stage): Promise<{ owner: string; lines: string[] }> {
  const state = stage.hubspot.state();
  const contact = contactByEmail(state, sarah.email);
  const owner = ownerEmail(state, contact?.values.hubspot_owner_id)?.split('@')[0] ?? 'nobody';
  const { uiDomain, portalId } = state.settings;
  return {
    owner,
    lines: [
      'New SQL: Sarah Chen at FinPilot (~85 employees)',
      'Why now: 2nd active user at FinPilot (needs 2)',
      'Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week',
      'Last: Dashboard Shared, 3 min ago',
      `Owner: @${owner} - first call due within 2 hours`,
      `Open in HubSpot: https://${uiDomain}/contacts/${portalId}/record/0-1/${contact?.id}`,
    ],
  };
}
