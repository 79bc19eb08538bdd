import { expect, it } from 'vitest';
import { isPictureContent } from '../../../src/core/report/picture-kind.ts';
import { png } from '../../rig/pictures.ts';

it.each<[string, Uint8Array, boolean]>([
  ['PNG', png([[[1, 2, 3]]]), true],
  ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]), true],
  ['GIF', Buffer.from('GIF89a'), true],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), true],
  ['SVG behind a declaration', Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- drawn --><svg:svg>'), true],
  ['text', Buffer.from('[remote "origin"]\n\turl = https://<svg >'), false],
  ['HTML', Buffer.from('<html><body>'), false],
  ['nothing', Buffer.alloc(0), false],
])('%s is a picture or not by what is in it', (_, bytes, is) => {
  expect(isPictureContent(bytes)).toBe(is);
});
