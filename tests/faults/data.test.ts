import { trySampled } from './sample.ts';
import { OF_DATA } from './scenarios.ts';

trySampled(OF_DATA);
