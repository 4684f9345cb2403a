/** What every field has: a label, words above, words below. */
import type { ReactNode } from 'react';

type Props = {
  id: string;
  label?: string;
  required?: boolean;
  description?: string;
  error?: boolean;
  validationMessage?: string;
  children: ReactNode;
};

export function Field({ id, label, required, description, error, validationMessage, children }: Props) {
  return (
    <div className="field">
      {label === undefined ? null : (
        <label htmlFor={id}>
          {label}
          {required ? ' *' : ''}
        </label>
      )}
      {description === undefined ? null : (
        <p id={`${id}-more`} className="microcopy">
          {description}
        </p>
      )}
      {children}
      {validationMessage === undefined ? null : (
        <p id={`${id}-validation`} className={error ? 'validation validation-error' : 'validation'}>
          {validationMessage}
        </p>
      )}
    </div>
  );
}

/** What describes the field, for those who do not see it. */
export function describedBy(
  id: string,
  { description, validationMessage }: Pick<Props, 'description' | 'validationMessage'>,
) {
  const ids = [
    description === undefined ? '' : `${id}-more`,
    validationMessage === undefined ? '' : `${id}-validation`,
  ];
  return ids.filter(Boolean).join(' ') || undefined;
}
