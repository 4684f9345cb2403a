/** The app’s live home page beside the demo. */
import './home-element.tsx';
import { lookAs } from './look-as.ts';

lookAs('home-preview');
