/** What writes records and whose they are; each call of it once `beforeSending` has resolved, where that is given. */
import { type Priority, priorities } from '../outbox/effect.ts';
import { type AssociationPair, associatePrimary } from './associations.ts';
import { createRecords } from './create-records.ts';
import type { CreateInput, RecordInput, RecordType } from './hubspot-record.ts';
import type { BeforeSending, Transport } from './transport.ts';
import { updateRecords } from './update-records.ts';

const routine = priorities.routine;

export function recordWrites(transport: Transport, beforeSending?: BeforeSending) {
  const asking: Transport = { ...transport, send: (request) => transport.send({ ...request, beforeSending }) };
  return {
    createContacts: (inputs: readonly CreateInput[], priority: Priority = routine) =>
      createRecords(asking, 'contact', inputs, priority),
    createCompanies: (inputs: readonly CreateInput[], priority: Priority = routine) =>
      createRecords(asking, 'company', inputs, priority),
    updateRecords: (type: RecordType, inputs: readonly RecordInput[], priority: Priority = routine) =>
      updateRecords(asking, type, inputs, priority),
    associatePrimary: (pairs: readonly AssociationPair[], priority: Priority = routine) =>
      associatePrimary(asking, pairs, priority),
  };
}
