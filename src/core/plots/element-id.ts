/** What DVC makes of a plot's name to point to it in a page: `index.html#loss_csv`. */
export function elementId(name: string): string {
  return name.replace(/[!@#$%^&*()[\]{};,<>?\\/:.|`~=_+ ]/g, '_');
}
