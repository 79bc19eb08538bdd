/** What draws, for pages that work without a network: under the names that the published scripts of a CDN use. */
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import vegaEmbed from 'vega-embed';

Object.assign(globalThis, { vega, vegaLite, vegaEmbed });
