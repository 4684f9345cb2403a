/** The live settings page beside the demo. */
import './settings-element.tsx';
import { lookAs } from './look-as.ts';

lookAs('settings-preview');
