import { trySampled } from './sample.ts';
import { OF_PIPELINES } from './scenarios.ts';

trySampled(OF_PIPELINES);
