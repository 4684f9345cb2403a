import { conditionsOf } from './expression-tree.ts';
import { type Condition, type Expression, type Playbook, wellKnownSignals } from './playbook.ts';

/** A signal, and what of the playbook asks for it: "definition", "score", "return rule", "review rule", "territories". */
export type SignalUse = { signal: string; neededBy: string[] };

type UsingPlaybook = Pick<Playbook, 'definition' | 'score' | 'return' | 'review'> & {
  handoff?: Pick<Playbook['handoff'], 'routing'>;
};

/** Every signal that decides something, in the order in which the playbook needs them; each once. */
export function usedSignals({ definition, score, handoff, ...rules }: UsingPlaybook): SignalUse[] {
  const uses = new Map<string, Set<string>>();
  const note = (signals: readonly string[], by: string) => {
    for (const signal of signals) uses.set(signal, (uses.get(signal) ?? new Set()).add(by));
  };
  note(signalsIn(definition.expression), 'definition');
  note(
    score.flatMap((line) => (line.kind === 'inactive' ? [] : line.signal)),
    'score',
  );
  if (rules.return) note(signalsIn(rules.return.when), 'return rule');
  if (rules.review) note(signalsIn(rules.review.when), 'review rule');
  const territories = Object.values(handoff?.routing?.owners ?? {}).flatMap(({ territory }) => territory?.when ?? []);
  note(territories.flatMap(signalsIn), 'territories');
  return [...uses].map(([signal, neededBy]) => ({ signal, neededBy: [...neededBy] }));
}

function signalsIn(sentence: Expression): string[] {
  return conditionsOf(sentence).flatMap(signalOf);
}

function signalOf(condition: Condition): string[] {
  if (condition.kind === 'signal' || condition.kind === 'signal ago') return [condition.signal];
  const behind = 'property' in condition ? signalBehind.get(condition.property.name) : undefined;
  return behind === undefined ? [] : [behind];
}

/** Properties whose value is what one signal came to. */
const signalBehind: ReadonlyMap<string, string> = new Map([
  ['zo_activation_status', wellKnownSignals.activated],
  ['zo_activated_at', wellKnownSignals.activated],
  ['zo_last_key_action', wellKnownSignals.keyAction],
  ['zo_key_actions_7d', wellKnownSignals.keyAction],
  ['zo_teammates_invited_30d', wellKnownSignals.teammateInvited],
  ['zo_visited_pricing_at', wellKnownSignals.visitedPricing],
  ['zo_hit_limit_at', wellKnownSignals.hitUsageLimit],
]);
