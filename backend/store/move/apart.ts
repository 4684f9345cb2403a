/** Tables and columns that only one of the two databases has, and why; every other one must be on both sides. */
import { storableText } from '../storable-text.ts';

export type Apart =
  | { because: string }
  /** A column of PostgreSQL whose value follows from the text of a column of SQLite. `derive` answers as `column::text` does. */
  | { because: string; from: string; derive: (text: string | null) => string | null };

export const apart: Record<string, Apart> = {
  migrations: { because: 'each database has migrations of its own' },
  event_blocks: { because: 'SQLite keeps texts of events there, which PostgreSQL has in the events themselves' },
  store_moves: { because: 'it says how far the move has come' },
  node_work: { because: 'it says which node works on what, and none does' },
  lanes: { because: 'it says which node works on which lane of the outbox, and none does' },
  call_windows: { because: 'it says when nodes called HubSpot a moment ago, and none has' },
  'outbox.lease_until': {
    because: 'whoever worked on an effect has ended: others may take it over at once, as at a start on SQLite',
    from: 'lease',
    derive: (lease) => (lease === null ? null : '1970-01-01 00:00:00+00'),
  },
  'outbox.node': { because: 'no node has claimed anything yet', from: 'lease', derive: () => null },
  'forgotten.seq': {
    because: 'SQLite deletes forgotten events at once, so none of them stands in a week that is to be dropped',
    from: 'kind',
    derive: () => '0',
  },
  'handoffs.owner_id': lookedUp('handoff_json', ({ owner }: StoredHandoff) => owner?.id),
  'handoffs.owner_email': lookedUp('handoff_json', ({ owner }: StoredHandoff) => owner?.email),
  'handoffs.owner_reason': lookedUp('handoff_json', ({ owner }: StoredHandoff) => owner?.reason),
  'handoffs.given_at': lookedUp(
    'handoff_json',
    ({ owner, handedOffAt }: StoredHandoff) => owner && (owner.since ?? handedOffAt),
  ),
  'handoffs.handed_off_at': lookedUp('handoff_json', ({ handedOffAt }: StoredHandoff) => handedOffAt),
  'handoffs.held_since': lookedUp('handoff_json', ({ heldSince }: StoredHandoff) => heldSince),
  'decisions.points': lookedUp('decision_json', ({ score }: StoredDecision) => score?.points ?? 0),
  'decisions.conditions_missing': lookedUp(
    'decision_json',
    ({ readiness }: StoredDecision) => readiness?.conditionsMissing ?? 0,
  ),
  'records.primary_company_id': lookedUp('facts_json', ({ primaryCompany }: StoredFacts) => primaryCompany?.id),
};

/** Parts of what the JSON columns hold; rows of earlier versions, and of people who were erased, lack some. */
type StoredHandoff = {
  owner?: { id?: string; email?: string; reason?: string; since?: number | null } | null;
  handedOffAt?: number | null;
  heldSince?: number | null;
};
type StoredDecision = { score?: { points?: number }; readiness?: { conditionsMissing?: number } };
type StoredFacts = { primaryCompany?: { id?: string } | null };

/** SQLite has an index over the JSON, PostgreSQL a column that is written with the row. */
function lookedUp<Json>(from: string, look: (json: Json) => string | number | null | undefined): Apart {
  return {
    because: 'SQLite looks it up inside the JSON',
    from,
    derive(text) {
      const found = text === null ? null : look(JSON.parse(text));
      return found === null || found === undefined ? null : storableText(String(found));
    },
  };
}
