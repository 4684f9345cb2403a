/** From what is known of a portal to the steps of its first run, in words. Pure. */

import {
  type FirstRunState,
  type FirstRunStep,
  type FirstRunStepName,
  firstRunTitles,
  localMoment,
  type SlackTab,
} from '@zo/shared';
import type { ProvisionedWorkflows } from '../portals/portal-state.ts';
import type { ArrivedEvents, DoneDeed } from '../store/settings-store.ts';
import { counted } from '../text/counted.ts';

export type FirstRunFacts = {
  now: number;
  timeZone: string;
  slack: SlackTab['connection'];
  /** Null: none yet. */
  events: ArrivedEvents | null;
  /** Write keys that work. */
  keys: number;
  /** Null: none yet. */
  playbook: PlaybookFacts | null;
  /** Why the playbook is not in force although there is one; null: it is, or there is none. */
  playbookProblem: string | null;
  /** Our properties are in HubSpot. */
  hasProperties: boolean;
  /** The portal lets the app make workflows. */
  canAutomate: boolean;
  /** Null: nobody has provisioned yet. */
  workflows: ProvisionedWorkflows | null;
  /** Of our workflow actions those whose ids in HubSpot are not known. */
  unknownActions: string[];
  /** When the card asked first. */
  cardSeenAt: number | null;
  testAlert: DoneDeed | null;
  liveSince: number | null;
  mode: 'workflow' | 'direct';
};

export type PlaybookFacts = {
  version: number;
  savedBy: string;
  sentence: string;
  mode: 'workflow' | 'direct';
  /** Where alerts go; null: it names no channel. */
  channel: string | null;
  /** Owners it names who are not active in HubSpot. */
  unknownOwners: string[];
};

type Told = { state: FirstRunState; words: string; next?: string; canDo?: boolean };

export function firstRunSteps(facts: FirstRunFacts): FirstRunStep[] {
  const told: Record<FirstRunStepName, Told> = {
    slack: slackStep(facts),
    events: eventsStep(facts),
    playbook: playbookStep(facts),
    provision: provisionStep(facts),
    card: cardStep(facts),
    testAlert: testAlertStep(facts),
    goLive: goLiveStep(facts),
  };
  const names = Object.keys(firstRunTitles) as FirstRunStepName[];
  return names.map((name) => ({
    name,
    title: firstRunTitles[name],
    state: told[name].state,
    words: told[name].words,
    next: told[name].next ?? null,
    canDo: told[name].canDo ?? true,
  }));
}

function slackStep({ slack }: FirstRunFacts): Told {
  switch (slack.status) {
    case 'connected': {
      const required = slack.missing.filter(({ isRequired }) => isRequired);
      const connected = `Connected to ${slack.team}`;
      if (required.length === 0) return { state: 'done', words: `${connected}.` };
      const named = required.map(({ scope, feature }) => `${scope}, to ${feature}`).join('; ');
      return { state: 'problem', words: `${connected}, without ${named}.`, next: 'Grant them: connect Slack again.' };
    }
    case 'not connected':
      return { state: 'to do', words: 'Alerts have nowhere to go yet.', next: slack.remedy };
    case 'lost':
      return {
        state: 'problem',
        words: `Not connected to ${slack.team} any more: ${slack.reason}.`,
        next: 'Connect it again. Alerts wait until then.',
      };
    case 'refused':
      return { state: 'problem', words: `Slack refuses the app: ${slack.reason}.`, next: slack.remedy };
    case 'no answer':
      return { state: 'waiting', words: `${slack.reason}.`, next: 'It is asked again in a few seconds.' };
  }
}

function eventsStep({ events, keys, now, timeZone }: FirstRunFacts): Told {
  if (events !== null) {
    const { firstAt, lastAt } = events;
    const first = firstAt === null ? '' : `First event received ${localMoment(firstAt, timeZone, now)}. `;
    return {
      state: 'done',
      words: `${first}${counted(events.events, 'event')} so far, the last ${localMoment(lastAt, timeZone, now)}.`,
    };
  }
  if (keys === 0) {
    return { state: 'to do', words: 'No event has arrived.', next: 'Make a write key, and send events with it.' };
  }
  return {
    state: 'waiting',
    words: 'No event has arrived yet: it is shown here as soon as it does.',
    next: 'Send the product’s events by one of the recipes.',
  };
}

