import { expect, it } from 'vitest';
import { plotFileNames } from '../../../src/core/plots/file-name.ts';

it.for([
  ['plots/loss.csv', 'plots_loss_csv.svg'],
  ['dvc.yaml::Accuracy', 'dvc_yaml__Accuracy.svg'],
  ['../../../etc/passwd', '_________etc_passwd.svg'],
  ['..', '__.svg'],
  ['', 'plot.svg'],
  ['__proto__', '__proto__.svg'],
  ['</text><script>', '__text__script_.svg'],
  ['a\0b\nc\u202ed "e" \'f\'', 'a_b_c_d__e___f_.svg'],
  ['精度', '精度.svg'],
] as const)('%j becomes the file %s', ([name, file]) => {
  expect(plotFileNames()(name, '.svg')).toBe(file);
});

it('no name is handed out twice, also not in other letters', () => {
  const nameOf = plotFileNames();
  expect(['a/b', 'a.b', 'A_B', 'a_b_2'].map(name => nameOf(name, '.png'))).toEqual([
    'a_b.png',
    'a_b_2.png',
    'A_B_3.png',
    'a_b_2_2.png',
  ]);
});

it('a long name is cut to what a file system takes', () => {
  const name = plotFileNames()(`${'漢'.repeat(300)}end`, '.png');
  expect(Buffer.byteLength(name)).toBeLessThan(255);
  expect(name).toMatch(/end\.png$/);
});

it('a long name loses its middle: which revision and which file it is of stays', () => {
  const name = plotFileNames()(`feature_${'some/folder/'.repeat(20)}confusion`, '.png');
  expect(name).toMatch(/^feature_some_folder_.*__.*_folder_confusion\.png$/);
  expect(name.length).toBeLessThan(60);
  expect(plotFileNames()(`workspace_${'a/'.repeat(60)}b`, '.png')).toHaveLength(135);
});
