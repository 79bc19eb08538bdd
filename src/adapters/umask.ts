/** The process's umask. The call warns of threads that change the mask meanwhile; nothing here changes it. */
export function readUmask(): number {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- setting and restoring it, the alternative, is refused in threads
  return process.umask();
}
