import type { SearchInputProps } from '@hubspot/ui-extensions';
import { useId } from 'react';
import { standIn } from '../stand-in.ts';
import { describedBy, Field } from './field.tsx';

export const SearchInput = standIn<SearchInputProps>('SearchInput', (props) => {
  const { name, placeholder, readOnly, error, value, defaultValue, onInput, onChange, onBlur, onFocus, testId } = props;
  const id = useId();
  return (
    <Field id={id} {...props}>
      <input
        id={id}
        type="search"
        name={name}
        aria-describedby={describedBy(id, props)}
        aria-invalid={error}
        placeholder={placeholder ?? 'Search'}
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
