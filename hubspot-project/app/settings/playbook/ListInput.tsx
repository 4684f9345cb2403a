import type { FormList } from '@zo/shared';
import { type FormProps, problemAt } from './form-props.ts';
import { TextField } from './TextField.tsx';

/** A list of texts, one per line. */
export function ListInput({ list, form, draft, canEdit }: FormProps & { list: FormList }) {
  const { path, label, help, otherwise } = list;
  const items = form.lists[path] ?? [];
  const commit = (text: string) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    draft.edit({ kind: 'list', path, items: lines.length === 0 ? null : lines });
  };
  return (
    <TextField
      label={label}
      name={path}
      value={items.join('\n')}
      help={`${help} One per line.`}
      placeholder={otherwise}
      problem={problemAt(draft, path)}
      readOnly={!canEdit}
      rows={Math.max(2, items.length + 1)}
      onCommit={commit}
    />
  );
}
