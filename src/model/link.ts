/** How a file of the workspace is made from an object of the cache. */
export type LinkType = 'reflink' | 'hardlink' | 'symlink' | 'copy';
