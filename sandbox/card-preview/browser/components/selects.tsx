import type { MultiSelectProps, SelectProps } from '@hubspot/ui-extensions';
import { useId } from 'react';
import { standIn } from '../stand-in.ts';
import { describedBy, Field } from './field.tsx';

type Value = string | number | boolean;

/** HubSpot's list can be searched; this is the browser's own. */
export const Select = standIn<SelectProps>('Select', (props) => {
  const { name, options, value, placeholder = 'Choose', readOnly = false, error, onChange, testId } = props;
  const id = useId();
  const at = options.findIndex((option) => option.value === value);
  return (
    <Field id={id} {...props}>
      <select
        id={id}
        name={name}
        value={at === -1 ? '' : String(at)}
        disabled={readOnly}
        aria-describedby={describedBy(id, props)}
        aria-invalid={error}
        onChange={(event) => {
          const chosen = options[Number(event.currentTarget.value)];
          if (chosen !== undefined) onChange?.(chosen.value);
        }}
        data-test-id={testId}
      >
        {at === -1 ? (
          <option value="" disabled={true}>
            {placeholder}
          </option>
        ) : null}
        {options.map((option, index) => (
          <option key={String(option.value)} value={index}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
});

/** The chosen ones as tags that can be removed, and a list to add from. */
export const MultiSelect = standIn<MultiSelectProps>('MultiSelect', (props) => {
  const { label, name, options, value = [], placeholder = 'Add', readOnly = false, error, onChange, testId } = props;
  const id = useId();
  const free = options.filter((option) => !value.includes(option.value));
  const without = (one: Value) => onChange?.(value.filter((other) => other !== one));
  return (
    <Field id={id} {...props}>
      <div className="multi-select" data-test-id={testId}>
        {value.map((one) => (
          <button
            key={String(one)}
            type="button"
            className="chosen"
            disabled={readOnly}
            aria-label={`Remove ${String(one)} from ${label ?? name ?? 'the list'}`}
            onClick={() => without(one)}
          >
            {String(one)}
            <span aria-hidden="true"> ×</span>
          </button>
        ))}
        <select
          id={id}
          name={name}
          value=""
          disabled={readOnly}
          aria-describedby={describedBy(id, props)}
          aria-invalid={error}
          onChange={(event) => {
            const chosen = free[Number(event.currentTarget.value)];
            if (chosen !== undefined) onChange?.([...value, chosen.value]);
          }}
        >
          <option value="">{placeholder}</option>
          {free.map((option, index) => (
            <option key={String(option.value)} value={index}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    </Field>
  );
});
