import { Select } from '@hubspot/ui-extensions';
import type { FormField, Sharing } from '@zo/shared';
import { type FormProps, problemAt, problemProps } from './form-props.ts';
import { TextField } from './TextField.tsx';

/** The choice of the default: a value of its own, because HubSpot shows nothing for an empty one. */
const leftOut = '(default)';

/** One setting: chosen where there are choices, written where there are none. */
export function FieldInput({ field, ...props }: FormProps & { field: FormField }) {
  const { form, draft, tab, canEdit } = props;
  const { path, label, help, otherwise } = field;
  const value = form.values[path] ?? '';
  const problem = problemAt(draft, path);
  const options = choicesOf(field, tab);
  const commit = (text: string) =>
    draft.edit({ kind: 'value', path, value: text.trim() === '' || text === leftOut ? null : text });
  if (options === null) {
    return (
      <TextField
        label={label}
        name={path}
        value={value}
        help={help}
        placeholder={`default: ${otherwise}`}
        rows={field.isSentence ? 2 : undefined}
        problem={problem}
        readOnly={!canEdit}
        onCommit={commit}
      />
    );
  }
  const unlisted = value !== '' && !options.some((option) => option.value === value) ? [{ label: value, value }] : [];
  return (
    <Select
      label={label}
      name={path}
      description={help === '' ? undefined : help}
      value={value === '' ? leftOut : value}
      readOnly={!canEdit}
      options={[{ label: `${otherwise} (default)`, value: leftOut }, ...unlisted, ...options]}
      onChange={(chosen) => commit(String(chosen))}
      {...problemProps(problem)}
    />
  );
}

/** Chosen with open eyes: what is posted there is read by people of another company. */
function sharingWords(sharing: Sharing): string {
  if (sharing === null) return '';
  return sharing === 'external' ? ' - another company reads it' : ' - another company is invited';
}

type Option = { label: string; value: string };

/** Null where anything may be written, also because the list could not be read. */
function choicesOf({ choices, chosenFrom }: FormField, { channels, leadStatuses }: FormProps['tab']): Option[] | null {
  if (choices !== undefined) return choices.map((choice) => ({ label: choice, value: choice }));
  if (chosenFrom === 'channels' && channels.status === 'found') {
    return channels.channels.map(({ name, isPrivate, isMember, sharing }) => ({
      label: `${name}${isPrivate ? ' (private)' : ''}${sharingWords(sharing)}${isMember ? '' : ' - Zo is not in it'}`,
      value: name,
    }));
  }
  if (chosenFrom === 'lead statuses' && leadStatuses !== null) {
    return [
      ...leadStatuses.map(({ value, label }) => ({ label: `${label} (${value})`, value })),
      { label: 'none: left alone', value: 'none' },
    ];
  }
  return null;
}
