/** What becomes of a handoff after its alert: taken and called, overdue and given on, looked at first. */
import { actEagerly, type Lead, overdue, reviewed, taken } from './acme-people.ts';
import { expectContact, expectMessage } from './expectations.ts';
import { contactByEmail, ownerEmail } from './hubspot-state.ts';
import { calendarDaysLater, minuteMs } from './local-time.ts';
import { doAsSales } from './sales-deeds.ts';
import { control, fillInForm } from './sign-up-form.ts';
import { press } from './slack-hand.ts';
import { messagesIn, readableText } from './slack-view.ts';
import { timeZone } from './start-demo.ts';
import type { Stage, StoryStep } from './story.ts';
import { waitUntil } from './wait-until.ts';

const alertChannel = '#pql-handoff';
const reviewChannel = '#pql-review';
const writtenWithinMs = 20_000;

export const acmeLife: StoryStep[] = [
  {
    say: 'RevOps decides that an overdue first call goes on to somebody else: a new version of the playbook.',
    do: async ({ demo }) => {
      const { playbooks } = demo;
      await playbooks.apply(withReassignment(demo.playbookSource), 'an overdue first call goes to another AE');
    },
    expect: async ({ demo }) => `Version ${demo.playbooks.inForce()?.version} is in force: "when overdue: reassign".`,
  },
  {
    say: 'Two more leads cross: Ines Duarte of Kettleworks and Omar Faruk of Lumenroad. Each has an AE within seconds.',
    do: async (stage) => {
      for (const lead of [taken, overdue]) await cross(stage, lead);
    },
    expect: async (stage) => {
      const said = [];
      for (const { champion } of [taken, overdue]) {
        await expectMessage(stage, alertChannel, `New SQL: ${champion.name}`, enrolledWithin(stage));
        said.push(`${champion.name} → ${await ownerOf(stage, champion.email)}`);
      }
      return said.join(', ');
    },
  },
  {
    say: 'The AE of Ines takes the lead in Slack: "I\u2019m on it". The one message says so, everywhere.',
    do: async (stage) => {
      const owner = await ownerOf(stage, taken.champion.email);
      const conversation = `dm:${owner}`;
      const message = taken.champion.name;
      await press(stage, { as: owner, conversation, message, button: "I'm on it" }, writtenWithinMs);
    },
    expect: (stage) => expectEdited(stage, taken.champion.name, 'On it since'),
  },
  {
    say: 'The AE calls, and logs the call in HubSpot. The clock of the first call stops.',
    do: async (stage) => {
      await stage.demo.clock.advance(20 * minuteMs);
      await logCall(stage, taken.champion.email);
    },
    expect: async (stage) => {
      const { values } = await expectContact(
        stage,
        taken.champion.email,
        {
          zo_handoff_status: 'engaged',
          zo_sla_status: 'met',
          zo_first_touch_at: /./,
          zo_minutes_to_first_touch: /^2\d$/,
        },
        writtenWithinMs,
      );
      await expectEdited(stage, taken.champion.name, 'after the handoff');
      return `First call after ${values.zo_minutes_to_first_touch} working minutes: status engaged, first call met.`;
    },
  },
  {
    say: 'Nobody calls Omar. Time moves: a reminder in the AE\u2019s direct messages, then overdue, in the channel too.',
    do: async (stage) => {
      await stage.demo.clock.advance(75 * minuteMs);
      const owner = await ownerOf(stage, overdue.champion.email);
      await expectReminder(stage, `dm:${owner}`, /due/i);
      await stage.demo.clock.advance(30 * minuteMs);
    },
    expect: async (stage) => {
      const { values } = await expectContact(
        stage,
        overdue.champion.email,
        { zo_handoff_status: 'breached', zo_sla_status: 'breached' },
        writtenWithinMs,
      );
      const reminder = await expectReminder(stage, alertChannel, /overdue/i);
      return `Status ${values.zo_handoff_status}. ${reminder}`;
    },
  },
  {
    say: 'An hour later somebody else gets Omar, with a clock of their own; the first AE\u2019s message says who.',
    do: async (stage) => {
      stage.kept.set('first AE of Omar', await ownerOf(stage, overdue.champion.email));
      await stage.demo.clock.advance(65 * minuteMs);
    },
    expect: async (stage) => {
      const first = stage.kept.get('first AE of Omar') ?? '';
      const second = await waitUntil<string>(
        `Omar to have another AE than ${first}`,
        async () => {
          const now = await ownerOf(stage, overdue.champion.email);
          return now === first ? { instead: now } : { value: now };
        },
        writtenWithinMs,
      );
      await expectMessage(stage, `dm:${second}`, `New SQL: ${overdue.champion.name}`, writtenWithinMs);
      await expectEdited(stage, overdue.champion.name, 'Now with', `dm:${first}`);
      await expectContact(stage, overdue.champion.email, { zo_sla_status: 'running' }, writtenWithinMs);
      return `${first} → ${second}: the first call was overdue.`;
    },
  },
  {
    say: 'The second AE calls Omar in time.',
    do: async (stage) => {
      await stage.demo.clock.advance(10 * minuteMs);
      await logCall(stage, overdue.champion.email);
    },
    expect: (stage) => expectCalledInTime(stage, overdue.champion.email),
  },
  {
    say: 'Greta Olsen of Grandline (400 people) crosses. 400 × 120 is more than the playbook lets through unseen.',
    do: (stage) => cross(stage, reviewed),
    expect: async (stage) => {
      await expectContact(
        stage,
        reviewed.champion.email,
        { zo_sql_ready: 'yes', zo_handoff_gate: 'in_review', zo_handoff_status: 'in_review', hubspot_owner_id: null },
        writtenWithinMs,
      );
      const asked = await expectMessage(stage, reviewChannel, reviewed.champion.name, writtenWithinMs);
      if (!asked.replace(/\D/g, '').includes('48000')) throw new Error(`Expected 48,000 in the question:\n${asked}`);
      return `Gate in_review, and HubSpot has not enrolled her. ${reviewChannel} is asked:\n${asked}`;
    },
  },
  {
    say: 'A reviewer approves in Slack. The gate opens, HubSpot enrols her, and her AE is told.',
    do: (stage) =>
      press(
        stage,
        { as: 'ops', conversation: reviewChannel, message: reviewed.champion.name, button: 'Approve' },
        writtenWithinMs,
      ),
    expect: async (stage) => {
      await expectMessage(stage, alertChannel, `New SQL: ${reviewed.champion.name}`, enrolledWithin(stage));
      return `Approved: ${reviewed.champion.name} → ${await ownerOf(stage, reviewed.champion.email)}`;
    },
  },
  {
    say: 'Her AE calls her within the hour.',
    do: async (stage) => {
      await stage.demo.clock.advance(30 * minuteMs);
      await logCall(stage, reviewed.champion.email);
    },
    expect: (stage) => expectCalledInTime(stage, reviewed.champion.email),
  },
  {
    say: 'Two days later Kettleworks buys: the deal is won in HubSpot, and Ines\u2019s handoff ends with it.',
    do: async (stage) => {
      const { demo, hubspot, kept } = stage;
      const now = demo.clock.now();
      kept.set(firstAfternoon, String(now));
      await demo.clock.advance(calendarDaysLater(now, 2, timeZone) - now);
      const contact = contactByEmail(hubspot.state(), taken.champion.email);
      await doAsSales(
        { url: demo.hubspotUrl, state: () => hubspot.state() },
        contact?.id ?? '',
        'deal',
        demo.clock.now(),
      );
      await demo.clock.advance(lookedUpEveryMs);
    },
    expect: async (stage) => {
      const { values } = await expectContact(
        stage,
        taken.champion.email,
        { zo_handoff_status: 'won', zo_handoff_outcome: 'won' },
        writtenWithinMs,
      );
      await expectEdited(stage, taken.champion.name, 'Won');
      return `Handoff status ${values.zo_handoff_status}, and the message says so.`;
    },
  },
];

