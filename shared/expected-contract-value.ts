import type { ContractValueRule } from './playbook.ts';

/** What a company of so many employees is expected to pay a year. Null when it is not known: that is not 0. */
export function expectedContractValue(rule: ContractValueRule | null, employees: number | null): number | null {
  if (rule === null) return null;
  if (rule.per === 'company') return rule.amount;
  return employees === null ? null : Math.round(rule.amount * employees * 100) / 100;
}
