/** What sample activity needs of the store. Like the rest (store.ts): whole commands, keyed by portal. */
import type { PreviousDecision } from '../handoff/decision.ts';
import type { ContactWork } from './handoff-store.ts';

/** The sample person as they stand. */
export type SampleWork = ContactWork & {
  decision: PreviousDecision | null;
  /** When the person was marked to be decided again; null when nothing waits. */
  dirtySince: number | null;
};

export type EffectState = {
  key: string;
  state: 'pending' | 'claimed' | 'sending' | 'done' | 'failed' | 'unconfirmed';
  /** Why it was not done when it was tried last. */
  reason: string | null;
};

export interface SampleStore {
  /** Null: there is no sample person. */
  sampleWork(portalId: number): Promise<SampleWork | null>;
  /** Everybody of the sample, colleagues too. */
  peopleOfSample(portalId: number): Promise<number[]>;
  /** Forgets the sample's product group, once nobody belongs to it any more. */
  forgetSampleCompany(portalId: number): Promise<void>;
  /** Of these effects those that were ever wanted. */
  effectStates(portalId: number, keys: string[]): Promise<EffectState[]>;
}
