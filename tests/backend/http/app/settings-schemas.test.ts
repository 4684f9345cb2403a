import type {
  AllowListDone,
  AllowListRequest,
  CheckAnswer,
  ConnectionAnswer,
  DisconnectDone,
  EditAnswer,
  GrantDone,
  GrantRequest,
  HubspotTabAnswer,
  KeysTabAnswer,
  LookForDriftAnswer,
  MakeKeyDone,
  MakeKeyRequest,
  PeopleTabAnswer,
  PlaybookEdit,
  PlaybookTabAnswer,
  PlaybookVersionAnswer,
  PrivacyTabAnswer,
  ProvisionDone,
  ProvisionRequest,
  RestoreDone,
  RestoreRequest,
  RetentionDone,
  RetentionRequest,
  RevokeKeyDone,
  RevokeKeyRequest,
  SaveAnswer,
  SaveRequest,
  SimulateAnswer,
  SlackTabAnswer,
  TestMessageDone,
  TestMessageRequest,
} from '@zo/shared';
import type { z } from 'zod';
import type * as privacy from '../../../../backend/http/app/privacy-schemas.ts';
import type * as answers from '../../../../backend/http/app/settings-answers.ts';
import type * as requests from '../../../../backend/http/app/settings-requests.ts';
import type * as tabs from '../../../../backend/http/app/settings-tab-answers.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Unfolds intersections, so that `{a} & {b}` and `{a, b}` are the same. */
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Agrees<Schema extends z.ZodType, Type> = Same<Plain<z.infer<Schema>>, Plain<Type>>;

/** Does not compile when a schema and the type that the page knows have grown apart. */
it('what the page sends and is answered has the same shape in schemas and types', () => {
  const sent: [
    Agrees<typeof requests.editSchema, PlaybookEdit>,
    Agrees<typeof requests.saveSchema, SaveRequest>,
    Agrees<typeof requests.provisionRequestSchema, ProvisionRequest>,
    Agrees<typeof requests.restoreRequestSchema, RestoreRequest>,
    Agrees<typeof requests.testMessageSchema, TestMessageRequest>,
    Agrees<typeof requests.makeKeySchema, MakeKeyRequest>,
    Agrees<typeof requests.revokeKeySchema, RevokeKeyRequest>,
    Agrees<typeof requests.grantSchema, GrantRequest>,
    Agrees<typeof privacy.retentionRequestSchema, RetentionRequest>,
    Agrees<typeof privacy.allowListRequestSchema, AllowListRequest>,
  ] = [true, true, true, true, true, true, true, true, true, true];
  const answered: [
    Agrees<typeof privacy.privacyTabSchema, PrivacyTabAnswer>,
    Agrees<typeof privacy.retentionDoneSchema, RetentionDone>,
    Agrees<typeof privacy.allowListDoneSchema, AllowListDone>,
    Agrees<typeof answers.playbookTabSchema, PlaybookTabAnswer>,
    Agrees<typeof answers.playbookVersionSchema, PlaybookVersionAnswer>,
    Agrees<typeof answers.checkAnswerSchema, CheckAnswer>,
    Agrees<typeof answers.editAnswerSchema, EditAnswer>,
    Agrees<typeof answers.simulateAnswerSchema, SimulateAnswer>,
    Agrees<typeof answers.saveAnswerSchema, SaveAnswer>,
    Agrees<typeof tabs.hubspotTabSchema, HubspotTabAnswer>,
    Agrees<typeof tabs.lookForDriftAnswerSchema, LookForDriftAnswer>,
    Agrees<typeof tabs.provisionDoneSchema, ProvisionDone>,
    Agrees<typeof tabs.restoreDoneSchema, RestoreDone>,
    Agrees<typeof tabs.connectionSchema, ConnectionAnswer>,
    Agrees<typeof tabs.disconnectDoneSchema, DisconnectDone>,
    Agrees<typeof tabs.slackTabSchema, SlackTabAnswer>,
    Agrees<typeof tabs.testMessageDoneSchema, TestMessageDone>,
    Agrees<typeof tabs.keysTabSchema, KeysTabAnswer>,
    Agrees<typeof tabs.makeKeyDoneSchema, MakeKeyDone>,
    Agrees<typeof tabs.revokeKeyDoneSchema, RevokeKeyDone>,
    Agrees<typeof tabs.peopleTabSchema, PeopleTabAnswer>,
    Agrees<typeof tabs.grantDoneSchema, GrantDone>,
  ] = [
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
  ];
  const differs: Agrees<typeof answers.checkAnswerSchema, EditAnswer> = false;
  expect([...sent, ...answered, differs].filter((agrees) => !agrees)).toEqual([false]);
});
