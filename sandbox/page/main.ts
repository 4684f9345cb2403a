/** Follows the demo's state and draws each panel when what it shows has changed. */
import type { PageState } from '../demo/page-state.ts';
import { ask } from './ask.ts';
import {
  type DefinitionChoices,
  drawDefinition,
  followDefinition,
  recountDraft,
  redrawDefinitionButtons,
} from './definition-panel.ts';
import { byId } from './dom.ts';
import { type Known, knownContacts, whoCrossed } from './follow-crossing.ts';
import { drawProduct, type ProductChoices, sayInProduct } from './product-panel.ts';
import { drawRecordCard } from './record-card.ts';
import { chosenContact, drawRecord, type RecordChoices } from './record-panel.ts';
import { slackChoices } from './slack/slack-choices.ts';
import { drawSlack } from './slack/slack-panel.ts';
import { standingWords } from './standing-words.ts';
import { drawLatencies, drawProblems, drawStory, drawTime, type TimeChoices, tick } from './top-panels.ts';
import { drawWorkflow } from './workflow-panel.ts';

let state: PageState | null = null;
let ownProblem: string | null = null;
/** E-mail of the product's user whose record is to be shown as soon as HubSpot has it. */
let awaitedContact: string | null = null;
/** What HubSpot held when the product was last used; null once somebody chose a record by hand. */
let watched: Known | null = null;
const opened = new Set<string>();

const record: RecordChoices = {
  contact: null,
  opened,
  choose: (contactId) => {
    stopFollowing();
    record.contact = contactId;
    draw(true);
  },
  toggled: () => {},
  perform: (contact, deed, label) =>
    void attempt(`${label}: done in HubSpot.`, () => ask('/api/sales', { contactId: contact.id, deed })),
};

const slack = slackChoices({
  state: () => state,
  draw: () => draw(true),
  announce,
  openContact: (recordId) => {
    stopFollowing();
    record.contact = recordId;
    draw(true);
    byId('record').focus();
  },
});

function stopFollowing(): void {
  awaitedContact = null;
  watched = null;
}

/** From now on the record follows whoever crosses because of what is done in the product. */
function follow(): void {
  watched = knownContacts(state?.contacts ?? []);
}

const product: ProductChoices = {
  userId: null,
  signingUp: false,
  form: { name: '', email: '', company: '' },
  said: '',
  choose: (userId) => {
    product.userId = userId;
    awaitedContact = state?.product.people.find((person) => person.userId === userId)?.email ?? null;
    follow();
    draw(true);
  },
  press: (userId, action, label) => {
    follow();
    say(`${label}: sending …`);
    void attempt(`${label}: sent.`, () => ask('/api/act', { userId, action })).then(say);
  },
  toggleSignUp: () => {
    product.signingUp = !product.signingUp;
    draw(true);
    const focused = product.signingUp ? '#sign-up-form input' : '[data-key=sign-up-toggle]';
    document.querySelector<HTMLElement>(focused)?.focus();
  },
  signUp: (form) =>
    void attempt(`${form.name} signed up.`, async () => {
      await ask('/api/sign-up', form);
      product.form = { name: '', email: '', company: '' };
      product.signingUp = false;
      product.userId = form.email.trim().toLowerCase();
      awaitedContact = product.userId;
      follow();
      draw(true);
      document.querySelector<HTMLElement>('#user-picker')?.focus();
    }).then(say),
};

function say(said: string): void {
  product.said = said;
  sayInProduct(said);
}

const definition: DefinitionChoices = {
  saving: false,
  save: (text, version) =>
    void attempt(`Version ${version + 1} is in force.`, async () => {
      definition.saving = true;
      redrawDefinitionButtons();
      try {
        await ask('/api/definition', { definition: text, version });
      } finally {
        definition.saving = false;
        redrawDefinitionButtons();
      }
    }),
};
followDefinition(definition);

const time: TimeChoices = {
  busy: false,
  move: (by) =>
    void attempt('Time has moved forward.', async () => {
      time.busy = true;
      draw(true);
      try {
        await ask('/api/time', by);
      } finally {
        time.busy = false;
        draw(true);
      }
    }),
};

/** Says `done` when the work is; else the problem stands above the page. Resolves to what a person may read beside it. */
async function attempt(done: string, work: () => Promise<void>): Promise<string> {
  let said = done;
  try {
    await work();
    ownProblem = null;
    announce(done);
  } catch (error) {
    ownProblem = error instanceof Error ? error.message : String(error);
    said = '';
  }
  draw(false);
  return said;
}

function announce(text: string): void {
  byId('announcer').textContent = text;
}

/** What each panel drew last, so that a panel nobody changed keeps its focus, scroll and selection. */
const drawnFrom = new Map<string, string>();

function drawWhenChanged(panel: string, force: boolean, from: unknown, drawPanel: () => void): void {
  const now = JSON.stringify(from);
  if (!force && drawnFrom.get(panel) === now) return;
  drawnFrom.set(panel, now);
  drawPanel();
}

function draw(force: boolean): void {
  if (!state) return;
  const current = state;
  const arrived = current.contacts.find((one) => one.email === awaitedContact);
  if (arrived) {
    record.contact = arrived.id;
    awaitedContact = null;
  }
  const user = current.product.people.find((person) => person.userId === product.userId);
  const crossed = watched && whoCrossed(current.contacts, watched, user, current.product.people);
  if (crossed) {
    if (record.contact !== crossed.id) announce(`The record of ${crossed.name} is shown.`);
    record.contact = crossed.id;
    follow();
  }
  const contact = chosenContact(current, record);
  record.contact = contact?.id ?? null;
  product.userId ??= current.product.people[0]?.userId ?? null;
  const problems = ownProblem ? [...current.problems, ownProblem] : current.problems;
  const contactList = current.contacts.map(({ id, name, company }) => [id, name, company]);

  drawWhenChanged('time', force, [current.offsetMs, current.timeZone], () => drawTime(current, time));
  drawWhenChanged('problems', force, problems, () => drawProblems(problems));
  drawWhenChanged('latencies', force, current.latencies, () => drawLatencies(current));
  drawWhenChanged('story', force, current.story, () => drawStory(current, opened));
  const using = current.product.people.find(({ userId }) => userId === product.userId);
  const standing = using && standingWords(using, current);
  drawWhenChanged('product', force, [current.product, standing], () => drawProduct(current, product));
  drawWhenChanged('definition', false, current.playbook, () => drawDefinition(current));
  drawWhenChanged('draft', false, [current.product.people, current.contacts, current.offsetMs], recountDraft);
  drawWhenChanged('record', force, [contact, contactList], () => drawRecord(current, record));
  drawWhenChanged('workflow', force, [contact?.name, contact?.enrolments, current.flows], () =>
    drawWorkflow(current, contact, opened),
  );
  drawWhenChanged('slack', force, current.slack, () => drawSlack(current, slack));
  const viewer = current.slack.people.find(({ id }) => id === slack.person);
  drawWhenChanged('card', false, [contact, current.offsetMs, viewer], () => drawRecordCard(current, contact, viewer));
}

const source = new EventSource('/events');
source.addEventListener('state', (event) => {
  state = JSON.parse((event as MessageEvent<string>).data);
  if (ownProblem === lost) ownProblem = null;
  draw(false);
});
const lost = 'The demo has stopped, or cannot be reached. Start it again with: npm run demo';
source.addEventListener('error', () => {
  ownProblem = lost;
  if (state) draw(false);
  else drawProblems([lost]);
});

setInterval(() => {
  if (state) tick(state);
}, 500);
