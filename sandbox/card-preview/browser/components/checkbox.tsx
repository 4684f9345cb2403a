import type { CheckboxProps } from '@hubspot/ui-extensions';
import { useId, useState } from 'react';
import { standIn } from '../stand-in.ts';

export const Checkbox = standIn<CheckboxProps>('Checkbox', (props) => {
  const { children, name, value = '', checked, initialIsChecked = false, description, onChange, testId } = props;
  const isReadOnly = props.readOnly ?? props.readonly ?? false;
  const [own, setOwn] = useState(initialIsChecked);
  const id = useId();
  return (
    <div className="checkbox" data-test-id={testId}>
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value}
        checked={checked ?? own}
        disabled={isReadOnly}
        aria-label={props['aria-label']}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        onChange={(event) => {
          setOwn(event.currentTarget.checked);
          onChange?.(event.currentTarget.checked, value);
        }}
      />
      <div>
        <label htmlFor={id}>{children}</label>
        {description === undefined ? null : (
          <p id={`${id}-more`} className="microcopy">
            {description}
          </p>
        )}
      </div>
    </div>
  );
});
