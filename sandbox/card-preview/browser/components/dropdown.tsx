import type { DropdownButtonItemProps, DropdownProps } from '@hubspot/ui-extensions';
import {
  createContext,
  type KeyboardEvent,
  type MouseEvent,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { extensionEvent, reactions } from '../extension-event.ts';
import { shortSize, standIn } from '../stand-in.ts';

/** Closes the menu that an item stands in. */
const CloseContext = createContext<() => void>(() => {});

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** As HubSpot's: a button with a menu below it, which the arrow keys go through and Escape closes. */
const Menu = standIn<DropdownProps>('Dropdown', (props) => {
  const { buttonText = 'More', buttonSize, variant = 'secondary', disabled, children, testId } = props;
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (isOpen) whole.current?.querySelector('[role=menu]')?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    whole.current?.querySelector('button')?.focus();
  };
  const items = () => [...(whole.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const pressKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isOpen) close();
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    flushSync(() => setOpen(true));
    const all = items();
    const root = whole.current?.getRootNode();
    const focused = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
    all[step(all.indexOf(focused as HTMLElement), all.length)]?.focus();
  };

  return (
    <div className="dropdown" ref={whole} data-test-id={testId}>
      <button
        type="button"
        className={`button button-${variant} button-${shortSize(buttonSize, 'md')}`}
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={pressKey}
      >
        {buttonText}
        <svg className="caret-down" viewBox="0 0 10 10" aria-hidden="true">
          <path d="M1.5 3.5 5 7l3.5-3.5" />
        </svg>
      </button>
      <div className="dropdown-menu" id={id} role="menu" aria-label={buttonText} hidden={!isOpen} onKeyDown={pressKey}>
        <CloseContext.Provider value={close}>{children}</CloseContext.Provider>
      </div>
    </div>
  );
});

const ButtonItem = standIn<DropdownButtonItemProps>('Dropdown.ButtonItem', ({ children, onClick, testId }) => {
  const close = useContext(CloseContext);
  const press = (event: MouseEvent) => {
    close();
    onClick?.(extensionEvent('click', event.timeStamp), reactions);
  };
  return (
    <button type="button" role="menuitem" tabIndex={-1} onClick={press} data-test-id={testId}>
      {children}
    </button>
  );
});

export const Dropdown = Object.assign(Menu, { ButtonItem });
