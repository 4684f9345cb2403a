import type { FormProps, InputProps } from '@hubspot/ui-extensions';
import { type FormEvent, useId } from 'react';
import { extensionEvent, reactions } from '../extension-event.ts';
import { standIn } from '../stand-in.ts';
import { describedBy, Field } from './field.tsx';

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
  const { name, placeholder, readOnly, type = 'text', error, value, defaultValue } = props;
  const { onInput, onChange, onBlur, onFocus, testId } = props;
  const id = useId();
  return (
    <Field id={id} {...props}>
      <input
        id={id}
        name={name}
        type={type}
        aria-describedby={describedBy(id, props)}
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
    </Field>
  );
});
