/**
 * What git's config says to merge a lock file: a line for `sh`, which git brings along on all systems. Git's config is
 * this machine's own, so the program is called by the place where it lies; when it is gone (another version of Node, a
 * cleaned cache of npx), by its name. Where neither starts, the file is merged as text, as without us: whether the
 * program came as far as to write its result is seen by its success, or by the markers it left.
 */
export function mergeDriverLine(node: string, installDirectory: string): string {
  const binary = quoted(node);
  const script = quoted(`${installDirectory}/bin/mltrack.js`);
  return [
    `if test -x ${binary} && test -f ${script}; then set -- ${binary} ${script}`,
    'elif command -v mltrack >/dev/null; then set -- mltrack; else set -- false; fi',
    '"$@" merge-driver --ancestor %O --our %A --their %B --path %P && exit 0',
    "grep -q '^<<<<<<< ' %A && exit 1",
    "echo 'mltrack did not start: merged as text. `mltrack merge-driver --install` sets it up anew.' >&2",
    'exec git merge-file -L ours -L base -L theirs %A %O %B',
  ].join('; ');
}

/** For `sh`; `%` means something to git. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
}
