import { createCatalogue, type PropertyDefinition, parseDefinition } from '@zo/shared';
import { compileDefinition } from '../../../backend/hubspot/compile-definition.ts';
import { compileEnrolment } from '../../../backend/hubspot/compile-filters.ts';
import { expressionOf } from '../../support/definitions.ts';

function compile(conditions: string, freePlans: string[] = [], stagesBeforeSql: string[] = []) {
  const parsed = parseDefinition(`A free user becomes an SQL when ${conditions}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return compileEnrolment({ expression: parsed.value.expression, freePlans, stagesBeforeSql });
}

const noEmpty = { includeObjectsWithNoValueSet: false };
const number = (property: string, operator: string, value: number) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'NUMBER', operator, value, ...noEmpty },
});
const text = (property: string, operator: string, value: string) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'STRING', operator, value, ...noEmpty },
});
const choice = (property: string, operator: string, ...values: string[]) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'ENUMERATION', operator, values, ...noEmpty },
});
const unknown = (property: string) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'ALL_PROPERTY', operator: 'IS_UNKNOWN', ...noEmpty },
});
const known = (property: string) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'ALL_PROPERTY', operator: 'IS_KNOWN', ...noEmpty },
});
const texts = (property: string, operator: string, ...values: string[]) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'MULTISTRING', operator, values, ...noEmpty },
});
const isTrue = (property: string, value: boolean) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'BOOL', operator: 'IS_EQUAL_TO', value, ...noEmpty },
});
const atPoint = (property: string, operator: string, endpointBehavior: string, timePoint: object) => ({
  filterType: 'PROPERTY',
  property,
  operation: {
    operationType: 'TIME_POINT',
    operator,
    timePoint,
    endpointBehavior,
    propertyParser: 'VALUE',
    type: 'TIME_POINT',
    ...noEmpty,
  },
});
const onDay = (year: number, month: number, day: number, zoneId: string) => ({
  timeType: 'DATE',
  year,
  month,
  day,
  hour: 0,
  minute: 0,
  second: 0,
  millisecond: 0,
  zoneId,
  timezoneSource: 'CUSTOM',
});
const fromToday = (days: number) => ({
  timeType: 'INDEXED',
  indexReference: { referenceType: 'TODAY' },
  offset: { days },
  zoneId: 'Europe/Berlin',
  timezoneSource: 'CUSTOM',
});
const and = (filters: object[], filterBranches: object[] = []) => ({
  filterBranchType: 'AND',
  filterBranchOperator: 'AND',
  filters,
  filterBranches,
});
const company = (...filters: object[]) => ({
  filterBranchType: 'ASSOCIATION',
  filterBranchOperator: 'AND',
  objectTypeId: '0-2',
  operator: 'IN_LIST',
  associationTypeId: 279,
  associationCategory: 'HUBSPOT_DEFINED',
  filters,
  filterBranches: [],
});
const gateIsOpen = choice('zo_handoff_gate', 'IS_ANY_OF', 'open');

describe('compileEnrolment', () => {
  it('makes of the Acme definition one AND branch for each way of being free', () => {
    const acme =
      'zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND zo_company_active_users >= 2';
    const conditions = [
      text('zo_activation_status', 'IS_EQUAL_TO', 'activated'),
      number('zo_pql_score', 'IS_GREATER_THAN_OR_EQUAL_TO', 50),
      choice('zo_email_domain_type', 'IS_ANY_OF', 'business'),
    ];
    const active = company(number('zo_company_active_users', 'IS_GREATER_THAN_OR_EQUAL_TO', 2));
    const stage = choice('lifecyclestage', 'IS_ANY_OF', 'subscriber', 'lead', 'marketingqualifiedlead');
    const branch = (...free: object[]) => and([...conditions, ...free, gateIsOpen], [active]);
    expect(compile(acme, ['free', 'trial'], ['subscriber', 'lead', 'marketingqualifiedlead'])).toEqual({
      listFilterBranch: {
        filterBranchType: 'OR',
        filterBranchOperator: 'OR',
        filters: [],
        filterBranches: [
          branch(unknown('lifecyclestage'), unknown('zo_plan')),
          branch(unknown('lifecyclestage'), text('zo_plan', 'IS_EQUAL_TO', 'free')),
          branch(unknown('lifecyclestage'), text('zo_plan', 'IS_EQUAL_TO', 'trial')),
          branch(stage, unknown('zo_plan')),
          branch(stage, text('zo_plan', 'IS_EQUAL_TO', 'free')),
          branch(stage, text('zo_plan', 'IS_EQUAL_TO', 'trial')),
        ],
      },
      reEnrollmentTriggersFilterBranches: [
        and([text('hs_name', 'IS_EQUAL_TO', 'zo_handoff_gate'), choice('hs_value', 'IS_ANY_OF', 'open')]),
      ],
    });
  });

  it.each([
    ['zo_pql_score = 5', number('zo_pql_score', 'IS_EQUAL_TO', 5)],
    ['zo_pql_score != 5', number('zo_pql_score', 'IS_NOT_EQUAL_TO', 5)],
    ['zo_pql_score > 5', number('zo_pql_score', 'IS_GREATER_THAN', 5)],
    ['zo_pql_score >= 5', number('zo_pql_score', 'IS_GREATER_THAN_OR_EQUAL_TO', 5)],
    ['zo_pql_score < 5', number('zo_pql_score', 'IS_LESS_THAN', 5)],
    ['zo_pql_score <= 5', number('zo_pql_score', 'IS_LESS_THAN_OR_EQUAL_TO', 5)],
    ['zo_last_key_action = "Report Created"', text('zo_last_key_action', 'IS_EQUAL_TO', 'Report Created')],
    ['zo_last_key_action != "Report Created"', text('zo_last_key_action', 'IS_NOT_EQUAL_TO', 'Report Created')],
    ['zo_email_domain_type = personal', choice('zo_email_domain_type', 'IS_ANY_OF', 'personal')],
    ['zo_email_domain_type != personal', choice('zo_email_domain_type', 'IS_NONE_OF', 'personal')],
    [
      'the company is on a personal email domain',
      choice('zo_email_domain_type', 'IS_ANY_OF', 'personal', 'disposable'),
    ],
    [
      'zo_email_domain_type is not one of (personal, disposable)',
      choice('zo_email_domain_type', 'IS_NONE_OF', 'personal', 'disposable'),
    ],
    ['zo_last_key_action contains "report"', text('zo_last_key_action', 'CONTAINS', 'report')],
    ['zo_last_key_action does not contain "report"', text('zo_last_key_action', 'DOES_NOT_CONTAIN', 'report')],
    ['zo_last_key_action is one of (a, b)', texts('zo_last_key_action', 'IS_EQUAL_TO', 'a', 'b')],
    ['zo_last_key_action is not one of (a, b)', texts('zo_last_key_action', 'IS_NOT_EQUAL_TO', 'a', 'b')],
    ['zo_last_key_action is empty', unknown('zo_last_key_action')],
    ['zo_last_key_action is known', known('zo_last_key_action')],
  ])('%s', (condition, filter) => {
    expect(compile(condition).listFilterBranch.filterBranches).toEqual([
      and([filter, unknown('lifecyclestage'), unknown('zo_plan'), gateIsOpen]),
    ]);
  });

  it('asks for all company conditions of one and the same company', () => {
    const { filterBranches } = compile('zo_company_active_users > 1 AND zo_expected_acv >= 1000').listFilterBranch;
    expect(filterBranches).toEqual([
      and(
        [unknown('lifecyclestage'), unknown('zo_plan'), gateIsOpen],
        [
          company(
            number('zo_company_active_users', 'IS_GREATER_THAN', 1),
            number('zo_expected_acv', 'IS_GREATER_THAN_OR_EQUAL_TO', 1000),
          ),
        ],
      ),
    ]);
  });

  it.each<[string, object[][]]>([
    [
      'zo_pql_score is between 2 and 5.5',
      [
        [
          number('zo_pql_score', 'IS_GREATER_THAN_OR_EQUAL_TO', 2),
          number('zo_pql_score', 'IS_LESS_THAN_OR_EQUAL_TO', 5.5),
        ],
      ],
    ],
    [
      'zo_pql_score is not between 2 and 5',
      [[number('zo_pql_score', 'IS_LESS_THAN', 2)], [number('zo_pql_score', 'IS_GREATER_THAN', 5)]],
    ],
    [
      'zo_pql_score is one of (2, 5)',
      [[number('zo_pql_score', 'IS_EQUAL_TO', 2)], [number('zo_pql_score', 'IS_EQUAL_TO', 5)]],
    ],
    [
      'zo_pql_score = 2 AND (zo_plan = a OR zo_plan contains b)',
      [
        [number('zo_pql_score', 'IS_EQUAL_TO', 2), text('zo_plan', 'IS_EQUAL_TO', 'a')],
        [number('zo_pql_score', 'IS_EQUAL_TO', 2), text('zo_plan', 'CONTAINS', 'b')],
      ],
    ],
    [
      'NOT (zo_pql_score = 2 OR zo_plan = a)',
      [[number('zo_pql_score', 'IS_NOT_EQUAL_TO', 2), text('zo_plan', 'IS_NOT_EQUAL_TO', 'a')]],
    ],
  ])('multiplies out %s', (conditions, branches) => {
    expect(compile(conditions).listFilterBranch.filterBranches).toEqual(
      branches.map((filters) => and([...filters, unknown('lifecyclestage'), unknown('zo_plan'), gateIsOpen])),
    );
  });

  it('lets zo_sql_ready carry signals and moments, and says so', () => {
    const conditions =
      'zo_pql_score > 5 AND (zo_plan = a OR visited pricing in the last 14 days) AND zo_last_active_at is within the last 7 days';
    const parsed = parseDefinition(`A free user becomes an SQL when ${conditions}`, { signals: ['visited pricing'] });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(compileDefinition(parsed.value.expression)).toEqual({
      branches: [and([number('zo_pql_score', 'IS_GREATER_THAN', 5), choice('zo_sql_ready', 'IS_ANY_OF', 'yes')])],
      carried: ['(zo_plan = a OR visited pricing in the last 14 days)', 'zo_last_active_at is within the last 7 days'],
    });
  });

  it('lets zo_sql_ready carry what would need too many branches, and says so', () => {
    const group = (letter: string) => `(${[1, 2, 3, 4, 5].map((n) => `zo_plan = ${letter}${n}`).join(' OR ')})`;
    const conditions = `zo_pql_score > 5 AND ${group('a')} AND NOT (zo_plan = c OR zo_plan = d) AND (zo_plan contains a OR zo_pql_score > 9 OR zo_pql_score < 8)`;
    const parsed = parseDefinition(`A free user becomes an SQL when ${conditions} AND ${group('A')}`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { branches, carried } = compileDefinition(parsed.value.expression);
    expect(carried).toEqual([group('A')]);
    expect(branches).toHaveLength(15);
    for (const branch of branches) expect(branch.filters).toContainEqual(choice('zo_sql_ready', 'IS_ANY_OF', 'yes'));
  });

  it('asks the one company for what is the company’s', () => {
    const { filterBranches } = compile(
      'company numberofemployees >= 50 AND company is_public is true AND country = Germany',
    ).listFilterBranch;
    expect(filterBranches).toEqual([
      and(
        [text('country', 'IS_EQUAL_TO', 'Germany'), unknown('lifecyclestage'), unknown('zo_plan'), gateIsOpen],
        [company(number('numberofemployees', 'IS_GREATER_THAN_OR_EQUAL_TO', 50), isTrue('is_public', true))],
      ),
    ]);
  });

  const added = (name: string, type: PropertyDefinition['type'], values: string[] = []): PropertyDefinition => ({
    object: 'contact',
    name,
    label: name,
    type,
    fieldType: 'text',
    source: 'hubspot',
    description: '',
    ...(values.length > 0 && { options: values.map((value) => ({ value, label: value })) }),
  });
  const catalogue = createCatalogue([
    added('persona', 'enumeration', ['a', 'b']),
    added('topics', 'set', ['a', 'b', 'c']),
    added('unworked', 'bool'),
    added('trial_ends', 'date'),
    added('seen_at', 'datetime'),
    added('jobtitle', 'string'),
  ]);
  const berlin = 'Europe/Berlin';

  it.each<[string, object]>([
    ['persona is one of (a, b)', choice('persona', 'IS_ANY_OF', 'a', 'b')],
    ['topics contains a', choice('topics', 'IS_ANY_OF', 'a')],
    ['topics contains any of (a, b)', choice('topics', 'IS_ANY_OF', 'a', 'b')],
    ['topics does not contain any of (a, b)', choice('topics', 'IS_NONE_OF', 'a', 'b')],
    ['unworked is true', isTrue('unworked', true)],
    ['unworked is not true', isTrue('unworked', false)],
    ['jobtitle contains any of (founder, chief)', texts('jobtitle', 'CONTAINS', 'founder', 'chief')],
    ['jobtitle does not contain any of (a, b)', texts('jobtitle', 'DOES_NOT_CONTAIN', 'a', 'b')],
    ['seen_at is before 2026-01-31', atPoint('seen_at', 'IS_BEFORE', 'EXCLUSIVE', onDay(2026, 1, 31, berlin))],
    ['seen_at is not before 2026-01-31', atPoint('seen_at', 'IS_AFTER', 'INCLUSIVE', onDay(2026, 1, 31, berlin))],
    ['seen_at is after 2026-01-31', atPoint('seen_at', 'IS_AFTER', 'INCLUSIVE', onDay(2026, 2, 1, berlin))],
    ['trial_ends is after 2026-01-31', atPoint('trial_ends', 'IS_AFTER', 'INCLUSIVE', onDay(2026, 2, 1, 'UTC'))],
    ['seen_at is more than 3 days ago', atPoint('seen_at', 'IS_BEFORE', 'EXCLUSIVE', fromToday(-3))],
    [
      'seen_at is within the last 7 days',
      {
        filterType: 'PROPERTY',
        property: 'seen_at',
        operation: {
          operationType: 'TIME_RANGED',
          operator: 'IS_BETWEEN',
          lowerBoundTimePoint: fromToday(-6),
          upperBoundTimePoint: fromToday(1),
          lowerBoundEndpointBehavior: 'INCLUSIVE',
          upperBoundEndpointBehavior: 'EXCLUSIVE',
          propertyParser: 'VALUE',
          type: 'TIME_RANGED',
          ...noEmpty,
        },
      },
    ],
  ])('of the portal’s own properties, %s', (condition, filter) => {
    const expression = expressionOf(condition, { catalogue });
    expect(compileDefinition(expression, { timeZone: berlin })).toEqual({ branches: [and([filter])], carried: [] });
  });

  it.each([
    ['trial_ends is within the last 7 days', berlin],
    ['seen_at is before 2026-01-31', undefined],
  ])('lets zo_sql_ready carry %s in the time zone %p, which no filter says exactly', (condition, timeZone) => {
    const expression = expressionOf(condition, { catalogue });
    expect(compileDefinition(expression, timeZone === undefined ? {} : { timeZone })).toEqual({
      branches: [and([choice('zo_sql_ready', 'IS_ANY_OF', 'yes')])],
      carried: [condition],
    });
  });
});
