import type { ObjectTypeId, WriteSource } from './tables.ts';

/** What happened in the portal, in order. The enrolment engine and the webhook sender listen; a page follows it. */
export type Change =
  | { kind: 'record created'; objectType: ObjectTypeId; objectId: string; source: WriteSource }
  | { kind: 'record archived'; objectType: ObjectTypeId; objectId: string; source: WriteSource }
  | { kind: 'record restored'; objectType: ObjectTypeId; objectId: string; source: WriteSource }
  | { kind: 'contact forgotten'; objectId: string; source: WriteSource }
  | {
      kind: 'record merged';
      objectType: ObjectTypeId;
      /** Of the record that is left. */
      objectId: string;
      primaryId: string;
      mergedIds: string[];
      /** Values of the other record that the primary one had not. */
      propertiesMoved: number;
      source: WriteSource;
    }
  | {
      kind: 'property changed';
      objectType: ObjectTypeId;
      objectId: string;
      property: string;
      value: string;
      source: WriteSource;
    }
  | {
      kind: 'association changed';
      fromType: ObjectTypeId;
      fromId: string;
      toType: ObjectTypeId;
      toId: string;
      removed: boolean;
      typeId: number;
      source: WriteSource;
    }
  | { kind: 'engagement logged'; contactId: string; what: string }
  | { kind: 'flow changed'; flowId: string; what: 'created' | 'updated' | 'deleted' }
  | { kind: 'enrolment changed'; enrolmentId: string; flowId: string; objectId: string; status: string }
  | { kind: 'settings changed'; what: string };

export type LoggedChange = Change & { sequence: number; at: number; monotonicMs: number };

const kept = 20_000;

export class ChangeLog {
  readonly #now: () => number;
  readonly #listeners = new Set<(change: LoggedChange) => void>();
  #changes: LoggedChange[] = [];
  #sequence: number;

  /** `after`: the last number of the account before this one, so that numbers never start over for those who follow. */
  constructor(now: () => number, after: number) {
    this.#now = now;
    this.#sequence = after;
  }

  publish(change: Change): void {
    this.#sequence += 1;
    const logged = { ...change, sequence: this.#sequence, at: this.#now(), monotonicMs: performance.now() };
    this.#changes.push(logged);
    if (this.#changes.length > kept * 2) this.#changes = this.#changes.slice(-kept);
    for (const listener of [...this.#listeners]) listener(logged);
  }

  get sequence(): number {
    return this.#sequence;
  }

  after(sequence: number, limit = 1_000): LoggedChange[] {
    const first = this.#changes[0]?.sequence ?? this.#sequence + 1;
    return this.#changes.slice(Math.max(0, sequence + 1 - first)).slice(0, limit);
  }

  listen(listener: (change: LoggedChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
