/**
 * A custom element that is one page of the app, live, as somebody sees it: `<home-preview portal-id="4711"
 * user-email="ops@acme.test">`. Another user begins anew. Its looks stay inside, as the card's do.
 */
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Boundary } from './boundary.tsx';
import css from './card.css';
import { ApiContext, drawExtension, type PageApi } from './host.ts';
import { pageApi } from './page-api.ts';
import pagesCss from './pages.css';

const sheets = [css, pagesCss].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

/** `name`: also the class its looks hang on. The page must have called `hubspot.extend` by the time it is drawn. */
export function definePageElement(name: 'home' | 'settings', location: PageApi['context']['location']): void {
  class PagePreview extends HTMLElement {
    static readonly observedAttributes = ['user-email', 'base-url'];
    #root: Root | null = null;

    connectedCallback(): void {
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      shadow.adoptedStyleSheets = sheets;
      this.#root = createRoot(shadow);
      this.#draw();
    }

    disconnectedCallback(): void {
      this.#root?.unmount();
      this.#root = null;
    }

    attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
      if (this.#root !== null && before !== now) this.#draw();
    }

    #draw(): void {
      const email = this.getAttribute('user-email') ?? 'ops@acme.test';
      const api = pageApi({
        location,
        email,
        portalId: Number(this.getAttribute('portal-id') ?? 0),
        timeZone: this.getAttribute('time-zone') ?? 'Europe/Berlin',
        baseUrl: this.getAttribute('base-url') ?? 'https://zo-handoff.test',
      });
      this.#root?.render(
        <StrictMode>
          <Boundary key={email} what="page">
            <ApiContext.Provider value={api}>
              <Extension api={api} name={name} />
            </ApiContext.Provider>
          </Boundary>
        </StrictMode>,
      );
    }
  }
  customElements.define(`${name}-preview`, PagePreview);
}

function Extension({ api, name }: { api: PageApi; name: string }) {
  return <div className={`card ${name}`}>{drawExtension(api)}</div>;
}
