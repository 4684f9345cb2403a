import type { Playbook } from '@zo/shared';
import { asksOtherwise } from '../../../backend/hubspot/asks-otherwise.ts';
import { expressionOf } from '../../support/definitions.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { returnRule } from '../../support/rules.ts';

const before = acmePlaybook();
const definition = (words: string) => ({ ...before.definition, expression: expressionOf(words) });

it.each<[string, boolean, Partial<Playbook>]>([
  ['a first call due later', false, { handoff: { ...before.handoff, firstCallDueMinutes: 180 } }],
  ['another score', false, { score: [] }],
  ['another definition', true, { definition: definition('zo_pql_score >= 99') }],
  ['other free plans', true, { freePlans: ['starter'] }],
  ['a first return rule', true, { return: { ...returnRule('14 days without AE activity'), channel: null } }],
])('with %s HubSpot’s workflows ask otherwise: %s', (_what, isOther, change) => {
  expect(asksOtherwise(before, acmePlaybook({ ...change }))).toBe(isOther);
});

it('with the first playbook they do', () => {
  expect(asksOtherwise(null, before)).toBe(true);
});
