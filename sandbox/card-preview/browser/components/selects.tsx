import type { SelectProps } from '@hubspot/ui-extensions';
import { useId } from 'react';
import { standIn } from '../stand-in.ts';

export const Select = standIn<SelectProps>('Select', (props) => {
  const { label, name, options, value, onChange, onInput, placeholder, required, readOnly, testId } = props;
  const { description, error, validationMessage, variant = 'input' } = props;
  const id = useId();
  const at = options.findIndex((option) => option.value === value);
  return (
    <div className={`field field-${variant}`}>
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
      <select
        id={id}
        name={name}
        aria-label={label ?? placeholder}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        aria-invalid={error}
        disabled={readOnly}
        value={at}
        onChange={(event) => {
          const chosen = options[Number(event.currentTarget.value)];
          if (chosen === undefined) return;
          onInput?.(String(chosen.value));
          onChange?.(chosen.value);
        }}
        data-test-id={testId}
      >
        {at < 0 ? (
          <option value={-1} disabled={true}>
            {placeholder ?? 'Choose'}
          </option>
        ) : null}
        {options.map((option, index) => (
          <option key={String(option.value)} value={index}>
            {option.label}
          </option>
        ))}
      </select>
      {validationMessage === undefined ? null : <p className="validation">{validationMessage}</p>}
    </div>
  );
});
