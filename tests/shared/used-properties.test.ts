import { usedHubspotProperties } from '@zo/shared';
import { acmePlaybook } from '../support/playbooks.ts';
import { returnRule, reviewRule } from '../support/rules.ts';

const perEmployee = { amount: 120, per: 'employee', text: '120 per employee' } as const;
const forEverybody = { amount: 15_000, per: 'company', text: '15000' } as const;

describe('what has to be read from HubSpot', () => {
  it('is what any sentence of the playbook asks for, once', () => {
    const { definition } = acmePlaybook();
    const rule = returnRule('14 days without AE activity OR job title contains intern OR company country = Chile');
    const review = { ...reviewRule('company country = Peru'), expectedContractValue: forEverybody, channel: null };
    expect(usedHubspotProperties({ definition, return: { ...rule, channel: null }, review })).toEqual({
      contact: ['jobtitle'],
      company: ['country'],
    });
  });

  it('is the size of the company where a contract value is reckoned from it', () => {
    const { definition } = acmePlaybook();
    const review = { ...reviewRule('zo_pql_score > 60'), expectedContractValue: perEmployee, channel: null };
    expect(usedHubspotProperties({ definition, review }).company).toEqual(['numberofemployees']);
    const asked = { ...definition, expression: reviewRule('expected contract value > 5').when };
    expect(usedHubspotProperties({ definition: asked }).company).toEqual(['numberofemployees']);
    expect(usedHubspotProperties({ definition, review: { ...review, expectedContractValue: forEverybody } })).toEqual({
      contact: [],
      company: [],
    });
  });
});
