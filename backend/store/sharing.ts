/** Several of our persons, or of our companies, found to be one and the same HubSpot record. */

/** A subject of ours and the record it was found to be. */
export type Claim = {
  subjectId: number;
  recordId: string;
  /** Whose the record is already; `subjectId` null: of somebody we do not know. Null: nobody's that HubSpot names. */
  heldBy: { subjectId: number | null; byHubspot: boolean } | null;
};

/** `keeper`: whom HubSpot itself names; null when it names nobody. */
export type Sharing = { recordId: string; subjectIds: Set<number>; keeper: number | null };