function playbookStep({ playbook, playbookProblem }: FirstRunFacts): Told {
  if (playbookProblem !== null) {
    return { state: 'problem', words: `${playbookProblem}.`, next: 'Correct it under Playbook.' };
  }
  if (playbook === null) {
    return {
      state: 'to do',
      words: 'There is no playbook, so nobody is scored.',
      next: 'Begin with the one below, or write your own under Playbook. Nothing is saved until you press.',
    };
  }
  const { version, savedBy, sentence, unknownOwners } = playbook;
  const words = `Version ${version}, saved by ${savedBy}: ${sentence}`;
  if (unknownOwners.length > 0) {
    const are = unknownOwners.length === 1 ? 'is no active owner' : 'are no active owners';
    return {
      state: 'problem',
      words,
      next: `${unknownOwners.join(', ')} ${are} in HubSpot: correct the owners under Playbook.`,
    };
  }
  return { state: 'done', words };
}

function provisionStep(facts: FirstRunFacts): Told {
  const { playbook, hasProperties, canAutomate, workflows, unknownActions } = facts;
  const onlyProperties = hasProperties
    ? 'Our properties are in HubSpot, and nothing else.'
    : 'Our properties are being made in HubSpot, and nothing else.';
  if (playbook === null) {
    return { state: 'to do', words: onlyProperties, next: 'Review the playbook first.', canDo: false };
  }
  if (workflows === null) {
    const makes =
      canAutomate && playbook.mode === 'workflow' ? 'the workflows, switched off, and the lists' : 'the lists';
    return {
      state: hasProperties ? 'to do' : 'waiting',
      words: onlyProperties,
      next: `Provisioning makes ${makes}. What exactly stands under HubSpot.`,
    };
  }
  if (!hasProperties) {
    return { state: 'problem', words: 'Properties are missing in HubSpot.', next: 'Provision again.' };
  }
  if (!canAutomate || playbook.mode === 'direct') {
    const why = canAutomate ? 'as the playbook says' : 'because this account lets no app make workflows';
    return { state: 'done', words: `Provisioned. Zo performs handoffs itself, ${why}.` };
  }
  if (workflows.handoff === null) {
    return unknownActions.length === 0
      ? { state: 'problem', words: 'The handoff workflow was not made.', next: 'The plan under HubSpot says why.' }
      : {
          state: 'problem',
          words: `The handoff workflow was not made: the ids of our actions are not known (${unknownActions.join(', ')}).`,
          next: 'Put any Zo action into a workflow once, or set HUBSPOT_ACTION_IDS; then provision again.',
        };
  }
  const stands = workflows.handoff.live ? 'switched on' : 'switched off until you go live';
  return { state: 'done', words: `Provisioned. The handoff workflow is there, ${stands}.` };
}

function cardStep({ cardSeenAt, now, timeZone }: FirstRunFacts): Told {
  if (cardSeenAt !== null) {
    return { state: 'done', words: `HubSpot asked for the card first ${localMoment(cardSeenAt, timeZone, now)}.` };
  }
  return {
    state: 'to do',
    words: 'No contact has been opened with the card yet.',
    next: 'In HubSpot, open Settings, Objects, Contacts, Record customization; add “Product activity” to the sidebar; then open any contact.',
  };
}

function testAlertStep({ slack, playbook, testAlert, now, timeZone }: FirstRunFacts): Told {
  const canDo = slack.status === 'connected' && playbook !== null && playbook.channel !== null;
  if (testAlert !== null) {
    return { state: 'done', words: `Sent ${localMoment(testAlert.at, timeZone, now)} by ${testAlert.author}.`, canDo };
  }
  const words = 'No test alert has been sent.';
  if (slack.status !== 'connected') return { state: 'to do', words, next: 'Connect Slack first.', canDo };
  if (playbook === null) return { state: 'to do', words, next: 'Review the playbook first.', canDo };
  if (playbook.channel === null) {
    return { state: 'to do', words, next: 'Name a channel for alerts in the playbook first.', canDo };
  }
  return {
    state: 'to do',
    words,
    next: `It goes to ${playbook.channel}, marked as a test; nobody is mentioned.`,
    canDo,
  };
}

function goLiveStep({ liveSince, mode, playbook, workflows, now, timeZone }: FirstRunFacts): Told {
  if (liveSince !== null) {
    return { state: 'done', words: `Live since ${localMoment(liveSince, timeZone, now)}, in ${mode} mode.` };
  }
  const words = 'Watch mode: crossings are listed, and nobody is alerted.';
  if (playbook === null) return { state: 'to do', words, next: 'Review the playbook first.', canDo: false };
  if (workflows === null) return { state: 'to do', words, next: 'Provision HubSpot first.', canDo: false };
  return { state: 'to do', words, next: 'What it does, and to whom, stands under HubSpot; so does the button.' };
}
