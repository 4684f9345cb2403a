import type {
  HubspotEnrolment,
  HubspotRecord,
  HubspotState,
  HubspotStep,
} from '../../../sandbox/demo/hubspot-state.ts';
import { measureLatencies, newestHandoff, noLatencies } from '../../../sandbox/demo/latencies.ts';
import type { SlackState } from '../../../sandbox/demo/slack-view.ts';

function contact(id: string, ...gates: [value: string, at: number][]): HubspotRecord {
  return {
    id,
    createdAt: 0,
    archivedAt: null,
    values: { firstname: 'Sarah', lastname: 'Chen', email: `${id}@finpilot.test` },
    history: {
      zo_handoff_gate: gates.map(([value, at]) => ({ value, at, sourceType: 'INTEGRATION', sourceId: '1' })),
    },
  };
}

function step(actionTypeId: string, startedAt: number): HubspotStep {
  return { actionId: String(startedAt), actionTypeId, startedAt, endedAt: startedAt + 1, outcome: 'done' };
}

function enrolment(id: string, scheduledAt: number, ...steps: HubspotStep[]): HubspotEnrolment {
  const fixed = { flowId: '7', objectTypeId: '0-1', objectId: '58', status: 'completed', reason: '' } as const;
  return { ...fixed, id, scheduledAt, enrolledAt: scheduledAt, steps };
}

function hubspot(contacts: HubspotRecord[], enrolments: HubspotEnrolment[]): HubspotState {
  return {
    sequence: 1,
    settings: { portalId: 1, uiDomain: 'app.hubspot.com' },
    contacts,
    deals: [],
    companies: [],
    properties: { contacts: [], companies: [] },
    groups: { contacts: [], companies: [] },
    owners: [],
    associations: [],
    actionDefinitions: [],
    flows: [],
    enrolments,
  };
}

const alert = {
  channel: 'C1',
  ts: '1',
  threadTs: null,
  text: 'New SQL https://app/record/0-1/58',
  blocks: [],
  edits: [],
};
const slack: SlackState = {
  version: 1,
  users: [],
  channels: [],
  messages: [{ ...alert, at: 6_300 }],
  ephemerals: [],
  views: [],
};
const sarah = contact('58', ['not_ready', 500], ['open', 1_000], ['handed_off', 6_400]);
const handoff = enrolment('1', 1_000, step('1-11', 6_010), step('0-5', 6_100), step('1-13', 6_200));

it('measures event to property, property to action and action to Slack', () => {
  expect(measureLatencies(hubspot([sarah], [handoff]), slack, sarah, () => 960)).toEqual({
    of: 'Sarah Chen',
    eventToPropertyMs: 40,
    propertyToActionMs: 5_010,
    actionToSlackMs: 100,
    companyIsNew: false,
  });
});

it('says when the handoff had to make the company first', () => {
  const made = (createdAt: number) => ({
    ...hubspot([sarah], [handoff]),
    companies: [{ ...contact('70'), createdAt }],
    associations: [{ fromType: '0-1', fromId: '58', toType: '0-2', toId: '70', typeId: 1 }],
  });
  expect(measureLatencies(made(970), slack, sarah, () => 960).companyIsNew).toBe(true);
  expect(measureLatencies(made(900), slack, sarah, () => 960).companyIsNew).toBe(false);
});

it('is not misled by a later enrolment, such as the return two weeks on', () => {
  const later = enrolment('2', 1_200_000, step('1-14', 1_200_010));
  const measured = measureLatencies(hubspot([sarah], [handoff, later]), slack, sarah, () => 960);
  expect(measured).toMatchObject({ propertyToActionMs: 5_010, actionToSlackMs: 100 });
});

it('leaves out what has not happened', () => {
  expect(measureLatencies(hubspot([sarah], []), { ...slack, messages: [] }, sarah, () => null)).toEqual({
    ...noLatencies,
    of: 'Sarah Chen',
  });
  const waiting = contact('58', ['not_ready', 500]);
  expect(measureLatencies(hubspot([waiting], []), slack, waiting, () => 960)).toEqual(noLatencies);
});

it('finds the contact whose gate opened last', () => {
  const later = contact('59', ['open', 2_000]);
  expect(newestHandoff(hubspot([sarah, later, contact('60')], []))?.id).toBe('59');
  expect(newestHandoff(hubspot([contact('60')], []))).toBeNull();
});
