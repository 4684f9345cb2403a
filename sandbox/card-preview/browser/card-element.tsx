/**
 * `<contact-card-preview contact-id="501" portal-id="4711">`: the card of that contact, live. A changed `revision` tells the
 * card that its record has changed. Its looks stay inside: the page's styles do not reach it, nor its own the page.
 */
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import '../../../hubspot-project/app/cards/ProductActivity.tsx';
import { Boundary } from './boundary.tsx';
import css from './card.css';
import { ApiContext, drawExtension, type SidebarApi } from './host.ts';
import { sidebarOf } from './sidebar-api.ts';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export class ContactCardPreview extends HTMLElement {
  static readonly observedAttributes = ['contact-id', 'revision'];
  #root: Root | null = null;
  #recordChanged: () => void = () => {};

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    this.#root = createRoot(shadow);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#root?.unmount();
    this.#root = null;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (this.#root === null || before === now) return;
    if (name === 'revision') this.#recordChanged();
    else this.#draw();
  }

  #draw(): void {
    const contactId = Number(this.getAttribute('contact-id'));
    const { api, recordChanged } = sidebarOf({
      contactId,
      portalId: Number(this.getAttribute('portal-id') ?? 0),
      timeZone: this.getAttribute('time-zone') ?? 'Europe/Berlin',
      baseUrl: this.getAttribute('base-url') ?? 'https://zo-handoff.test',
    });
    this.#recordChanged = recordChanged;
    this.#root?.render(
      <StrictMode>
        <Boundary key={contactId} what="card">
          <ApiContext.Provider value={api}>
            <Extension api={api} />
          </ApiContext.Provider>
        </Boundary>
      </StrictMode>,
    );
  }
}

function Extension({ api }: { api: SidebarApi }) {
  return <div className="card">{drawExtension(api)}</div>;
}

customElements.define('contact-card-preview', ContactCardPreview);
