import type { FormProps, InputProps } from '@hubspot/ui-extensions';
import { type FormEvent, useId } from 'react';
import { extensionEvent, reactions } from '../extension-event.ts';
import { standIn } from '../stand-in.ts';

export const Form = standIn<FormProps>('Form', ({ children, onSubmit, autoComplete, testId }) => {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) values[name] = String(value);
    onSubmit?.({ ...extensionEvent('submit', event.timeStamp), targetValue: values }, reactions);
  };
  return (
    <form onSubmit={submit} autoComplete={autoComplete} data-test-id={testId}>
      {children}
    </form>
  );
});

export const Input = standIn<InputProps>('Input', (props) => {
  const { label, name, description, placeholder, required, readOnly, type = 'text', error, validationMessage } = props;
  const { value, defaultValue, onInput, onChange, onBlur, onFocus, testId } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required ? ' *' : ''}
      </label>
      {description === undefined ? null : (
        <p id={`${id}-more`} className="microcopy">
          {description}
        </p>
      )}
      <input
        id={id}
        name={name}
        type={type}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        aria-invalid={error}
        placeholder={placeholder}
        readOnly={readOnly}
        value={value}
        defaultValue={defaultValue}
        onChange={(event) => onInput?.(event.currentTarget.value)}
        onBlur={(event) => {
          onChange?.(event.currentTarget.value);
          onBlur?.(event.currentTarget.value);
        }}
        onFocus={(event) => onFocus?.(event.currentTarget.value)}
        data-test-id={testId}
      />
      {validationMessage === undefined ? null : <p className="validation">{validationMessage}</p>}
    </div>
  );
});