/** Under which the story keeps the moment it left the first day, in milliseconds. */
export const firstAfternoon = 'the first afternoon';

/** HubSpot does not tell of everything: whoever sales has is looked up every five minutes. */
const lookedUpEveryMs = 5 * minuteMs;

async function logCall({ demo, hubspot }: Stage, email: string): Promise<void> {
  const contact = contactByEmail(hubspot.state(), email);
  await control(demo.hubspotUrl, `/sandbox/contacts/${contact?.id}/engagements`, { kind: 'call' });
  await demo.clock.advance(lookedUpEveryMs);
}

async function expectCalledInTime(stage: Stage, email: string): Promise<string> {
  const { values } = await expectContact(
    stage,
    email,
    { zo_handoff_status: 'engaged', zo_sla_status: 'met', zo_first_touch_at: /./ },
    writtenWithinMs,
  );
  const owner = await ownerOf(stage, email);
  return `${owner} called after ${values.zo_minutes_to_first_touch} working minutes: first call ${values.zo_sla_status}.`;
}

async function cross(stage: Stage, { champion, teammate, employees }: Lead): Promise<void> {
  const { product } = stage;
  await fillInForm(stage, [champion, teammate], employees);
  await actEagerly(product, champion);
  await product.signUp(teammate);
  product.use(teammate.userId, { track: 'Dashboard Viewed' });
  await product.delivered();
}

