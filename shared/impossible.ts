import { printCondition } from './language/print-definition.ts';
import type { Condition } from './playbook.ts';

export type Impossible = {
  /** The one to point at: as it stands in the tree. */
  condition: Condition;
  /** One sentence for people. */
  reason: string;
  /** What to write instead, as a short phrase. */
  suggestion: string;
};

/** `other` is what it stands against; null when nobody can meet it by itself. */
export function against(condition: Condition, other: Condition | null): Impossible {
  const reason =
    other === null
      ? `Nobody can meet "${printCondition(condition)}"`
      : `Nobody can meet "${printCondition(condition)}" together with "${printCondition(other)}"`;
  const suggestion = other === null ? 'a value that can occur' : 'one of the two, or OR between them';
  return { condition, reason, suggestion };
}
