import path from 'node:path';
import { parseDefinition, workflowActionNames, workflowActions } from '@zo/shared';
import fc from 'fast-check';
import { actionLabels, actionNames } from '../../../backend/hubspot/action-names.ts';
import { allDifferences, compareFlow } from '../../../backend/hubspot/compare-flow.ts';
import { compileMoment } from '../../../backend/hubspot/compile-moment.ts';
import { filterWords } from '../../../backend/hubspot/filter-words.ts';
import { buildHandoffWorkflow } from '../../../backend/hubspot/handoff-workflow.ts';
import type { WorkflowBody } from '../../../backend/hubspot/workflow-body.ts';
import { readProject } from '../../../scripts/hubspot-check/project.ts';
import { anyExpression } from '../../support/definition-arbitrary.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const actionIds = {
  'compute-pql-score': { definitionId: '101', version: 3 },
  'assign-owner': { definitionId: '102', version: 1 },
  'send-slack-handoff': { definitionId: '103', version: 2 },
};
const acme = `zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain
  AND zo_company_active_users >= 2`;

type Group = { filters: Json[]; filterBranches: Json[] };
type Json = Record<string, unknown>;
type Live = Omit<WorkflowBody, 'enrollmentCriteria' | 'actions'> & {
  actions: Json[];
  enrollmentCriteria: Json & { listFilterBranch: { filterBranches: Group[] } };
};

function wantedFor(definition: { expression: ReturnType<typeof parse>['expression']; sentence: string }): WorkflowBody {
  return buildHandoffWorkflow({
    playbook: { definition: { subject: 'a free user', ...definition }, freePlans: ['free', 'trial'] },
    stagesBeforeSql: ['subscriber', 'lead'],
    timeZone: 'Europe/Berlin',
    actionIds,
    link: null,
  });
}

