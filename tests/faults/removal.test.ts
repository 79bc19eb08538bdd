import { trySampled } from './sample.ts';
import { OF_REMOVAL } from './scenarios.ts';

trySampled(OF_REMOVAL);
