import { expect, it } from 'vitest';
import { xmlAttribute, xmlText } from '../../../src/core/xml/escape.ts';

it('texts are safe in an element', () => {
  expect(xmlText('a<b>&]]>"\n\0\ud800')).toBe('a&lt;b&gt;&amp;]]&gt;"\n\ufffd\ufffd');
});

it('texts keep their line ends in an attribute', () => {
  expect(xmlAttribute('"a"\n\t<\x1b\uffff😀')).toBe('&quot;a&quot;&#10;&#9;&lt;\ufffd\ufffd😀');
});
