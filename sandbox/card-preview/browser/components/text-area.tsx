import type { TextAreaProps } from '@hubspot/ui-extensions';
import { useId } from 'react';
import { standIn } from '../stand-in.ts';
import { describedBy, Field } from './field.tsx';

export const TextArea = standIn<TextAreaProps>('TextArea', (props) => {
  const { name, placeholder, readOnly, error, value, defaultValue, rows, cols, maxLength, resize = 'both' } = props;
  const { onInput, onChange, onBlur, onFocus, testId } = props;
  const id = useId();
  return (
    <Field id={id} {...props}>
      <textarea
        id={id}
        name={name}
        rows={rows}
        cols={cols}
        maxLength={maxLength}
        aria-describedby={describedBy(id, props)}
        aria-invalid={error}
        placeholder={placeholder}
        readOnly={readOnly}
        spellCheck={false}
        style={{ resize }}
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
