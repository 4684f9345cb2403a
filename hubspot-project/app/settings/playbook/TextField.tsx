import { Input, TextArea } from '@hubspot/ui-extensions';
import type { PlaybookProblem } from '@zo/shared';
import { problemProps } from './form-props.ts';
import { useLiveText } from './use-live-text.ts';

type Props = {
  label: string;
  name: string;
  value: string;
  help?: string;
  placeholder?: string;
  problem?: PlaybookProblem;
  readOnly: boolean;
  /** More than one line. */
  rows?: number;
  /** Checked while it is written; otherwise when the field is left. */
  typingPauseMs?: number;
  onCommit: (text: string) => void;
};

/** A text that becomes part of the draft. */
export function TextField({
  label,
  name,
  value,
  help,
  placeholder,
  problem,
  readOnly,
  rows,
  typingPauseMs,
  onCommit,
}: Props) {
  const { text, onInput, onChange } = useLiveText(value, onCommit, typingPauseMs ?? null);
  const props = {
    label,
    name,
    value: text,
    description: help === '' ? undefined : help,
    placeholder,
    readOnly,
    onInput,
    onChange,
    ...problemProps(problem),
  };
  return rows === undefined ? <Input {...props} /> : <TextArea {...props} rows={rows} resize="vertical" />;
}
