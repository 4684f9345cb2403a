import { conditionsOf, parseDoNotContact, usedHubspotProperties } from '@zo/shared';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

const file = (line: string) => `definition: A free user becomes an SQL when zo_key_actions_7d >= 5
handoff: { owners: [maria@acme.test] }
${line}`;

function read(line: string) {
  const result = readPlaybook(file(line));
  if ('errors' in result) throw new Error(result.errors.map(({ message }) => message).join('; '));
  return result.playbook;
}

function mistakes(line: string): string[] {
  const result = readPlaybook(file(line));
  return 'errors' in result ? result.errors.map(({ message, span }) => `${span.line}: ${message}`) : [];
}

it('is a sentence, or several of which any is enough, and is printed as one that reads the same again', () => {
  for (const [line, text] of [
    ['do not contact: hs_email_optout is true', 'hs_email_optout is true'],
    [
      'do not contact: [hs_email_optout is true, hs_lead_status = UNQUALIFIED AND country = Germany]',
      'hs_email_optout is true OR (hs_lead_status = UNQUALIFIED AND country = Germany)',
    ],
    [
      'do not contact: the company type = Partner OR hs_email_optout is true',
      'company type = Partner OR hs_email_optout is true',
    ],
  ] as const) {
    const { doNotContact } = read(line);
    const printed = doNotContact!.text;
    const again = parseDoNotContact(printed);
    expect(again).toMatchObject({ ok: true, value: { text: printed } });
    if (again.ok) expect(again.value.when).toEqual(doNotContact!.when);
    expect(conditionsOf(doNotContact!.when)).toHaveLength(conditionsOf(parsed(text)).length);
  }
});

function parsed(text: string) {
  const result = parseDoNotContact(text);
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.value.when;
}

it('leaves nobody out where it is not written, or is empty', () => {
  expect(read('').doNotContact).toBeNull();
  expect(read('do not contact: []').doNotContact).toBeNull();
});

it('has its properties read from HubSpot', () => {
  expect(usedHubspotProperties(read('do not contact: hs_email_optout is true')).contact).toEqual(['hs_email_optout']);
});

it('asks for nothing that the product says, and tells mistakes with their line', () => {
  expect(mistakes('do not contact: zo_pql_score < 30')).toEqual([
    '3: Whom not to contact is said by properties that HubSpot or your company keeps, not by what Zo writes',
  ]);
  expect(mistakes('do not contact: [hs_email_optout is true, hs_email_optot is true]')).toEqual([
    expect.stringContaining('3: '),
  ]);
});
