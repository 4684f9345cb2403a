import type { Span } from '../playbook.ts';

/** What is wrong with a piece of playbook text, as data: the reader of the file decides how to show it. */
export type Problem = {
  /** One sentence for people, without position. */
  message: string;
  /** Relative to the text that was given to the parser. */
  span: Span;
  /** The known name that was probably meant. */
  nearest?: string;
  /** What to write instead, as a short phrase. */
  suggestion?: string;
  /** It names a property the catalogue does not have; that of another portal, or a newer one, may have it. */
  isUnknownProperty?: true;
};

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

export const maxTextLength = 10_000;
export const maxConditions = 200;
/** One bad file must not answer with a novel. */
export const maxProblems = 50;
