/**
 * What to write, and in which order. The workflow enrols on the gate and on company values, so the gate opens last and by
 * itself: whoever sees it open sees everything it was decided on.
 */
export type Values = Record<string, string>;

export const gateProperty = 'zo_handoff_gate';

/** The wanted values HubSpot has not acknowledged yet; null when there are none. '' clears a value. */
export function planValues(wanted: Values, written: Values): Values | null {
  const changed = Object.entries(wanted).filter(([name, value]) => (written[name] ?? '') !== value);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

export type WriteStep =
  | { step: 'company'; values: Values }
  | { step: 'association' }
  | { step: 'contact'; values: Values }
  | { step: 'gate'; values: Values };

export type PlannedWrite = {
  /** Changed values; null when nothing changed or there is no company. */
  company: Values | null;
  /** The contact is to be put under its company first. */
  associate: boolean;
  contact: Values | null;
};

export function orderOfWriting({ company, associate, contact }: PlannedWrite): WriteStep[] {
  const { gate, others } = withoutOpenGate(contact ?? {});
  const steps: WriteStep[] = [];
  if (company !== null && Object.keys(company).length > 0) steps.push({ step: 'company', values: company });
  if (associate) steps.push({ step: 'association' });
  if (Object.keys(others).length > 0) steps.push({ step: 'contact', values: others });
  if (gate !== null) steps.push({ step: 'gate', values: gate });
  return steps;
}

/** Any other gate value closes the gate and goes with the rest at once. */
export function withoutOpenGate(values: Values): { gate: Values | null; others: Values } {
  if (values[gateProperty] !== 'open') return { gate: null, others: values };
  const { [gateProperty]: open, ...others } = values;
  return { gate: { [gateProperty]: open! }, others };
}
