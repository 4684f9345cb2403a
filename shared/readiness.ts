/** Readiness: the definition held against one contact. Unknown is not false: it says "not known". */
export type Verdict = 'met' | 'not met' | 'not known';

export type ConditionReadiness = {
  /** The condition as the canonical sentence says it. */
  text: string;
  verdict: Verdict;
  /** What the contact has; null when not known. */
  actual: string | number | null;
  /** What the condition asks for, in words: "2", "more than 50", "activated". */
  needs: string;
  /** What changes it next, in words: "1 more active user"; null when met. */
  missing: string | null;
};

export type Readiness = {
  ready: 'yes' | 'no' | 'unknown';
  conditions: ConditionReadiness[];
  /** How many are not met or not known. */
  conditionsMissing: number;
};

/** Values a definition may ask for. Absent or null means not known. */
export type ReadinessFacts = {
  contact: Record<string, string | number | null>;
  company: Record<string, string | number | null>;
  emailDomainType: 'business' | 'personal' | 'disposable' | null;
};
