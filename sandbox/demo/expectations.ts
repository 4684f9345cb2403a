/** What a story waits for on the platforms, with answers that say what was there instead. */
import { contactByEmail, enrolmentsOf, type HubspotEnrolment, type HubspotRecord, stepLabel } from './hubspot-state.ts';
import { messagesIn, readableText } from './slack-view.ts';
import type { Stage } from './story.ts';
import { waitUntil } from './wait-until.ts';

/** A property's stored value: exactly this text, matching this pattern, or empty (null). */
export type Wanted = Record<string, string | RegExp | null>;

export function expectContact(stage: Stage, email: string, wanted: Wanted, withinMs: number): Promise<HubspotRecord> {
  const inWords = Object.entries(wanted).map(([name, value]) => `${name} ${showWanted(value)}`);
  return waitUntil<HubspotRecord>(
    `HubSpot to hold for ${email}: ${inWords.join(', ')}`,
    () => {
      const contact = contactByEmail(stage.hubspot.state(), email);
      if (!contact) return { instead: 'no such contact' };
      const differing = Object.entries(wanted).filter(([name, value]) => !fits(contact.values[name], value));
      if (differing.length === 0) return { value: contact };
      return { instead: differing.map(([name]) => `${name} ${contact.values[name] ?? '(empty)'}`).join(', ') };
    },
    withinMs,
  );
}

/** The contact's newest enrolment in the workflow, once all its actions have run. */
export function expectCompleted(
  stage: Stage,
  email: string,
  flowName: string,
  withinMs: number,
): Promise<{ enrolment: HubspotEnrolment; labels: string[] }> {
  return waitUntil<{ enrolment: HubspotEnrolment; labels: string[] }>(
    `the workflow "${flowName}" to enrol ${email} and finish every action`,
    () => {
      const state = stage.hubspot.state();
      const flow = state.flows.find((one) => one.name === flowName);
      if (!flow) return { instead: `these workflows: ${state.flows.map((one) => one.name).join(', ') || 'none'}` };
      const contact = contactByEmail(state, email);
      const enrolment = contact && enrolmentsOf(state, contact.id).findLast((one) => one.flowId === flow.id);
      if (!enrolment) return { instead: `no enrolment (the workflow is ${flow.isEnabled ? 'on' : 'off'})` };
      const steps = enrolment.steps.map((step) => `${stepLabel(state, flow.id, step)}: ${step.outcome}`);
      const failed = enrolment.steps.some((step) => step.outcome === 'failed' || step.outcome === 'expired');
      if (enrolment.status !== 'completed' || failed) {
        const details = enrolment.steps.flatMap((step) => step.detail ?? []);
        return { instead: [`enrolment ${enrolment.status}`, ...steps, ...details].join('; ') };
      }
      return { value: { enrolment, labels: enrolment.steps.map((step) => stepLabel(state, flow.id, step)) } };
    },
    withinMs,
  );
}

/** The one message of a conversation that contains the text, as its reader sees it; more than one is not what we want. */
export function expectMessage(stage: Stage, conversation: string, part: string, withinMs: number): Promise<string> {
  return waitUntil<string>(
    `one message in ${conversation} with "${part}"`,
    () => {
      const state = stage.slack.state();
      const texts = messagesIn(state, conversation).map((message) => readableText(state, message.text));
      const fitting = texts.filter((text) => text.includes(part));
      const [only] = fitting;
      if (fitting.length === 1 && only !== undefined) return { value: only };
      return { instead: fitting.length > 1 ? `${fitting.length} of them` : `${JSON.stringify(texts)}` };
    },
    withinMs,
  );
}

function fits(value: string | undefined, wanted: string | RegExp | null): boolean {
  if (wanted === null) return value === undefined || value === '';
  return typeof wanted === 'string' ? value === wanted : wanted.test(value ?? '');
}

function showWanted(wanted: string | RegExp | null): string {
  if (wanted === null) return '(empty)';
  return typeof wanted === 'string' ? wanted : `matching ${wanted}`;
}
