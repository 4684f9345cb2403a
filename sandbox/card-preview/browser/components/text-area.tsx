import type { TextAreaProps } from '@hubspot/ui-extensions';
import { useId } from 'react';
import { standIn } from '../stand-in.ts';

export const TextArea = standIn<TextAreaProps>('TextArea', (props) => {
  const { label, name, description, placeholder, required, readOnly, error, validationMessage } = props;
  const { value, defaultValue, onInput, onChange, onBlur, onFocus, rows, cols, maxLength, resize, testId } = props;
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
      <textarea
        id={id}
        name={name}
        rows={rows}
        cols={cols}
        maxLength={maxLength}
        style={{ resize }}
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
