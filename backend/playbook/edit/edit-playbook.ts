/** One edit of the form as a change of the playbook's text. */
import { formFields, formLists, ownerFields, type PlaybookEdit } from '@zo/shared';
import { isMap } from 'yaml';
import { replaceDefinition } from '../replace-definition.ts';
import { readForm } from './read-form.ts';
import { setValue, type ValuePath } from './set-value.ts';
import { itemsOf, type MapNode, NotEditableError, pairAt, rootOf } from './yaml-places.ts';
import type { YamlValue } from './yaml-text.ts';

const valuePaths: ReadonlySet<string> = new Set(
  Object.values(formFields).flatMap((fields) => fields.map(({ path }) => path)),
);
const listPaths: ReadonlySet<string> = new Set([
  'score',
  ...Object.values(formLists).flatMap((lists) => lists.map(({ path }) => path)),
]);
const termKeys: ReadonlySet<string> = new Set(ownerFields.map(({ path }) => path));

/** What is left out of an empty text is the default. Throws NotEditableError. */
export function editPlaybook(source: string, edit: PlaybookEdit): string {
  switch (edit.kind) {
    case 'value':
      return setField(source, edit.path, edit.value?.trim() ? edit.value : null);
    case 'list': {
      const items = edit.items?.map((item) => item.trim()).filter(Boolean);
      return setValue(source, known(edit.path, listPaths), items ?? null);
    }
    case 'definition':
      return setDefinition(source, edit.text);
    case 'signal':
      return setValue(source, ['signals', edit.name], edit.events && eventsValue(edit.events));
    case 'owner':
      return setOwner(source, edit);
    case 'remove owner':
      return setValue(
        source,
        ownersPath,
        ownersAsWritten(source).filter((owner) => emailOf(owner) !== lower(edit.email)),
      );
  }
}

function known(path: string, paths: ReadonlySet<string>): ValuePath {
  if (!paths.has(path)) throw new NotEditableError(`The form has no field "${path}"`);
  return path.split('/');
}

/** A section that is about this sentence goes with it. */
const sentences: Record<string, string> = { 'return/when': 'return', 'review/when': 'review' };

function setField(source: string, path: string, value: string | null): string {
  const keys = known(path, valuePaths);
  const section = sentences[path];
  return value === null && section !== undefined ? setValue(source, [section], null) : setValue(source, keys, value);
}

function setDefinition(source: string, text: string): string {
  rootOf(source);
  return replaceDefinition(source, text)?.source ?? setValue(source, ['definition'], text);
}

function eventsValue(events: readonly string[]): YamlValue {
  const values = events.map((event) => (event.startsWith('page /') ? { page: event.slice('page '.length) } : event));
  return values.length === 1 ? values[0]! : values;
}

const ownersPath = ['handoff', 'owners'];

/** Each item as a value; written back, what did not change stays as it stands. */
function ownersAsWritten(source: string): YamlValue[] {
  return (readForm(source)?.owners ?? []).map(({ email, terms, leave }) => {
    if (Object.keys(terms).length === 0 && leave.length === 0) return email;
    return { email, ...terms, ...(leave.length === 0 ? {} : { leave }) };
  });
}

function emailOf(owner: YamlValue): string {
  return lower(typeof owner === 'string' ? owner : String((owner as { email?: string }).email ?? ''));
}

function lower(email: string): string {
  return email.trim().toLowerCase();
}

function setOwner(source: string, { email, terms, leave }: Extract<PlaybookEdit, { kind: 'owner' }>): string {
  for (const key of Object.keys(terms)) known(key, termKeys);
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value?.trim())) as Record<
    string,
    string
  >;
  const owners = ownersAsWritten(source);
  const index = owners.findIndex((owner) => emailOf(owner) === lower(email));
  const fresh: YamlValue = { email: lower(email), ...given, ...(leave && leave.length > 0 ? { leave } : {}) };
  const isPlain = Object.keys(fresh).length === 1;
  if (index === -1) return setValue(source, ownersPath, [...owners, isPlain ? lower(email) : fresh]);
  if (!isMap(ownerNode(source, index)))
    return setValue(source, ownersPath, owners.with(index, isPlain ? lower(email) : fresh));
  const changes: [string, YamlValue | null][] = Object.entries(terms).map(([key, value]) => [
    key,
    value?.trim() ? value : null,
  ]);
  if (leave !== undefined) changes.push(['leave', leave.length === 0 ? null : leave]);
  return changes.reduce((text, [key, value]) => setValue(text, [...ownersPath, index, key], value), source);
}

function ownerNode(source: string, index: number) {
  const handoff = pairAt(rootOf(source), 'handoff')?.value;
  return isMap(handoff) ? itemsOf(pairAt(handoff as MapNode, 'owners')?.value ?? null)[index] : undefined;
}