function parse(conditions: string) {
  const parsed = parseDefinition(`A free user becomes an SQL when ${conditions}`, { signals: [] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const wanted = wantedFor(parse(acme));

/** What differs after somebody changed the live workflow. */
function whenChanged(change: (live: Live) => void, body = wanted): string[] {
  // Not a structured clone: the groups share filters, and what the API answers does not.
  const live: Live = JSON.parse(JSON.stringify(body));
  change(live);
  return allDifferences(compareFlow(body, live as Json, actionNames(actionIds)));
}

const groups = (live: Live) => live.enrollmentCriteria.listFilterBranch.filterBranches;
const inEveryGroup = (change: (group: Group) => void) => (live: Live) => groups(live).forEach(change);
const scoreOf = (group: Group) =>
  group.filters.find(({ property }) => property === 'zo_pql_score') as never as {
    operation: Json;
  };
const germany = {
  filterType: 'PROPERTY',
  property: 'country',
  operation: {
    operationType: 'ENUMERATION',
    operator: 'IS_ANY_OF',
    values: ['Germany'],
    includeObjectsWithNoValueSet: false,
  },
};

describe('what is not as the playbook wants', () => {
  it.each<[string, (live: Live) => void, string[]]>([
    ['nothing was changed', () => undefined, []],
    [
      'a number is another one',
      inEveryGroup((group) => {
        scoreOf(group).operation.value = 40;
      }),
      ['HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50'],
    ],
    [
      'a number is another one in one group of six',
      (live) => {
        scoreOf(groups(live)[2]!).operation.value = '40';
      },
      ['HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50 (in 1 of 6 filter groups)'],
    ],
    [
      'the condition on the company is gone',
      inEveryGroup((group) => {
        group.filterBranches = [];
      }),
      ['HubSpot does not ask for zo_company_active_users >= 2'],
    ],
    [
      'a condition was added',
      inEveryGroup((group) => void group.filters.push(germany)),
      ['HubSpot also asks for country = Germany'],
    ],
    [
      'a list keeps people out',
      (live) => void Object.assign(live, { suppressionListIds: [12] }),
      ['HubSpot keeps out who is in list 12'],
    ],
    [
      'a filter group was deleted',
      (live) => void groups(live).splice(5, 1),
      ['HubSpot does not enrol those with lifecyclestage is one of (lead, subscriber) and zo_plan = trial'],
    ],
    [
      'a filter group was added',
      (live) =>
        void groups(live).push({ ...structuredClone(groups(live)[0]!), filters: [germany], filterBranches: [] }),
      ['HubSpot also enrols those with country = Germany'],
    ],
    [
      'a plan was taken out of every group, so that some are the same now',
      inEveryGroup((group) => {
        group.filters = group.filters.filter(({ property }) => property !== 'zo_plan');
      }),
      [
        'HubSpot does not ask for zo_plan is empty (in 2 of 6 filter groups)',
        'HubSpot does not ask for zo_plan = free (in 2 of 6 filter groups)',
        'HubSpot does not ask for zo_plan = trial (in 2 of 6 filter groups)',
      ],
    ],
    [
      'the company is asked for through another association',
      inEveryGroup((group) => {
        group.filterBranches[0]!.associationTypeId = 1;
      }),
      ['HubSpot asks for primary company zo_company_active_users >= 2, the playbook for zo_company_active_users >= 2'],
    ],
    [
      'nobody is enrolled again',
      (live) => {
        live.enrollmentCriteria.shouldReEnroll = false;
      },
      ['HubSpot does not enrol a contact again'],
    ],
    [
      'the trigger of enrolling again is gone',
      (live) => {
        live.enrollmentCriteria.reEnrollmentTriggersFilterBranches = [];
      },
      ['HubSpot does not enrol again when zo_handoff_gate = open'],
    ],
    [
      'contacts are taken out again',
      (live) => {
        live.enrollmentCriteria.unEnrollObjectsNotMeetingCriteria = true;
      },
      ['HubSpot takes contacts out as soon as they no longer meet the filters'],
    ],
    [
      'it is enrolled by hand',
      (live) => {
        (live as Json).enrollmentCriteria = { type: 'MANUAL', shouldReEnroll: false };
      },
      ['it does not enrol by filters'],
    ],
    [
      'the last action is gone',
      (live) => {
        live.actions.pop();
        delete live.actions.at(-1)!.connection;
      },
      ['the action "Send contextual Slack handoff" is missing'],
    ],
    [
      'an action is led past',
      (live) => {
        live.actions[2]!.connection = { edgeType: 'STANDARD', nextActionId: '5' };
      },
      ['the action that sets zo_handoff_at is not reached'],
    ],
    [
      'an action does something else',
      (live) => {
        live.actions[1]!.fields = { keep_existing_owner: 'no' };
        live.actions[0]!.actionTypeVersion = 2;
      },
      [
        'the action "Compute PQL score" is changed: HubSpot runs version 2, the playbook needs 3',
        'the action "Assign AE" is changed: HubSpot has keep_existing_owner = no, the playbook yes',
      ],
    ],
  ])('%s', (_what, change, expected) => {
    expect(whenChanged(change)).toEqual(expected);
  });

  it('an action between ours, or an input somebody filled in, is theirs to add', () => {
    const added = (live: Live) => {
      live.actions[0]!.connection = { edgeType: 'STANDARD', nextActionId: '9' };
      const connection = { edgeType: 'STANDARD', nextActionId: '2' };
      live.actions.push({ type: 'SINGLE_CONNECTION', actionId: '9', actionTypeId: '0-1', fields: {}, connection });
      live.actions[4]!.fields = { deliver_to: 'owner_and_channel', note: 'Call soon' };
    };
    expect(whenChanged(added)).toEqual([]);
  });
});

const day = (date: number) => ({ timeType: 'DATE', year: 2026, month: 1, day: date });
const today = (days: number) => ({
  timeType: 'INDEXED',
  indexReference: { referenceType: 'TODAY' },
  offset: { days },
});

describe('filters in words', () => {
  it.each([
    ['is within the last 7 days', 'is within the last 7 days (Europe/Berlin)'],
    ['is not within the last 1 day', 'is not within the last 1 day (Europe/Berlin)'],
    ['is more than 3 days ago', 'is more than 3 days ago (Europe/Berlin)'],
    ['is not more than 3 days ago', 'is not more than 3 days ago (Europe/Berlin)'],
    ['is before 2026-01-31', 'is before 2026-01-31 (Europe/Berlin)'],
    ['is after 2026-01-31', 'is on or after 2026-02-01 (Europe/Berlin)'],
  ])('a moment that "%s"', (asked, words) => {
    const { expression } = parse(`lastmodifieddate ${asked}`);
    if (expression.kind !== 'moment') throw new Error(expression.kind);
    const compiled = compileMoment(expression, 'Europe/Berlin');
    expect(filterWords(compiled as Json)).toBe(`lastmodifieddate ${words}`);
  });

  it.each<[Json, string]>([
    [{ operationType: 'ENUMERATION', operator: 'IS_NONE_OF', values: ['a', 'b c'] }, 'x is not one of (a, "b c")'],
    [{ operationType: 'ENUMERATION', operator: 'HAS_EVER_BEEN_ANY_OF', values: ['a'] }, 'x has ever been any of a'],
    [{ operationType: 'MULTISTRING', operator: 'CONTAINS', values: ['a', 'b'] }, 'x contains any of (a, b)'],
    [{ operationType: 'STRING', operator: 'DOES_NOT_CONTAIN', value: 'and' }, 'x does not contain "and"'],
    [{ operationType: 'NUMBER_RANGED', operator: 'IS_BETWEEN', lowerBound: 1, upperBound: 5 }, 'x is between 1 and 5'],
    [{ operationType: 'BOOL', operator: 'IS_EQUAL_TO', value: true }, 'x = true'],
    [{ operationType: 'ALL_PROPERTY', operator: 'IS_UNKNOWN' }, 'x is empty'],
    [
      { operationType: 'NUMBER', operator: 'IS_LESS_THAN', value: 3, includeObjectsWithNoValueSet: true },
      'x < 3 or is empty',
    ],
    [{ operator: 'IS_AFTER', timePoint: day(31), endpointBehavior: 'INCLUSIVE' }, 'x is on or after 2026-01-31'],
    [{ operator: 'IS_BEFORE', timePoint: { ...day(31), hour: 9 } }, 'x is before 2026-01-31 09:00:00'],
    [{ operator: 'IS_AFTER', timePoint: today(-3) }, 'x is after 3 days ago'],
    [
      { operator: 'IS_BETWEEN', lowerBoundTimePoint: day(1), upperBoundTimePoint: today(0) },
      'x is after 2026-01-01 and before today',
    ],
    [{ operator: 'SOMETHING_NEW' }, 'x something new'],
  ])('%j', (operation, words) => {
    expect(filterWords({ filterType: 'PROPERTY', property: 'x', operation })).toBe(words);
  });

  it('of lists and what is not known are told as far as they go', () => {
    expect(filterWords({ filterType: 'IN_LIST', listId: '12', operator: 'IN_LIST' })).toBe(
      'membership of list 12 (in list)',
    );
    expect(filterWords({ filterType: 'PAGE_VIEW' })).toBe('a filter of the kind page view');
  });
});

it('what HubSpot does on its own to a stored workflow is no difference, for any definition', () => {
  fc.assert(
    fc.property(anyExpression, fc.infiniteStream(fc.nat()), (expression, numbers) => {
      const body = wantedFor({ expression, sentence: 'any' });
      const next = () => numbers.next().value as number;
      expect(allDifferences(compareFlow(body, asHubspotKeeps(body, next) as Json))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('another number or value anywhere in the filters is a difference, for any definition', () => {
  fc.assert(
    fc.property(anyExpression, fc.nat(), (expression, choice) => {
      const body = wantedFor({ expression, sentence: 'any' });
      const live: WorkflowBody = JSON.parse(JSON.stringify(body));
      const operations = live.enrollmentCriteria.listFilterBranch.filterBranches.flatMap((group) =>
        [...group.filters, ...group.filterBranches.flatMap(({ filters }) => filters)].map(({ operation }) => operation),
      );
      const operation = operations[choice % operations.length]!;
      if ('values' in operation) operation.values.push('another value');
      else if (operation.operationType === 'STRING') operation.value += ' and more';
      else if (operation.operationType === 'NUMBER') operation.value += 1;
      else operation.operator = operation.operator === 'IS_KNOWN' ? 'IS_UNKNOWN' : 'IS_KNOWN';
      expect(compareFlow(body, live as unknown as Json).enrolment).not.toEqual([]);
    }),
    { numRuns: 60 },
  );
});

/** Lists in another order, numbers as text, defaults dropped, fields of its own added; actions keep their order. */
function asHubspotKeeps(value: unknown, next: () => number, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => asHubspotKeeps(item, next));
    return key === 'actions'
      ? items
      : items
          .map((item) => ({ item, at: next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
  }
  if (typeof value === 'number' && next() % 2 === 0) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, item]) => name === 'value' || item !== false || next() % 2 === 0,
  );
  const kept = entries.map(([name, item]) => [name, asHubspotKeeps(item, next, name)]);
  return { ...Object.fromEntries(kept), addedByHubspot: { at: next() } };
}

it('our actions are called what their definitions call them', async () => {
  const { components } = await readProject(path.resolve(import.meta.dirname, '../../..'), 'example');
  for (const name of workflowActionNames) {
    const definition = components.find(({ uid }) => uid === workflowActions[name].uid);
    expect(JSON.stringify(definition?.config)).toContain(`"actionName":${JSON.stringify(actionLabels[name])}`);
  }
});

it('a definition of the sample playbook reads back as itself', () => {
  const playbook = acmePlaybook();
  expect(allDifferences(compareFlow(wantedFor(playbook.definition), wantedFor(playbook.definition) as never))).toEqual(
    [],
  );
});
