import { hubspot } from '@hubspot/ui-extensions';
import { HomePage } from './home/HomePage.tsx';

hubspot.extend<'pages'>(() => <HomePage />);
