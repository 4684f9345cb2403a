import type { BackendProblem } from './ask-backend.ts';

export type ProblemWords = {
  title: string;
  /** What whoever sees it can do now. */
  advice: string;
  /** Where a developer looks. */
  lookAt: string;
};

type Said = Omit<ProblemWords, 'lookAt'>;

/** What one place says of each kind of problem. */
export type PlaceWords = {
  misconfigured: Said;
  refused: Said;
  unreadable: Said;
  /** No answer came, or the service could not answer. */
  unavailable: Said;
};

/** Where a developer looks is the same in every place. */
const lookAt: Record<keyof PlaceWords, string> = {
  misconfigured: 'Upload the project again with a profile that sets BASE_URL to the service.',
  refused: 'The service checks HubSpot’s signature with HUBSPOT_CLIENT_SECRET against PUBLIC_URL.',
  unreadable: 'Something else answers at BASE_URL: a proxy, a login page, or another version of the service.',
  unavailable: 'In HubSpot: Development > Projects > Zo Handoff > Logs. On the service: its log and /ready.',
};

export function wordProblem({ kind }: BackendProblem, words: PlaceWords): ProblemWords {
  const known = kind === 'unreachable' || kind === 'failed' ? 'unavailable' : kind;
  return { ...words[known], lookAt: lookAt[known] };
}