/** Also HubSpot's set delay, and the time its calls and Slack's one message a second take. */
function enrolledWithin({ demo }: Stage): number {
  return demo.enrolmentDelayMs + 2 * writtenWithinMs;
}

/** The name of whoever has the contact in HubSpot, as Slack knows them. */
function ownerOf({ hubspot }: Stage, email: string): Promise<string> {
  return waitUntil<string>(
    `${email} to have an owner in HubSpot`,
    () => {
      const state = hubspot.state();
      const owner = ownerEmail(state, contactByEmail(state, email)?.values.hubspot_owner_id);
      return owner ? { value: owner.split('@')[0] ?? owner } : { instead: 'none' };
    },
    writtenWithinMs,
  );
}

/** Every message about somebody, or the one of a conversation, was edited to say it: none was added. */
function expectEdited(stage: Stage, name: string, words: string, conversation?: string): Promise<string> {
  const places = conversation === undefined ? [alertChannel] : [conversation];
  return waitUntil<string>(
    `the messages about ${name} to say "${words}"`,
    () => {
      const state = stage.slack.state();
      const about = places.flatMap((place) =>
        messagesIn(state, place).filter(({ text }) => readableText(state, text).includes(`New SQL: ${name}`)),
      );
      const texts = about.map(({ text }) => readableText(state, text));
      if (about.length === places.length && texts.every((text) => text.includes(words))) {
        return { value: texts[0]?.split('\n').find((line) => line.includes(words)) ?? words };
      }
      return { instead: JSON.stringify(texts) };
    },
    writtenWithinMs,
  );
}

function expectReminder(stage: Stage, conversation: string, words: RegExp): Promise<string> {
  return waitUntil<string>(
    `a reminder in ${conversation} about ${overdue.champion.name} that says ${words}`,
    () => {
      const state = stage.slack.state();
      const texts = messagesIn(state, conversation).map(({ text }) => readableText(state, text));
      const reminder = texts.find(
        (text) => text.includes(overdue.champion.name) && !text.startsWith('New SQL') && words.test(text),
      );
      return reminder === undefined ? { instead: JSON.stringify(texts) } : { value: reminder };
    },
    writtenWithinMs,
  );
}

/** Acme's playbook with one line more. */
function withReassignment(source: string): string {
  return source.replace(/^handoff:\n/m, 'handoff:\n  when overdue: reassign\n');
}
