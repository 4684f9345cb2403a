import { Component, type ReactNode } from 'react';

/** HubSpot shows an extension that throws as broken; here it also says why. */
export class Boundary extends Component<{ what: string; children: ReactNode }, { broken: string | null }> {
  override state = { broken: null as string | null };

  static getDerivedStateFromError(error: unknown): { broken: string } {
    return { broken: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    return this.state.broken === null ? (
      this.props.children
    ) : (
      <p className="broken" role="alert">
        {`The ${this.props.what} is broken: ${this.state.broken}`}
      </p>
    );
  }
}
