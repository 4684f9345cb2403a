import { hubspot } from '@hubspot/ui-extensions';
import { Settings } from './frame/Settings.tsx';

hubspot.extend<'settings'>(() => <Settings />);
