import type { AccordionProps } from '@hubspot/ui-extensions';
import { useId, useState } from 'react';
import { shortSize, standIn } from '../stand-in.ts';

export const Accordion = standIn<AccordionProps>('Accordion', (props) => {
  const { title, children, defaultOpen = false, disabled, open, size, onClick, testId } = props;
  const [ownOpen, setOwnOpen] = useState(defaultOpen);
  const isOpen = open ?? ownOpen;
  const content = useId();
  const press = () => {
    setOwnOpen(!isOpen);
    onClick?.();
  };
  return (
    <div className={`accordion accordion-${shortSize(size, 'md')}`} data-test-id={testId}>
      <button type="button" aria-expanded={isOpen} aria-controls={content} disabled={disabled} onClick={press}>
        <svg className="caret" viewBox="0 0 10 10" aria-hidden="true">
          <path d="M3 1.5 L7 5 L3 8.5" />
        </svg>
        {title}
      </button>
      <div id={content} hidden={!isOpen} className="accordion-content">
        {isOpen ? children : null}
      </div>
    </div>
  );
});
