import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeChanges } from '../../../backend/playbook/describe-changes.ts';

const acme = readFileSync(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');

describe('what differs between two versions', () => {
  it('is nothing between equal ones', () => {
    expect(describeChanges(acme, acme)).toBe('');
  });

  it('stands under the keys it belongs to, each named once', () => {
    const after = acme
      .replace('  first call due: 2 working hours\n', '  first call due: 2 working hours\n  quiet hours: 20-7\n')
      .replace('"#pql-handoff"', '"#handoffs"')
      .replace('"#marketing"', '"#growth"\n  higher bar: 20 points')
      .replace('exclude:', 'not a fit:\n  reasons: [Too small]\nexclude:');
    expect(describeChanges(acme, after).split('\n')).toEqual([
      '  handoff:',
      '-   channel: "#pql-handoff"',
      '+   quiet hours: 20-7',
      '+   channel: "#handoffs"',
      '  return:',
      '-   channel: "#marketing"',
      '+   channel: "#growth"',
      '+   higher bar: 20 points',
      '+ not a fit:',
      '+   reasons: [Too small]',
    ]);
  });

  it.each([
    ['indented', '    '],
    ['not indented', '  '],
  ])('names the list of an item that is %s', (_, indent) => {
    const reasons = (...list: string[]) =>
      `not a fit:\n  lead status: none\n  # why\n\n  reasons:\n${list.map((reason) => `${indent}- ${reason}\n`).join('')}`;
    expect(describeChanges(reasons('Wrong role', 'Too small'), reasons('Wrong role', 'No budget')).split('\n')).toEqual(
      ['  not a fit:', '    reasons:', `- ${indent}- Too small`, `+ ${indent}- No budget`],
    );
  });

  it('is the whole text where there was none', () => {
    expect(describeChanges('', 'return:\n  when: activated\n')).toBe('+ return:\n+   when: activated');
  });
});
